"""`Desk` opens the newsroom's own database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from rag.config import Settings
from rag.database import location
from rag.database.moments import utc_now
from rag.desk.tables import open_engine

DESK_FILE = "desk.sqlite3"


class Desk:
    """The database of one data folder, or of the PostgreSQL database that has its archive. Thread-safe; many processes may
    open it. What is in it is read and written by the classes of this package: `Users`, `Sessions`, `Audit` and so on.

    Attributes:
        audit_days: how many days the audit trail is kept; None: nothing of it is deleted.
        clock: returns the current time, with a time zone.
    """

    def __init__(
        self,
        data_dir: Path,
        url: str = "",
        *,
        audit_days: int | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        """Open the database; create it if it does not exist.

        Args:
            url: of a PostgreSQL database, see `Settings.archive`; empty: an SQLite file in `data_dir`.
            audit_days: see `Audit.prune`.

        Raises:
            DeskUnusable: see `rag.database.open_engine`.
        """
        self.engine = open_engine(location(url, data_dir / DESK_FILE))
        self.audit_days = audit_days
        self.clock = clock

    @classmethod
    def open(cls, settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> Desk:
        """Open the database that the settings name.

        Raises:
            DeskUnusable: see `rag.database.open_engine`.
        """
        url = settings.archive.get_secret_value()
        return cls(settings.data_dir, url, audit_days=settings.audit_days, clock=clock)

    @classmethod
    def open_for_command(cls, settings: Settings) -> Desk:
        """Open it for a command. Nothing of the audit trail is deleted, whatever WENDA_AUDIT_DAYS is set to in this shell.

        Raises:
            DeskUnusable: see `rag.database.open_engine`.
        """
        return cls(settings.data_dir, settings.archive.get_secret_value())

    @staticmethod
    def may_exist(settings: Settings) -> bool:
        """Whether there may be a desk: on a server only opening it can tell."""
        return bool(settings.archive.get_secret_value()) or (settings.data_dir / DESK_FILE).exists()

    def close(self) -> None:
        self.engine.dispose()
