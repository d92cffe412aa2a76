"""What the parts of `Journal` share: the open database, its clock, and its errors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from rag.database import Row, location
from rag.database.moments import to_stored, utc_now
from rag.journal.tables import answers, open_engine
from rag.schema import WendaError

JOURNAL_FILE = "journal.sqlite3"


class OpenedJournal:
    """An open journal; see `rag.journal.Journal`."""

    class NotFound(WendaError):
        """The journal has no such answer: it was never given here, or was deleted because of its age."""

    class NotApplicable(WendaError):
        """A verdict that does not apply to this statement or answer."""

    def __init__(
        self,
        data_dir: Path,
        url: str = "",
        *,
        days: int,
        second_reader: float = 0,
        timezone: str = "UTC",
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Open the journal; create it if it does not exist.

        Args:
            url: of a PostgreSQL database, see `Settings.archive`; empty: an SQLite file in `data_dir`.
            days: how many days answers are kept, see `prune`.
            second_reader: share (0–1) of the answers that a second reader checks too.
            timezone: IANA name, for the day that begins at midnight.
            clock: returns the current time, with a time zone.

        Raises:
            JournalUnusable: see `rag.database.open_engine`.
        """
        self._engine = open_engine(location(url, data_dir / JOURNAL_FILE))
        self._days = days
        self._second_reader = second_reader
        self._zone = ZoneInfo(timezone)
        self._clock = clock
        self._pruned_at = clock()

    def close(self) -> None:
        self._engine.dispose()

    def today(self) -> date:
        return self._clock().astimezone(self._zone).date()

    def _start_of(self, day: date) -> datetime:
        """The moment at which a day begins, as the journal stores it."""
        return to_stored(datetime.combine(day, time(), self._zone))

    def _require(self, connection: Connection, answer_id: str) -> Row:
        """The row of an answer.

        Raises:
            Journal.NotFound
        """
        row = connection.execute(select(answers).where(answers.c.answer_id == answer_id)).one_or_none()
        if row is None:
            raise self.NotFound(
                f"The journal has no answer {answer_id}: it was never given here, or is older than "
                "WENDA_JOURNAL_DAYS."
            )
        return row
