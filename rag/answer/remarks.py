"""Fixed replies: to small talk, and when the archive is empty."""

from __future__ import annotations

from rag.answer.base import Remark
from rag.archive import Archive
from rag.question import Query
from rag.question.small_talk import reply


class SmallTalkResponder:
    """Replies to greetings, thanks, insults and questions about the assistant itself, without citations."""

    def respond(self, query: Query) -> Remark | None:
        text = reply(query)
        return None if text is None else Remark("small_talk", text)


class EmptyArchiveResponder:
    """Says that the archive has no articles yet."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def respond(self, query: Query) -> Remark | None:
        return None if self.archive.coverage().articles else Remark("archive_empty")
