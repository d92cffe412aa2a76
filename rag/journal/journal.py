"""Keeping answers, reports and verdicts, and reading them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, func, select, tuple_, update

from rag.config import Settings
from rag.database import Row, reading, writing
from rag.journal import tables
from rag.journal.entries import (
    VIEWS,
    AnswerSummary,
    Entry,
    ReviewedStatement,
    Verdict,
    View,
    to_judge,
    verdicts_for,
)
from rag.journal.rows import LONGEST_TEXT, answer_row, entries, listed, plain, stored
from rag.journal.tables import answers, open_engine, reports, verdicts
from rag.journal.views import count_query, in_view, sort_columns
from rag.schema import Answer, Found, Request, WendaError

JOURNAL_FILE = "journal.sqlite3"
LONGEST_NAME = 80
_BATCH = 200
_DAY = timedelta(days=1)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Journal:
    """The journal of one data folder; may be used from many threads and opened by many processes."""

    class NotFound(WendaError):
        """No such answer: never given here, or older than the journal keeps."""

    class NotApplicable(WendaError):
        """A verdict that this statement or answer cannot have."""

    def __init__(self, path: Path, *, days: int, clock: Callable[[], datetime] = utc_now) -> None:
        """Open the journal at `path`, making it where absent.

        Args:
            days: how long answers are kept; see `prune`.
            clock: gives the present moment, with its zone.

        Raises:
            JournalUnusable: see `tables.open_engine`.
        """
        self._engine = open_engine(path)
        self._days = days
        self._clock = clock
        self._pruned_at = clock()

    @classmethod
    def open(cls, settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Journal:
        """Open the journal of the data folder to keep answers in, and drop what is too old.

        Raises:
            JournalUnusable: see `tables.open_engine`.
        """
        journal = cls(settings.data_dir / JOURNAL_FILE, days=settings.journal_days, clock=clock)
        journal.prune(clock())
        return journal

    @classmethod
    def open_to_read(cls, settings: Settings) -> Journal:
        """Open it to look things up: nothing is dropped, whatever WENDA_JOURNAL_DAYS is in this shell.

        Raises:
            JournalUnusable: see `tables.open_engine`.
        """
        return cls(settings.data_dir / JOURNAL_FILE, days=settings.journal_days)

    def close(self) -> None:
        self._engine.dispose()

    # --- writing ---

    def record(self, answer: Answer, request: Request, found: Sequence[Found], fingerprint: str) -> None:
        """Keep an answer as it was given; an `answer_id` that is known already is left as it is.

        Of the request only the question and its "today" are kept, and of its history the last exchange where the question
        was understood by it: nothing of who asked.

        Raises:
            JournalUnusable: the disk is full, or the file cannot be written. The resident has a right to the
                answer all the same: whoever serves it catches this, logs it, and shows the answer.
        """
        now = self._clock()
        row = answer_row(answer, request, found, fingerprint, now)
        with writing(self._engine) as connection:
            connection.execute(answers.insert().prefix_with("OR IGNORE").values(row))
        if now - self._pruned_at >= _DAY:
            self.prune(now)

    def report(self, answer_id: str, reason: str) -> None:
        """Keep a resident's report that an answer is wrong.

        Raises:
            Journal.NotFound
            JournalUnusable
        """
        with writing(self._engine) as connection:
            _require(connection, answer_id)
            row = {
                "answer_id": answer_id,
                "reported_at": stored(self._clock()),
                "reason": plain(reason, LONGEST_TEXT),
            }
            connection.execute(reports.insert().values(row))
            last = select(func.max(reports.c.id)).where(reports.c.answer_id == answer_id).scalar_subquery()
            connection.execute(
                update(answers)
                .where(answers.c.answer_id == answer_id)
                .values(last_report=last, unhandled=answers.c.unhandled + 1)
            )

    def handle_reports(self, answer_id: str, *, name: str) -> int:
        """Note that staff have handled what was reported of an answer so far; what is reported later waits again.

        Returns:
            How many reports had been waiting.

        Raises:
            Journal.NotFound
            JournalUnusable
        """
        waiting = (reports.c.answer_id == answer_id) & reports.c.handled_at.is_(None)
        done = {"handled_at": stored(self._clock()), "handled_by": plain(name, LONGEST_NAME)}
        with writing(self._engine) as connection:
            _require(connection, answer_id)
            handled = connection.execute(update(reports).where(waiting).values(done)).rowcount
            connection.execute(update(answers).where(answers.c.answer_id == answer_id).values(unhandled=0))
        return handled

    def verdict(
        self, answer_id: str, statement: int | None, verdict: Verdict, *, name: str, note: str
    ) -> None:
        """Keep a verdict; earlier ones on the same statement stay as its history, the last one stands.

        Args:
            statement: its place in the answer, from 0; None for an answer that was declined.

        Raises:
            Journal.NotFound
            Journal.NotApplicable: no such statement, or a verdict that is not for this kind of answer.
            JournalUnusable
        """
        with writing(self._engine) as connection:
            answer = Answer.model_validate_json(_require(connection, answer_id).answer)
            _refuse_unfit(answer, statement, verdict)
            row = {
                "answer_id": answer_id,
                "statement": statement,
                "verdict": verdict,
                "name": plain(name, LONGEST_NAME),
                "note": plain(note, LONGEST_TEXT),
                "judged_at": stored(self._clock()),
            }
            connection.execute(verdicts.insert().values(row))
            _count_unjudged(connection, answer_id)

    def undo_verdict(self, answer_id: str, statement: int | None, *, name: str) -> None:
        """Take back the verdict that stands on a statement: the one before it stands again, or none.

        It stays in the history, with who took it back.

        Raises:
            Journal.NotFound
            Journal.NotApplicable: no verdict stands there.
            JournalUnusable
        """
        stands = verdicts.c.undone_at.is_(None) & verdicts.c.statement.is_not_distinct_from(statement)
        last = select(func.max(verdicts.c.id)).where(verdicts.c.answer_id == answer_id, stands)
        undone = {"undone_at": stored(self._clock()), "undone_by": plain(name, LONGEST_NAME)}
        with writing(self._engine) as connection:
            _require(connection, answer_id)
            found = connection.execute(last).scalar_one()
            if found is None:
                raise Journal.NotApplicable(f"No verdict stands on this part of the answer {answer_id}.")
            connection.execute(update(verdicts).where(verdicts.c.id == found).values(undone))
            _count_unjudged(connection, answer_id)

    def prune(self, now: datetime) -> int:
        """Delete answers that are older than the journal keeps, with their reports and verdicts.

        Returns:
            How many answers were deleted.

        Raises:
            JournalUnusable
        """
        oldest = stored(now) - timedelta(days=self._days)
        with writing(self._engine) as connection:
            deleted = connection.execute(delete(answers).where(answers.c.given_at < oldest)).rowcount
        self._pruned_at = now
        return deleted

    # --- reading ---

    def answers(self, view: View, limit: int, offset: int = 0) -> list[AnswerSummary]:
        """The answers of a view, the newest first (of the reported ones: those that wait for staff, then the one reported
        last)."""
        order = [column.desc() for column in sort_columns(view)]
        query = select(answers).where(in_view(view)).order_by(*order).limit(limit).offset(offset)
        with reading(self._engine) as connection:
            return [listed(row) for row in connection.execute(query)]

    def counts(self) -> dict[View, int]:
        """How many answers each view holds; of the reported ones, how many wait for staff."""
        with reading(self._engine) as connection:
            return {view: connection.execute(count_query(view)).scalar_one() for view in VIEWS}

    def get(self, answer_id: str) -> Entry:
        """An answer as it was served, also after its articles were replaced or removed.

        Raises:
            Journal.NotFound
            JournalUnusable
        """
        with reading(self._engine) as connection:
            return entries(connection, [_require(connection, answer_id)])[0]

    def next_unchecked(self, after: str | None = None, view: View = "unchecked") -> str | None:
        """The next answer of a view that wants a verdict: the one below `after`, else the topmost other one.

        Returns:
            Its id, or None where all of the view is checked.
        """
        place = sort_columns(view)
        query = (
            select(answers.c.answer_id)
            .where(in_view(view), tables.is_unchecked, answers.c.answer_id != (after or ""))
            .order_by(*(column.desc() for column in place))
            .limit(1)
        )
        of_after = select(*place).where(answers.c.answer_id == after).scalar_subquery()
        with reading(self._engine) as connection:
            below = connection.execute(query.where(tuple_(*place) < of_after)).scalar_one_or_none()
            return below or connection.execute(query).scalar_one_or_none()

    def verdicts(self) -> Iterator[ReviewedStatement]:
        """Every statement and declined answer that was judged, with the verdict that stands; oldest first."""
        judged = answers.c.answer_id.in_(select(verdicts.c.answer_id))
        last = 0
        while True:
            query = select(answers).where(judged, answers.c.seq > last).order_by(answers.c.seq).limit(_BATCH)
            with reading(self._engine) as connection:
                rows = connection.execute(query).all()
                batch = entries(connection, rows)
            if not rows:
                return
            last = rows[-1].seq
            for entry in batch:
                standing = entry.current_judgements
                yield from (
                    ReviewedStatement(entry, standing[p]) for p in to_judge(entry.answer) if p in standing
                )


# --- rows ---


def _require(connection: Connection, answer_id: str) -> Row:
    row = connection.execute(select(answers).where(answers.c.answer_id == answer_id)).one_or_none()
    if row is None:
        raise Journal.NotFound(
            f"The journal has no answer {answer_id}: it was never given here, or is older than "
            "WENDA_JOURNAL_DAYS."
        )
    return row


def _count_unjudged(connection: Connection, answer_id: str) -> None:
    stand = (verdicts.c.answer_id == answer_id) & verdicts.c.undone_at.is_(None)
    places = select(verdicts.c.statement).where(stand).distinct().subquery()
    judged = select(func.count()).select_from(places).scalar_subquery()
    connection.execute(
        update(answers).where(answers.c.answer_id == answer_id).values(unjudged=answers.c.to_judge - judged)
    )


def _refuse_unfit(answer: Answer, statement: int | None, verdict: Verdict) -> None:
    if statement not in to_judge(answer):
        raise Journal.NotApplicable(
            f"The answer {answer.answer_id} ({answer.status}) has no statement {statement} to judge."
        )
    fit = verdicts_for(answer, statement)
    if verdict not in fit:
        raise Journal.NotApplicable(f"The verdict must be one of {', '.join(fit)}, not {verdict!r}.")
