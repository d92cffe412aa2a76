"""What a backup contains: the names of its members, and `BackupInfo`."""

from __future__ import annotations

import re
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from ingest.backup.databases import DATABASES
from ingest.rights import LIST_FILE
from rag.schema import WendaError

ABBREVIATIONS_FILE = "abbreviations.txt"
SOURCES = "sources"
INFO_FILE = "backup.json"
SUMS_FILE = "SHA256SUMS"

FORMAT = 1
SCHEMAS = {database.name: database.schema for database in DATABASES}

_SOURCE = re.compile(rf"{SOURCES}/[0-9a-f]{{64}}(?:\.[A-Za-z0-9][\w.-]*)?", re.ASCII)
_FILES = {ABBREVIATIONS_FILE, LIST_FILE, INFO_FILE, SUMS_FILE} | {database.file for database in DATABASES}


class BackupFailed(WendaError):
    """A backup cannot be written."""


class BackupUnusable(WendaError):
    """A file is no backup, is damaged or cut off, or was written by a newer program."""


class BackupInfo(BaseModel):
    """What `backup.json` says.

    Attributes:
        format: number of the layout of the tar file.
        made_at: with a time zone.
        schemas: by database, the number of the last migration that ran.
        rows: by database, the number of rows of each table.
        sources: number of original files.
    """

    model_config = ConfigDict(frozen=True)

    format: int
    made_at: datetime
    schemas: dict[str, int]
    rows: dict[str, dict[str, int]]
    sources: int

    @property
    def articles(self) -> int:
        return self.rows.get("archive", {}).get("articles", 0)

    @property
    def answers(self) -> int:
        return self.rows.get("journal", {}).get("answers", 0)


def is_member_name(name: str) -> bool:
    """Whether a backup may have a member of this name. None of these leads out of a folder."""
    return name in _FILES or _SOURCE.fullmatch(name) is not None
