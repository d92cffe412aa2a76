"""`Journal` stores answers, reports and verdicts, and reads them back for staff."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, func, select, tuple_, update

from rag.config import Settings
from rag.database import Row, compact, insert_or_ignore, location, reading, writing
from rag.database.moments import to_stored, utc_now
from rag.journal import tables
from rag.journal.about import answers_about
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
from rag.journal.erasure import erase_articles
from rag.journal.rows import MAX_TEXT, answer_row, answer_summary, clean_input, entries
from rag.journal.tables import answers, open_engine, reports, verdicts
from rag.journal.views import count_query, in_view, sort_columns
from rag.schema import Answer, Found, Request, WendaError
from rag.text.traces import Traces

JOURNAL_FILE = "journal.sqlite3"
MAX_NAME = 80
_BATCH = 200  # answers read in one transaction by `verdicts`
_DAY = timedelta(days=1)


class Journal:
    """The journal of one data folder, or of the PostgreSQL database that has its archive. Thread-safe; many processes may open
    it."""

    class NotFound(WendaError):
        """The journal has no such answer: it was never given here, or was deleted because of its age."""

    class NotApplicable(WendaError):
        """A verdict that does not apply to this statement or answer."""

    def __init__(
        self, data_dir: Path, url: str = "", *, days: int, clock: Callable[[], datetime] = utc_now
    ) -> None:
        """Open the journal; create it if it does not exist.

        Args:
            url: of a PostgreSQL database, see `Settings.archive`; empty: an SQLite file in `data_dir`.
            days: how many days answers are kept, see `prune`.
            clock: returns the current time, with a time zone.

        Raises:
            JournalUnusable: see `rag.database.open_engine`.
        """
        self._engine = open_engine(location(url, data_dir / JOURNAL_FILE))
        self._days = days
        self._clock = clock
        self._pruned_at = clock()

    @classmethod
    def open(cls, settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Journal:
        """Open the journal that the settings name for writing, and delete answers that are too old.

        Raises:
            JournalUnusable: see `rag.database.open_engine`.
        """
        journal = cls._of(settings, clock)
        journal.prune(clock())
        return journal

    @classmethod
    def open_to_read(cls, settings: Settings) -> Journal:
        """Open the journal for reading. Nothing is deleted, whatever WENDA_JOURNAL_DAYS is set to in this shell.

        Raises:
            JournalUnusable: see `rag.database.open_engine`.
        """
        return cls._of(settings, utc_now)

    @classmethod
    def _of(cls, settings: Settings, clock: Callable[[], datetime]) -> Journal:
        url = settings.archive.get_secret_value()
        return cls(settings.data_dir, url, days=settings.journal_days, clock=clock)

    @staticmethod
    def may_exist(settings: Settings) -> bool:
        """Whether there may be a journal: on a server only opening it can tell."""
        return bool(settings.archive.get_secret_value()) or (settings.data_dir / JOURNAL_FILE).exists()

    def close(self) -> None:
        self._engine.dispose()

    # --- writing ---

    def record(self, answer: Answer, request: Request, found: Sequence[Found], fingerprint: str) -> None:
        """Store an answer as it was given. Does nothing if the journal already has this `answer_id`.

        Only the question, its "today" and, for a follow-up question, the previous exchange are stored: nothing about who
        asked.

        Raises:
            JournalUnusable: the disk is full, or the file cannot be written. Callers catch and log this error and still
                show the answer.
        """
        now = self._clock()
        row = answer_row(answer, request, found, fingerprint, now)
        with writing(self._engine) as connection:
            insert_or_ignore(connection, answers, row)
        if now - self._pruned_at >= _DAY:
            self.prune(now)

    def report(self, answer_id: str, reason: str) -> None:
        """Store a resident's report that an answer is wrong.

        Raises:
            Journal.NotFound
            JournalUnusable
        """
        with writing(self._engine) as connection:
            _require(connection, answer_id)
            row = {
                "answer_id": answer_id,
                "reported_at": to_stored(self._clock()),
                "reason": clean_input(reason, MAX_TEXT),
            }
            connection.execute(reports.insert().values(row))
            last = select(func.max(reports.c.id)).where(reports.c.answer_id == answer_id).scalar_subquery()
            connection.execute(
                update(answers)
                .where(answers.c.answer_id == answer_id)
                .values(last_report=last, unhandled=answers.c.unhandled + 1)
            )

    def handle_reports(self, answer_id: str, *, name: str) -> int:
        """Mark all reports about an answer as handled. Reports that come later are unhandled again.

        Returns:
            The number of reports that were unhandled until now.

        Raises:
            Journal.NotFound
            JournalUnusable
        """
        unhandled = (reports.c.answer_id == answer_id) & reports.c.handled_at.is_(None)
        values = {"handled_at": to_stored(self._clock()), "handled_by": clean_input(name, MAX_NAME)}
        with writing(self._engine) as connection:
            _require(connection, answer_id)
            handled = connection.execute(update(reports).where(unhandled).values(values)).rowcount
            connection.execute(update(answers).where(answers.c.answer_id == answer_id).values(unhandled=0))
        return handled

    def verdict(
        self, answer_id: str, statement: int | None, verdict: Verdict, *, name: str, note: str
    ) -> None:
        """Store a verdict. Earlier verdicts on the same statement stay in its history; the last one counts.

        Args:
            statement: index of the statement in the answer; None for a declined answer.
            name: who gives the verdict.

        Raises:
            Journal.NotFound
            Journal.NotApplicable: there is no such statement, or the verdict does not apply to it.
            JournalUnusable
        """
        with writing(self._engine) as connection:
            answer = Answer.model_validate_json(_require(connection, answer_id).answer)
            _require_applicable(answer, statement, verdict)
            row = {
                "answer_id": answer_id,
                "statement": statement,
                "verdict": verdict,
                "name": clean_input(name, MAX_NAME),
                "note": clean_input(note, MAX_TEXT),
                "judged_at": to_stored(self._clock()),
            }
            connection.execute(verdicts.insert().values(row))
            _count_unjudged(connection, answer_id)

    def undo_verdict(self, answer_id: str, statement: int | None, *, name: str) -> None:
        """Undo the last verdict on a statement, so that the one before it counts again, if there is one.

        The undone verdict stays in the history, with the name of who undid it.

        Raises:
            Journal.NotFound
            Journal.NotApplicable: the statement has no verdict.
            JournalUnusable
        """
        counts = verdicts.c.undone_at.is_(None) & verdicts.c.statement.is_not_distinct_from(statement)
        last = select(func.max(verdicts.c.id)).where(verdicts.c.answer_id == answer_id, counts)
        values = {"undone_at": to_stored(self._clock()), "undone_by": clean_input(name, MAX_NAME)}
        with writing(self._engine) as connection:
            _require(connection, answer_id)
            verdict_id = connection.execute(last).scalar_one()
            if verdict_id is None:
                raise Journal.NotApplicable(f"This part of the answer {answer_id} has no verdict to undo.")
            connection.execute(update(verdicts).where(verdicts.c.id == verdict_id).values(values))
            _count_unjudged(connection, answer_id)

    def prune(self, now: datetime) -> int:
        """Delete answers older than the configured number of days, with their reports and verdicts.

        Returns:
            The number of deleted answers.

        Raises:
            JournalUnusable
        """
        oldest = to_stored(now) - timedelta(days=self._days)
        with writing(self._engine) as connection:
            deleted = connection.execute(delete(answers).where(answers.c.given_at < oldest)).rowcount
        self._pruned_at = now
        return deleted

    def erase(self, removed: Mapping[str, datetime], traces: Traces) -> int:
        """Erase articles that were taken down from all answers, and leave none of their bytes in the file.

        Args:
            removed: their ids, with the moment of the takedown.
            traces: their words.

        Returns:
            The number of answers that were changed.

        Raises:
            JournalUnusable
        """
        with writing(self._engine) as connection:
            changed = erase_articles(connection, removed, traces)
        compact(self._engine)
        return changed

    # --- reading ---

    def answers(self, view: View, limit: int, offset: int = 0) -> list[AnswerSummary]:
        """The answers of a view, newest first. View "reported": unhandled reports first, then the latest report."""
        order = [column.desc() for column in sort_columns(view)]
        query = select(answers).where(in_view(view)).order_by(*order).limit(limit).offset(offset)
        with reading(self._engine) as connection:
            return [answer_summary(row) for row in connection.execute(query)]

    def counts(self) -> dict[View, int]:
        """The number of answers in each view; for "reported", only those with unhandled reports."""
        with reading(self._engine) as connection:
            return {view: connection.execute(count_query(view)).scalar_one() for view in VIEWS}

    def get(self, answer_id: str) -> Entry:
        """An answer as it was served, even if its articles were replaced or removed since.

        Raises:
            Journal.NotFound
            JournalUnusable
        """
        with reading(self._engine) as connection:
            return entries(connection, [_require(connection, answer_id)])[0]

    def answers_about(self, article_ids: Collection[str], limit: int) -> list[Answer]:
        """The newest answers that cite these articles, or for which they were found; none without articles.

        Raises:
            JournalUnusable
        """
        if not article_ids:
            return []
        with reading(self._engine) as connection:
            rows = connection.execute(answers_about(article_ids, limit)).all()
        return [Answer.model_validate_json(row.answer) for row in rows]

    def next_unchecked(self, after: str | None = None, view: View = "unchecked") -> str | None:
        """The next answer of a view that lacks a verdict: the first one below `after`, else the first in the view.

        Returns:
            Its id, or None if every other answer of the view has its verdicts.
        """
        columns = sort_columns(view)
        query = (
            select(answers.c.answer_id)
            .where(in_view(view), tables.is_unchecked, answers.c.answer_id != (after or ""))
            .order_by(*(column.desc() for column in columns))
            .limit(1)
        )
        after_key = select(*columns).where(answers.c.answer_id == after).scalar_subquery()
        with reading(self._engine) as connection:
            below = connection.execute(query.where(tuple_(*columns) < after_key)).scalar_one_or_none()
            return below or connection.execute(query).scalar_one_or_none()

    def verdicts(self) -> Iterator[ReviewedStatement]:
        """Every judged statement and declined answer with the verdict that counts, oldest answer first."""
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
                judgements = entry.current_judgements
                for number in to_judge(entry.answer):
                    if number in judgements:
                        yield ReviewedStatement(entry, judgements[number])


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
    counts = (verdicts.c.answer_id == answer_id) & verdicts.c.undone_at.is_(None)
    statements = select(verdicts.c.statement).where(counts).distinct().subquery()
    judged = select(func.count()).select_from(statements).scalar_subquery()
    connection.execute(
        update(answers).where(answers.c.answer_id == answer_id).values(unjudged=answers.c.to_judge - judged)
    )


def _require_applicable(answer: Answer, statement: int | None, verdict: Verdict) -> None:
    if statement not in to_judge(answer):
        raise Journal.NotApplicable(
            f"The answer {answer.answer_id} ({answer.status}) has no statement {statement} to judge."
        )
    possible = verdicts_for(answer, statement)
    if verdict not in possible:
        raise Journal.NotApplicable(f"The verdict must be one of {', '.join(possible)}, not {verdict!r}.")
