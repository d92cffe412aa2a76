"""The databases of an installation, and how all rows of one get into another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData

from ingest.report import Reporter
from rag.archive import tables as archive_tables
from rag.config import Settings
from rag.database import Location, location, reading, writing
from rag.database.snapshot import SnapshotContent, read_snapshot, write_snapshot
from rag.database.transfer import TableContent, copy_tables, count_rows, has_rows, read_content
from rag.desk import tables as desk_tables
from rag.journal import tables as journal_tables
from rag.schema import WendaError


class CopyDiffers(WendaError):
    """What arrived in a database is not what was sent."""


@dataclass(frozen=True)
class Database:
    """The archive, the journal or the desk.

    Attributes:
        schema: number of the last migration.
        file: name of its SQLite file, in a data folder and in a backup.
        open: opens it, and creates it if it does not exist.
    """

    name: str
    schema: int
    metadata: MetaData
    open: Callable[[Location], Engine]

    @property
    def file(self) -> str:
        return f"{self.name}.sqlite3"

    def location(self, settings: Settings) -> Location:
        return location(settings.archive.get_secret_value(), settings.data_dir / self.file)

    def exists(self, settings: Settings) -> bool:
        """Whether it has its file, or on a server any row."""
        place = self.location(settings)
        if isinstance(place, Path):
            return place.exists()
        with self.opened(place) as engine, reading(engine) as connection:
            return has_rows(self.metadata, connection)

    @contextmanager
    def opened(self, place: Location) -> Iterator[Engine]:
        engine = self.open(place)
        try:
            yield engine
        finally:
            engine.dispose()


ARCHIVE = Database(
    "archive", archive_tables.SCHEMA_VERSION, archive_tables.metadata, archive_tables.open_engine
)
JOURNAL = Database(
    "journal", journal_tables.SCHEMA_VERSION, journal_tables.metadata, journal_tables.open_engine
)
DESK = Database("desk", desk_tables.SCHEMA_VERSION, desk_tables.metadata, desk_tables.open_engine)

DATABASES = (ARCHIVE, JOURNAL, DESK)
"""All of them. Where several are put into their place, the archive is the last: it is what tells that all is there."""


def snapshot(
    database: Database, engine: Engine, path: Path, on_progress: Callable[[int], None]
) -> SnapshotContent:
    """Copy a database on either engine into a new SQLite file; see `write_snapshot`."""
    if engine.dialect.name == "sqlite":
        write_snapshot(engine, path, on_progress)
    else:
        with (
            database.opened(path) as copy,
            reading(engine) as source,
            writing(copy) as target,
        ):
            copy_tables(database.metadata, source, target, lambda _: on_progress(_size(path)))
    return read_snapshot(path)


def _size(path: Path) -> int:
    """The size of an SQLite file that is being written, with its write-ahead log."""
    return sum(file.stat().st_size for file in path.parent.glob(f"{path.name}*"))


@contextmanager
def copied(
    sources: Sequence[tuple[Database, Engine]], targets: Sequence[Engine], reporter: Reporter
) -> Iterator[dict[str, list[TableContent]]]:
    """Copy databases into empty ones and compare what arrived. Nobody can write to either side meanwhile.

    All is committed after the block, the first database last; if the block or a comparison fails, nothing is.

    Yields:
        What each database has on both sides, by its name.

    Raises:
        CopyDiffers
    """
    with ExitStack() as transactions:
        pairs = [
            (
                database,
                transactions.enter_context(writing(source)),
                transactions.enter_context(writing(target)),
            )
            for (database, source), target in zip(sources, targets, strict=True)
        ]
        reporter.begin(2 * sum(count_rows(database.metadata, source) for database, source, _ in pairs))
        yield {database.name: _copy(database, source, target, reporter) for database, source, target in pairs}


def _copy(
    database: Database, source: Connection, target: Connection, reporter: Reporter
) -> list[TableContent]:
    reporter.working_on(f"copying the {database.name}")
    sent = copy_tables(database.metadata, source, target, reporter.advance)
    reporter.working_on(f"comparing the {database.name}")
    arrived = read_content(database.metadata, target, reporter.advance)
    for before, after in zip(sent, arrived, strict=True):
        if before != after:
            raise CopyDiffers(
                f"The table {before.table} of the {database.name} is not the same on both sides: {before.rows} rows "
                f"({before.hash[:12]}) were sent, {after.rows} ({after.hash[:12]}) arrived. Nothing was changed."
            )
    return arrived
