"""The archive: the one source of truth, an SQLite database in the data folder.

`Archive` opens it and reads; `Catalogue` lists articles by author, section and date; `Calendar` finds passages
by day; `Copies` groups articles that are the same story; `Corrections` finds what corrects a report; `Intake` takes
articles in and withdraws them; `Ledger` keeps book of what the search indexes (which are caches) have still to take
over.
"""

from rag.archive.archive import Archive
from rag.archive.calendar import Calendar, DayMatches, PassageDays
from rag.archive.catalogue import Catalogue, CatalogueEntry
from rag.archive.copies import Copies
from rag.archive.corrections import Correction, Corrections
from rag.archive.intake import Intake, Outcome
from rag.archive.ledger import Embedded, Ledger, Pending
from rag.archive.prepared import PreparedArticle
from rag.archive.source_file import SourceFile

__all__ = [
    "Archive",
    "Calendar",
    "Catalogue",
    "CatalogueEntry",
    "Copies",
    "Correction",
    "Corrections",
    "DayMatches",
    "Embedded",
    "Intake",
    "Ledger",
    "Outcome",
    "PassageDays",
    "Pending",
    "PreparedArticle",
    "SourceFile",
]
