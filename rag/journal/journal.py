"""Keeping answers, reports and verdicts, and reading them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, delete, func, select, true, update

from rag.config import Settings
from rag.database import Row, reading, writing
from rag.journal import tables
from rag.journal.entries import (
    DECLINED_VERDICTS,
    STATEMENT_VERDICTS,
    VIEWS,
    Entry,
    Judged,
    Listed,
    Verdict,
    View,
    to_judge,
)
from rag.journal.rows import entries, found_list, listed, stored
from rag.journal.tables import answers, open_engine, reports, verdicts
from rag.schema import Answer, Found, Request, WendaError

JOURNAL_FILE = "journal.sqlite3"
KEPT_FOUND = 10
LONGEST_NAME = 80
LONGEST_TEXT = 2000
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

        Of the request only the question and its "today" are kept: no history, and nothing of who asked.

        Raises:
            JournalUnusable: the disk is full, or the file cannot be written. The resident has a right to the
                answer all the same: whoever serves it catches this, logs it, and shows the answer.
        """
        now = self._clock()
        places = to_judge(answer)
        row = {
            "answer_id": answer.answer_id,
            "given_at": stored(now),
            "question": request.question,
            "today": request.today,
            "status": answer.status,
            "answer": answer.model_dump_json(),
            "found": found_list.dump_json(tuple(found[:KEPT_FOUND])).decode(),
            "fingerprint": fingerprint,
            "to_judge": len(places),
            "unjudged": len(places),
        }
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
                "reason": _plain(reason, LONGEST_TEXT),
            }
            connection.execute(reports.insert().values(row))
            last = select(func.max(reports.c.id)).where(reports.c.answer_id == answer_id).scalar_subquery()
            connection.execute(
                update(answers).where(answers.c.answer_id == answer_id).values(last_report=last)
            )

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
                "name": _plain(name, LONGEST_NAME),
                "note": _plain(note, LONGEST_TEXT),
                "judged_at": stored(self._clock()),
            }
            connection.execute(verdicts.insert().values(row))
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

    def answers(self, view: View, limit: int, offset: int = 0) -> list[Listed]:
        """The answers of a view, the newest first (of the reported ones: the one reported last)."""
        query = (
            select(answers).where(_belongs(view)).order_by(_order(view).desc()).limit(limit).offset(offset)
        )
        with reading(self._engine) as connection:
            return [listed(row) for row in connection.execute(query)]

    def counts(self) -> dict[View, int]:
        """How many answers each view holds."""
        with reading(self._engine) as connection:
            return {
                view: connection.execute(
                    select(func.count()).select_from(answers).where(_belongs(view))
                ).scalar_one()
                for view in VIEWS
            }

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
        order = _order(view)
        query = (
            select(answers.c.answer_id)
            .where(_belongs(view), tables.is_unchecked, answers.c.answer_id != (after or ""))
            .order_by(order.desc())
            .limit(1)
        )
        place = select(order).where(answers.c.answer_id == after).scalar_subquery()
        with reading(self._engine) as connection:
            below = connection.execute(query.where(order < place)).scalar_one_or_none()
            return below or connection.execute(query).scalar_one_or_none()

    def verdicts(self) -> Iterator[Judged]:
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
                standing = entry.standing
                yield from (Judged(entry, standing[p]) for p in to_judge(entry.answer) if p in standing)


# --- what belongs to a view ---


def _belongs(view: View) -> ColumnElement[bool]:
    conditions: dict[View, ColumnElement[bool]] = {
        "newest": true(),
        "reported": tables.is_reported,
        "declined": tables.is_declined,
        "unchecked": tables.is_unchecked,
    }
    return conditions[view]


def _order(view: View) -> ColumnElement[int]:
    return answers.c.last_report if view == "reported" else answers.c.seq


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
    places = select(verdicts.c.statement).where(verdicts.c.answer_id == answer_id).distinct().subquery()
    judged = select(func.count()).select_from(places).scalar_subquery()
    connection.execute(
        update(answers).where(answers.c.answer_id == answer_id).values(unjudged=answers.c.to_judge - judged)
    )


def _refuse_unfit(answer: Answer, statement: int | None, verdict: Verdict) -> None:
    if statement not in to_judge(answer):
        raise Journal.NotApplicable(
            f"The answer {answer.answer_id} ({answer.status}) has no statement {statement} to judge."
        )
    fit = DECLINED_VERDICTS if statement is None else STATEMENT_VERDICTS
    if verdict not in fit:
        raise Journal.NotApplicable(f"The verdict must be one of {', '.join(fit)}, not {verdict!r}.")


def _plain(text: str, longest: int) -> str:
    """What a person typed: cut, and without the lone surrogates that a database cannot hold."""
    return text.strip()[:longest].encode("utf-8", "replace").decode("utf-8")
