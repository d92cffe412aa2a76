"""Backups of a data folder: one tar file that `restore` checks and reads back.

A backup contains, in this order:

    journal.sqlite3     a snapshot of the journal; missing if there is no journal
    archive.sqlite3     a snapshot of the archive
    sources/…           the original files, and what was made of them, as the archive keeps them
    abbreviations.txt   the newsroom's list, if there is one
    takedowns.jsonl     the list of takedowns, if there is one
    backup.json         when it was made, schema numbers, and rows of each table (`BackupInfo`)
    SHA256SUMS          the hash of each of these; after `tar xf`, `sha256sum -c SHA256SUMS` checks them too

The databases are SQLite files whatever engine they come from. SQLite's file format is documented and stable, carries its own
tables, and is migrated by the code that migrates a data folder; a dump by table would need a second way to read old schemas.

The search indexes are caches and left out; the key of the checking page and the settings are secrets and left out.

Errors that users can see:

    WendaError
      BackupFailed      the backup cannot be written
      BackupUnusable    the file is no backup, is damaged or cut off, or a newer Wenda wrote it
      RestoreRefused    the data folder is in use, or cannot be written
      MoveRefused       the databases cannot be moved there, or not now
      CopyDiffers       what arrived in a database is not what was sent
"""

from ingest.backup.contents import BackupFailed, BackupInfo, BackupUnusable
from ingest.backup.databases import CopyDiffers
from ingest.backup.make import BackupReport, make_backup
from ingest.backup.move import MoveRefused, move
from ingest.backup.restore import RestoreRefused, RestoreReport, restore_backup
from ingest.backup.tar_reader import check_backup

__all__ = [
    "BackupFailed",
    "BackupInfo",
    "BackupReport",
    "BackupUnusable",
    "CopyDiffers",
    "MoveRefused",
    "RestoreRefused",
    "RestoreReport",
    "check_backup",
    "make_backup",
    "move",
    "restore_backup",
]
