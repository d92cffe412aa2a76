"""The archive: the one source of truth, an SQLite database in the data folder.

`Archive` opens it and reads; `Catalogue` lists articles by author, section and date; `Intake` takes
articles in and withdraws them; `Ledger` keeps book of what the search indexes (which are caches) have
still to take over.
"""

from rag.archive.archive import Archive
from rag.archive.catalogue import Catalogue, Entry
from rag.archive.intake import Intake, Outcome, Prepared, SourceFile
from rag.archive.ledger import Embedded, Ledger, Pending

__all__ = [
    "Archive",
    "Catalogue",
    "Embedded",
    "Entry",
    "Intake",
    "Ledger",
    "Outcome",
    "Pending",
    "Prepared",
    "SourceFile",
]
