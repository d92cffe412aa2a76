"""`Journal` stores answers, reports and verdicts, and reads them back for staff."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update

from rag.config import Settings
from rag.database import compact, insert_or_ignore, reading, writing
from rag.database.moments import to_stored, utc_now
from rag.journal.about import answers_about
from rag.journal.checking import MAX_NAME, Checking
from rag.journal.declined import DeclinedQuestion, declined_questions
from rag.journal.erasure import erase_articles
from rag.journal.figures import Figures
from rag.journal.forgetting import Forgetting
from rag.journal.numbers import DayNumbers, numbers_by_day
from rag.journal.opened import JOURNAL_FILE
from rag.journal.queues import Queues
from rag.journal.rows import MAX_TEXT, answer_row, clean_input
from rag.journal.tables import answers, reports
from rag.schema import Answer, Found, Request
from rag.text.traces import Traces

_DAY = timedelta(days=1)


class Journal(Queues, Checking, Figures, Forgetting):
    """The journal of one data folder, or of the PostgreSQL database that has its archive. Thread-safe; many processes may open
    it."""

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
        return cls(
            settings.data_dir,
            url,
            days=settings.journal_days,
            second_reader=settings.second_reader,
            timezone=settings.timezone,
            clock=clock,
        )

    @staticmethod
    def may_exist(settings: Settings) -> bool:
        """Whether there may be a journal: on a server only opening it can tell."""
        return bool(settings.archive.get_secret_value()) or (settings.data_dir / JOURNAL_FILE).exists()

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
            self._require(connection, answer_id)
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
            self._require(connection, answer_id)
            handled = connection.execute(update(reports).where(unhandled).values(values)).rowcount
            connection.execute(update(answers).where(answers.c.answer_id == answer_id).values(unhandled=0))
        return handled

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

    def declined(self, since: datetime) -> Iterator[DeclinedQuestion]:
        """The declined questions since a moment, oldest first.

        Raises:
            JournalUnusable
        """
        return declined_questions(self._engine, since)

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

    def numbers(self, last: date, days: int, zone: ZoneInfo) -> list[DayNumbers]:
        """What so many days had, oldest first; see `numbers_by_day`.

        Raises:
            JournalUnusable
        """
        return numbers_by_day(self._engine, last, days, zone)
