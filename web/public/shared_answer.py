"""The page `/a/ID`: an answer as it was given, with its sources, for who got its link; or what the newsroom says now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rag.archive import Archive
from rag.config import Settings
from rag.journal import Entry
from rag.schema import Answer, Citation, Statement
from rag.service import Assistant
from web.public.page import PublicPage
from web.shown_articles import NotShown, shown_article
from web.urls import is_web_address
from web.wording import Wording


@dataclass(frozen=True, slots=True)
class SharedStatement:
    """A statement with its citations.

    Attributes:
        gone: why it is not shown: an article that it cites was withdrawn or erased. Empty: it is shown.
    """

    statement: Statement
    citations: tuple[Citation, ...]
    gone: str = ""


class SharedAnswerPage:
    """Renders answers from the journal. Thread-safe."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._timezone = settings.timezone
        self._page = PublicPage(settings)

    def html(self, answer_id: str, words: Wording) -> str:
        """The page in the language of `words`.

        Raises:
            Journal.NotFound: the answer was never given here, or is older than answers are kept.
            DatabaseUnusable
        """
        entry = self._assistant.journal.get(answer_id)
        corrected = self._assistant.corrected(entry.answer)
        answer = corrected or entry.answer
        return self._page.html(
            "answer.html",
            words,
            answer=answer,
            given=entry.given_at.astimezone(ZoneInfo(self._timezone)),
            statements=tuple(self._statements(answer, None if corrected else entry, words)),
            is_web_address=is_web_address,
        )

    def _statements(self, answer: Answer, entry: Entry | None, words: Wording) -> list[SharedStatement]:
        """The statements, or the nearest lines where nothing was reported.

        Args:
            entry: as the answer was given; None for a corrected answer, of which nothing is erased.
        """
        by_number = {citation.n: citation for citation in answer.citations}
        said = answer.statements or tuple(
            Statement(text=by_number[n].quote, kind="quoted", citations=(n,))
            for n in answer.nearest_lines
            if n in by_number
        )
        shown = []
        for i, statement in enumerate(said):
            citations = tuple(by_number[n] for n in statement.citations if n in by_number)
            erased = entry.removed_at(i) if entry and answer.statements else None
            gone = words("taken_down", day=self._day(erased)) if erased else self._gone(citations, words)
            shown.append(SharedStatement(statement, citations, gone))
        return shown

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self._timezone)).date()

    def _gone(self, citations: tuple[Citation, ...], words: Wording) -> str:
        for citation in citations:
            try:
                shown_article(
                    self._assistant.archive, citation.article_id, citation.version, timezone=self._timezone
                )
            except NotShown as error:
                return words("taken_down" if error.reason == "taken_down" else "withdrawn", day=error.day)
            except Archive.NotFound:
                return words("withdrawn")
        return ""
