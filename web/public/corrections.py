"""The page `/corrections`: the answers that the newsroom corrected, newest first, with what was wrong and what is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from rag.archive import Archive
from rag.config import Settings
from rag.desk import RuledStatement, Ruling
from rag.schema import Version
from rag.service import Assistant
from web.public.page import PublicPage
from web.shown_articles import NotShown, shown_article
from web.wording import Wording

MOST = 100


@dataclass(frozen=True, slots=True)
class CorrectedStatement:
    """A statement of a corrected answer, with the articles that it rests on."""

    text: str
    articles: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected answer.

    Attributes:
        holds: whether it is still given; it is not after an article that it rests on has changed.
    """

    day: date
    question: str
    reason: str
    statements: tuple[CorrectedStatement, ...]
    holds: bool


class CorrectionsPage:
    """Renders the page from the newsroom's decisions. Thread-safe."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._archive = assistant.archive
        self._timezone = settings.timezone
        self._page = PublicPage(settings)

    def html(self, words: Wording) -> str:
        """The page in the language of `words`.

        Raises:
            DatabaseUnusable
        """
        public = [one for one in self._assistant.editing.rulings.newest(MOST) if _is_public(one)]
        return self._page.html("corrections.html", words, corrections=tuple(map(self._correction, public)))

    def _correction(self, ruling: Ruling) -> Correction:
        return Correction(
            day=ruling.made_at.astimezone(ZoneInfo(self._timezone)).date(),
            question=ruling.question,
            reason=ruling.reason,
            statements=tuple(
                shown for said in ruling.decision.statements if (shown := self._statement(said)) is not None
            ),
            holds=ruling.ended_at is None,
        )

    def _statement(self, said: RuledStatement) -> CorrectedStatement | None:
        """A statement; None if an article that it rests on is no longer shown."""
        try:
            versions = [
                shown_article(self._archive, q.article_id, q.version, timezone=self._timezone).version
                for q in said.quotes
            ]
        except (NotShown, Archive.NotFound):
            return None
        printed = "".join(v[q.field][q.start : q.end] for v, q in zip(versions, said.quotes, strict=True))
        return CorrectedStatement(said.text or printed, tuple({v.article_id: v for v in versions}.values()))


def _is_public(ruling: Ruling) -> bool:
    """Whether residents may see a decision: a corrected answer that was neither undone nor replaced."""
    return ruling.corrects and ruling.ended_because in (None, "article_changed")
