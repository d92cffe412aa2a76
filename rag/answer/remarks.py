"""Answers that need no reading: small talk, and an archive that has nothing yet."""

from __future__ import annotations

from rag.answer.base import Remark
from rag.archive import Archive
from rag.question import Query
from rag.question.small_talk import reply


class SmallTalkResponder:
    """Greetings, thanks, insults and questions about the assistant itself: fixed replies, never a citation."""

    def respond(self, query: Query) -> Remark | None:
        said = reply(query)
        return None if said is None else Remark("small_talk", said)


class EmptyArchiveResponder:
    """Says that nothing has been taken in yet."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    def respond(self, query: Query) -> Remark | None:
        return None if self.archive.coverage().articles else Remark("archive_empty")
