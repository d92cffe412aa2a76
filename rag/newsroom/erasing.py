"""`Erasing` deletes answers with all that repeats their questions, from the journal and the newsroom's own database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from rag.database import compact
from rag.desk import Audit, Desk, Detail, ErasedWordings, Person, erase_questions, question_key
from rag.journal import Journal


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased.

    Attributes:
        answers: how many.
        follow_ups: how many follow-ups lost what they repeated.
        wordings: what the newsroom's decisions lost.
        complete: False if somebody read the databases all the time, so that bytes of the words may still be in their files.
    """

    answers: int
    follow_ups: int
    wordings: ErasedWordings
    complete: bool


class Erasing:
    """Erases answers on request. Thread-safe; the app may be running: it forgets the answers that it keeps in memory at its
    next question, and the board's questions when the board is opened next.

    Backups that were made before still have the words.
    """

    def __init__(self, journal: Journal, desk: Desk) -> None:
        self._journal = journal
        self._desk = desk
        self._audit = Audit(desk)

    def erase(self, answer_ids: Collection[str], person: Person) -> Erased:
        """Erase answers with their reports, notes and verdicts, and their questions wherever they are repeated.

        See `Journal.erase_answers` about follow-ups and figures, and `erase_questions` about decisions. What others asked in
        the same words stays. Without ids only the files are cleaned, which completes an erasure that was interrupted.

        Args:
            person: who does it, for the audit trail.

        Raises:
            Journal.NotFound: there is no such answer; nothing was erased.
            JournalUnusable, DeskUnusable
        """
        ids = [summary.answer_id for summary in self._journal.summaries(answer_ids)]
        # The desk first: if this is interrupted, the journal still knows the questions, and it can be done again.
        wordings = erase_questions(self._desk, self._keys(ids)) if ids else ErasedWordings()
        follow_ups = self._journal.erase_answers(ids) if ids else 0
        details: dict[str, Detail] = {"answers": len(ids), "follow_ups": follow_ups, **asdict(wordings)}
        for answer_id in ids:
            self._audit.record(person, "words_erased", answer_id, details)
        compacted = self._journal.compact(), compact(self._desk.engine)
        return Erased(len(ids), follow_ups, wordings, all(compacted))

    def _keys(self, answer_ids: Collection[str]) -> set[str]:
        """The `question_key` of each question that nobody else asked."""
        keys = set(map(question_key, self._journal.questions_in(answer_ids)))
        for question in self._journal.other_questions(answer_ids):
            keys.discard(question_key(question))
        return keys
