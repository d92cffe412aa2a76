"""A question from the panel."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from rag.archive import Archive
from rag.schema import Request, Turn
from rag.schema.model import Model
from rag.text.sentences import sentence_spans
from web.api.contract import QuestionText
from web.shown_articles import NotShown, shown_article

OPENING = 2  # sentences of the article that say what the talk is about


class EmbedQuestion(Model):
    """A question, what was said before, and the article that it is asked beside.

    ``session``: made up by the panel for as long as it is open. ``article``: an article's id, or empty.
    """

    question: QuestionText
    history: tuple[Turn, ...] = ()
    session: str = Field("", max_length=64)
    article: str = Field("", max_length=100)

    def request(self, today: date, archive: Archive) -> Request:
        """The question in the talk; the first one beside an article continues a talk about that."""
        history = self.history or self._about_article(archive)
        return Request(question=self.question, history=history, today=today)

    def _about_article(self, archive: Archive) -> tuple[Turn, ...]:
        if not self.article:
            return ()
        try:
            version = shown_article(archive, self.article, timezone="UTC").version
        except NotShown:
            return ()
        opening = [version.text[span.start : span.end] for span in sentence_spans(version.text)[:OPENING]]
        told = f"《{version.headline}》{''.join(opening)}"
        return Turn(role="user", content=version.headline or told), Turn(role="assistant", content=told)
