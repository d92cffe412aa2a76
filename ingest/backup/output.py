"""What the commands `backup` and `restore` print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ingest.backup.contents import BackupInfo
from ingest.rights import local

if TYPE_CHECKING:
    from ingest.backup.make import BackupReport
    from ingest.backup.restore import RestoreReport
    from rag.database.transfer import TableContent

MOST_LISTED = 50


def backup_lines(report: BackupReport) -> Iterator[str]:
    yield f"{report.file}: {_counts(report.info)}; {report.size / 1e6:,.1f} MB"
    for name in report.lost[:MOST_LISTED]:
        yield f"not in it, because it is missing or damaged in the data folder: the original file {name}"
    if len(report.lost) > MOST_LISTED:
        yield f"… and {len(report.lost) - MOST_LISTED} more"


def check_lines(info: BackupInfo, timezone: str) -> Iterator[str]:
    yield f"sound: every hash is right; {_counts(info)}; made on {local(info.made_at, timezone):%Y-%m-%d %H:%M}"


def restore_lines(report: RestoreReport, timezone: str) -> Iterator[str]:
    made_at = local(report.info.made_at, timezone)
    yield f"restored as of {made_at:%Y-%m-%d %H:%M}: {_counts(report.info)}"
    for one in report.taken_down:
        yield f"taken down again: {one.article_id} ({one.why})"


def move_lines(moved: Mapping[str, Sequence[TableContent]]) -> Iterator[str]:
    for database, contents in moved.items():
        for content in contents:
            yield f"{database:8}{content.table:16}{content.rows:>12,} rows  {content.hash[:16]}"
    yield "every table has the same rows on both sides (their number and hash are shown); the SQLite files are as they were"
    yield "set WENDA_ARCHIVE to the address, then start Wenda"


def _counts(info: BackupInfo) -> str:
    return f"{info.articles:,} articles, {info.sources:,} original files, {info.answers:,} answers in the journal"
