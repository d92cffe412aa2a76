"""What staff write into the journal: verdicts, notes, marks on the five points."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from rag.database import insert_or_replace, writing
from rag.database.moments import to_stored
from rag.journal.entries import POINTS, Point
from rag.journal.judgements import ExpectedLine, Reading, Verdict, nearest_lines_of, to_judge, verdicts_for
from rag.journal.opened import OpenedJournal
from rag.journal.rows import MAX_TEXT, clean_input, entries
from rag.journal.standing import recount
from rag.journal.tables import expected_lines, notes, points, verdicts
from rag.schema import Answer

MAX_NAME = 80


class Checking(OpenedJournal):
    """The part of the journal that staff write."""

    def verdict(
        self,
        answer_id: str,
        statement: int | None,
        verdict: Verdict,
        *,
        name: str,
        note: str = "",
        line: int | None = None,
        expected: ExpectedLine | None = None,
        decides: bool = False,
    ) -> int:
        """Store a verdict. Earlier verdicts on the same statement stay in its history; the last one of its reading counts.

        An answer drawn for a second reading has one as soon as somebody else than its first reader gives a verdict.

        Args:
            statement: index of the statement in the answer; None for a declined answer.
            name: who gives the verdict.
            note: stored with the answer's notes, if there is one.
            line: number of a nearest line, for a verdict on it; `statement` is then None.
            expected: the line that should have been the answer; only with the verdict `should_have_answered`.
            decides: whether this decides between two readings.

        Returns:
            The verdict's id, by which it can be undone.

        Raises:
            Journal.NotFound
            Journal.NotApplicable: there is no such statement, or the verdict does not apply to it.
            JournalUnusable
        """
        name = clean_input(name, MAX_NAME)
        with writing(self._engine) as connection:
            found = self._require(connection, answer_id)
            entry = entries(connection, [found], self._second_reader)[0]
            self._require_applicable(entry.answer, statement, line, verdict)
            if expected and verdict != "should_have_answered":
                raise self.NotApplicable(f"The verdict {verdict!r} takes no expected line.")
            reading: Reading = "decision" if decides else entry.reading_of(name)
            row = {
                "answer_id": answer_id,
                "statement": statement,
                "line": line,
                "verdict": verdict,
                "reading": reading,
                "name": name,
                "note": "",
                "judged_at": to_stored(self._clock()),
            }
            inserted = verdicts.insert().values(row).returning(verdicts.c.id)
            verdict_id: int = connection.execute(inserted).scalar_one()
            if expected:
                chosen = {
                    "verdict_id": verdict_id,
                    "article_id": expected.article_id,
                    "version": expected.version,
                    "field": expected.field,
                    "start": expected.start,
                    "end": expected.end,
                    "quote": expected.quote,
                }
                connection.execute(expected_lines.insert().values(chosen))
            recount(connection, found, self._second_reader)
            self._insert_note(connection, answer_id, statement, note, name)
        return verdict_id

    def undo_verdict(self, verdict_id: int, *, name: str) -> None:
        """Undo a verdict, so that the one before it counts again, if there is one.

        The undone verdict stays in the history, with the name of who undid it.

        Raises:
            Journal.NotFound: there is no such verdict.
            Journal.NotApplicable: it is undone already.
            JournalUnusable
        """
        values = {"undone_at": to_stored(self._clock()), "undone_by": clean_input(name, MAX_NAME)}
        with writing(self._engine) as connection:
            given = connection.execute(select(verdicts).where(verdicts.c.id == verdict_id)).one_or_none()
            if given is None:
                raise self.NotFound(f"The journal has no verdict {verdict_id}.")
            if given.undone_at is not None:
                raise self.NotApplicable(f"The verdict on the answer {given.answer_id} is undone already.")
            connection.execute(update(verdicts).where(verdicts.c.id == verdict_id).values(values))
            recount(connection, self._require(connection, given.answer_id), self._second_reader)

    def add_note(self, answer_id: str, text: str, *, name: str, statement: int | None = None) -> None:
        """Add a note to an answer's thread. An empty note is not stored.

        Args:
            statement: index of the statement that it is about; None: the answer as a whole.

        Raises:
            Journal.NotFound
            JournalUnusable
        """
        with writing(self._engine) as connection:
            self._require(connection, answer_id)
            self._insert_note(connection, answer_id, statement, text, name)

    def _insert_note(
        self, connection: Connection, answer_id: str, statement: int | None, text: str, name: str
    ) -> None:
        if text := clean_input(text, MAX_TEXT):
            row = {
                "answer_id": answer_id,
                "statement": statement,
                "name": clean_input(name, MAX_NAME),
                "text": text,
                "noted_at": to_stored(self._clock()),
            }
            connection.execute(notes.insert().values(row))

    def mark_point(self, answer_id: str, point: Point, is_fault: bool | None, *, name: str) -> None:
        """Store somebody's mark on one of the five points; None takes it away.

        Raises:
            Journal.NotFound
            Journal.NotApplicable: there is no such point.
            JournalUnusable
        """
        if point not in POINTS:
            raise self.NotApplicable(f"The point must be one of {', '.join(POINTS)}, not {point!r}.")
        key = {"answer_id": answer_id, "point": point, "name": clean_input(name, MAX_NAME)}
        with writing(self._engine) as connection:
            self._require(connection, answer_id)
            if is_fault is None:
                connection.execute(delete(points).filter_by(**key))
            else:
                marked = {"is_fault": int(is_fault), "marked_at": to_stored(self._clock())}
                insert_or_replace(connection, points, key | marked)

    def _require_applicable(
        self, answer: Answer, statement: int | None, line: int | None, verdict: Verdict
    ) -> None:
        if line is not None and line not in {citation.n for citation in nearest_lines_of(answer)}:
            raise self.NotApplicable(f"The answer {answer.answer_id} showed no nearest line {line}.")
        if statement not in to_judge(answer):
            raise self.NotApplicable(
                f"The answer {answer.answer_id} ({answer.status}) has no statement {statement} to judge."
            )
        possible = verdicts_for(answer, statement, line)
        if verdict not in possible:
            raise self.NotApplicable(f"The verdict must be one of {', '.join(possible)}, not {verdict!r}.")
