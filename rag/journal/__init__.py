"""The journal: every answer as it was given, what residents reported of it, and what staff found.

It is a database file of its own in the data folder. It holds questions and answers, never who asked:
no address, no identity, no conversation.
"""

from rag.journal.entries import (
    DECLINED_VERDICTS,
    STATEMENT_VERDICTS,
    Entry,
    Judged,
    Judgement,
    Listed,
    Report,
    Verdict,
    View,
)
from rag.journal.journal import Journal
from rag.journal.tables import JournalUnusable

__all__ = [
    "DECLINED_VERDICTS",
    "STATEMENT_VERDICTS",
    "Entry",
    "Journal",
    "JournalUnusable",
    "Judged",
    "Judgement",
    "Listed",
    "Report",
    "Verdict",
    "View",
]
