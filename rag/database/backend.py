"""What a database engine must offer; `rag.database.sqlite` and `rag.database.postgresql` do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a database cannot be used, in the engine's own words, and what the user should do.

    Attributes:
        damaged: whether its content is damaged, so that a copy must be restored.
    """

    reason: str
    advice: str = ""
    damaged: bool = False


class Backend(Protocol):
    """One database on one engine: how it is opened, read, written and compacted.

    Attributes:
        place: its path or URL for messages, without a password.
        read_options, write_options: execution options of the connections of `reading` and `writing`.
    """

    place: str
    read_options: dict[str, Any]
    write_options: dict[str, Any]

    def create_engine(self, **options: Any) -> Engine:
        """An engine for the database. No connection is made yet.

        Args:
            options: of `sqlalchemy.create_engine`.
        """

    def lock(self, connection: Connection) -> None:
        """Take the write lock for the transaction that has just begun, so that nobody else writes before it ends."""

    def prepare(self, connection: Connection) -> None:
        """Make a new database ready for its tables; run before the migrations, in their transaction."""

    def finish(self, connection: Connection) -> None:
        """Adjust new tables to the engine; run after the migrations, in their transaction."""

    def compact(self, engine: Engine, wait_seconds: float) -> bool:
        """See `rag.database.compact`."""

    def explain(self, error: DBAPIError) -> Failure | None:
        """What an error of the engine means; None if it is an error of the program, which is raised as it is."""
