"""Fixed replies: to small talk, and when the archive is empty."""

from __future__ import annotations

from rag.answer.base import Remark
from rag.answer.days import format_day
from rag.archive import Archive
from rag.language import wording
from rag.question import Query
from rag.question.intent import SMALL_TALK


class SmallTalkResponder:
    """Replies to small talk (see `rag.question.intent`) with a fixed text, without citations.

    The reply to a question about the assistant says how many articles the archive has, and of which day the newest is.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def respond(self, query: Query) -> Remark | None:
        if query.intent not in SMALL_TALK:
            return None
        text = wording(query.language, query.intent)
        coverage = self._coverage(query) if query.intent == "meta" else ""
        separator = wording(query.language, "statements_joint")
        return Remark("small_talk", separator.join(filter(None, (text, coverage))))

    def _coverage(self, query: Query) -> str:
        coverage = self.archive.coverage()
        if not coverage.newest:
            return ""
        day = format_day(coverage.newest, query.language)
        return wording(query.language, "coverage", count=coverage.articles, day=day)


class EmptyArchiveResponder:
    """Says that the archive has no articles yet."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def respond(self, query: Query) -> Remark | None:
        return None if self.archive.coverage().articles else Remark("archive_empty")
