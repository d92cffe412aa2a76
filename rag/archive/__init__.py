"""The archive: the one source of truth, an SQLite database in the data folder.

`Archive` opens it and reads; `Intake` takes articles in and withdraws them; `Calendar` finds passages by day;
`Ledger` keeps book of what the search indexes (which are caches) have still to take over.
"""

from rag.archive.archive import Archive
from rag.archive.calendar import Calendar, Dated, OnDays
from rag.archive.intake import Intake, Outcome, Prepared, SourceFile
from rag.archive.ledger import Embedded, Ledger, Pending

__all__ = [
    "Archive",
    "Calendar",
    "Dated",
    "Embedded",
    "Intake",
    "Ledger",
    "OnDays",
    "Outcome",
    "Pending",
    "Prepared",
    "SourceFile",
]
