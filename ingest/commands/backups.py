"""Commands about the archive as a whole: `backup`, `restore`, `move`."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from ingest import output
from ingest.commands.shared import open_archive, print_result
from ingest.progress import progress_reporter
from rag.archive import Ledger
from rag.config import Settings


def backup(file: Annotated[Path, typer.Argument(help="a new file, by custom `….tar`")]) -> None:
    """Write articles, journal and original files into one file. The app may be running."""
    from ingest.backup import make_backup
    from ingest.backup.output import backup_lines

    settings = Settings.load()
    now = datetime.datetime.now(datetime.UTC)
    with progress_reporter() as bar:
        done = make_backup(settings, file, now, bar)
    print_result(backup_lines(done))
    raise typer.Exit(3 if done.lost else 0)


def restore(
    file: Annotated[Path, typer.Argument(help="a file that `backup` wrote")],
    check: Annotated[bool, typer.Option("--check", help="only compare all hashes; restore nothing")] = False,
) -> None:
    """Read a backup into an empty data folder. What was taken down since stays taken down, if `takedowns.jsonl` is there."""
    from ingest.backup import check_backup, restore_backup
    from ingest.backup.output import check_lines, restore_lines

    settings = Settings.load()
    with progress_reporter() as bar:
        if check:
            print_result(check_lines(check_backup(file, bar).info, settings.timezone))
            return
        done = restore_backup(settings, file, bar)
    print_result(restore_lines(done, settings.timezone))
    _index(settings)


def move(
    to: Annotated[
        str, typer.Option(help="postgresql+psycopg://USER:PASSWORD@HOST/DATABASE, an empty database")
    ],
) -> None:
    """Copy archive and journal from SQLite to PostgreSQL, and compare the rows of every table. The SQLite files stay."""
    from ingest.backup import move as move_databases
    from ingest.backup.output import move_lines

    settings = Settings.load()
    with progress_reporter() as bar:
        done = move_databases(settings, to, bar)
    print_result(move_lines(done))


def _index(settings: Settings) -> None:
    from ingest import maintenance

    with open_archive(settings) as archive, progress_reporter() as bar:
        synced = maintenance.sync(settings, archive, bar)
        print_result(output.sync_lines(synced, Ledger(archive).pending_count()))
