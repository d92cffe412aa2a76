"""`move` copies archive, journal and desk from their SQLite files to PostgreSQL."""

from __future__ import annotations

from contextlib import ExitStack

from pydantic import SecretStr, ValidationError

from ingest.backup.databases import ARCHIVE, DATABASES, copied
from ingest.report import Reporter
from rag.config import Settings
from rag.database.transfer import TableContent
from rag.index import owned_elsewhere
from rag.schema import WendaError


class MoveRefused(WendaError):
    """The databases cannot be moved there, or not now."""


def move(settings: Settings, url: str, reporter: Reporter) -> dict[str, list[TableContent]]:
    """Copy the databases into an empty PostgreSQL database, and compare every table. The SQLite files stay as they are.

    Either all is copied, or nothing. Source files and search indexes stay in the data folder, where they are used as before.

    Returns:
        What each database has on both sides, by its name.

    Raises:
        MoveRefused: the archive is on a server already, there is none, the URL is of no PostgreSQL database or of one with rows,
            or the app is running.
        CopyDiffers: nothing was changed.
        DatabaseUnusable: nothing was changed.
    """
    if settings.archive.get_secret_value():
        raise MoveRefused(
            "WENDA_ARCHIVE names a PostgreSQL database: unset it, because `move` reads the SQLite files."
        )
    if not ARCHIVE.exists(settings):
        raise MoveRefused(
            f"The data folder {settings.data_dir} has no archive. Set WENDA_DATA_DIR to the one that has."
        )
    if owned_elsewhere(settings):
        raise MoveRefused(
            "Wenda is running, and would go on writing to the SQLite files. Stop it, then try again."
        )
    target = _with_url(settings, url)
    databases = [database for database in DATABASES if database.exists(settings)]
    for database in databases:
        if database.exists(target):
            raise MoveRefused(
                f"The schema wenda_{database.name} of that database has rows already. Name an empty database, or delete what is "
                f"in it: DROP SCHEMA wenda_{database.name} CASCADE"
            )
    with ExitStack() as opened:
        sources = [(one, opened.enter_context(one.opened(one.location(settings)))) for one in databases]
        targets = [opened.enter_context(one.opened(one.location(target))) for one in databases]
        with copied(sources, targets, reporter) as found:
            return found


def _with_url(settings: Settings, url: str) -> Settings:
    values = settings.model_dump() | {"archive": SecretStr(url)}
    try:
        return Settings(_env_file=None, **values)
    except ValidationError as error:
        raise MoveRefused(f"--to: {error.errors()[0]['msg'].removeprefix('Value error, ')}") from error
