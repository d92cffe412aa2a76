"""The archive: all articles and their passages, in an SQLite file in the data folder or in a PostgreSQL database.

It is the source of truth; the search indexes are caches of it.

- `Archive` opens the database and reads articles, passages and source files.
- `Catalogue` lists articles by author, section and date.
- `Calendar` finds passages by day.
- `Continuations` finds the parts of an article that were read from several files.
- `Copies` groups articles that are the same story.
- `Corrections` finds the corrections of a report.
- `Embargoes` releases the articles whose embargo has ended.
- `Erasure` erases articles, `Takedowns` lists those that were erased.
- `FreshnessReader` says how recent each source is, `last_edition` how recent the newest is.
- `Intake` adds, replaces and withdraws articles.
- `Layout` says where on the pages of a source file its text is printed.
- `Ledger` records which passages the search indexes contain and which they still have to add or delete.
- `Problems` lists what could not be read and waits for another try.
- `Watched` remembers what `ingest watch` has taken in.
"""

from rag.archive.archive import Archive
from rag.archive.calendar import Calendar, PassageDays
from rag.archive.catalogue import Catalogue, CatalogueEntry
from rag.archive.changes import Current, live_rows
from rag.archive.continuations import Continuations
from rag.archive.copies import Copies
from rag.archive.corrections import Correction, Corrections
from rag.archive.coverage import Coverage
from rag.archive.day_ranges import DayMatches
from rag.archive.embargo import Embargoed, Embargoes
from rag.archive.erasure import Erased, Erasure
from rag.archive.freshness import (
    Freshness,
    FreshnessReader,
    LastEdition,
    SourceFreshness,
    WatchedFreshness,
    first_day,
    last_edition,
)
from rag.archive.headlines import find_headlines
from rag.archive.intake import Intake
from rag.archive.layout import Box, Layout, PlacedLine
from rag.archive.ledger import Embedded, GraphMisses, Ledger, Pending
from rag.archive.prepared import Analysis, PreparedArticle
from rag.archive.printed import PagePlaces, Part, page_places, printed_ranges
from rag.archive.problems import Problems, WaitingProblem
from rag.archive.redacted_files import FileChange, traces_of
from rag.archive.rights import Rights
from rag.archive.source_file import SourceFile
from rag.archive.takedowns import Takedown, Takedowns, TakedownUnreadable
from rag.archive.watched import Watched, WatchedSource
from rag.archive.write_article import Outcome

__all__ = [
    "Analysis",
    "Archive",
    "Box",
    "Calendar",
    "Catalogue",
    "CatalogueEntry",
    "Continuations",
    "Copies",
    "Correction",
    "Corrections",
    "Coverage",
    "Current",
    "DayMatches",
    "Embargoed",
    "Embargoes",
    "Embedded",
    "Erased",
    "Erasure",
    "FileChange",
    "Freshness",
    "FreshnessReader",
    "GraphMisses",
    "Intake",
    "LastEdition",
    "Layout",
    "Ledger",
    "Outcome",
    "PagePlaces",
    "Part",
    "PassageDays",
    "Pending",
    "PlacedLine",
    "PreparedArticle",
    "Problems",
    "Rights",
    "SourceFile",
    "SourceFreshness",
    "Takedown",
    "TakedownUnreadable",
    "Takedowns",
    "WaitingProblem",
    "Watched",
    "WatchedFreshness",
    "WatchedSource",
    "find_headlines",
    "first_day",
    "last_edition",
    "live_rows",
    "page_places",
    "printed_ranges",
    "traces_of",
]
