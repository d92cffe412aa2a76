"""`Recorder` writes the answers that were given into the journal."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from rag.archive import Archive, Takedowns
from rag.journal import Journal, JournalUnusable
from rag.schema import Answer, Found, Request
from rag.text.traces import Traces

log = logging.getLogger(__name__)


class Recorder:
    """Records answers; what is taken down while an answer is given is erased from it. Thread-safe."""

    def __init__(self, journal: Journal, archive: Archive, fingerprint: str) -> None:
        """
        Args:
            fingerprint: of the models that answer.
        """
        self._journal = journal
        self._takedowns = Takedowns(archive)
        self._fingerprint = fingerprint

    def record(self, answer: Answer, request: Request, found: Sequence[Found]) -> None:
        """Record an answer. Where the journal cannot be used this is logged: the answer has been checked, and withholding it
        would help nobody.

        Args:
            request, found: what it answers and rests on, personal numbers masked.
        """
        try:
            self._journal.record(answer, request, found, self._fingerprint)
        except JournalUnusable:
            log.exception("answer %s could not be recorded in the journal", answer.answer_id)
        else:
            self._erase_taken_down(answer, found)

    def _erase_taken_down(self, answer: Answer, found: Sequence[Found]) -> None:
        ids = {citation.article_id for citation in answer.citations} | {one.article_id for one in found}
        ids |= {near.article_id for near in answer.nearest}
        taken = self._takedowns.of_articles(list(ids))
        if taken:
            self._journal.erase({i: takedown.taken_at for i, takedown in taken.items()}, Traces(()))
