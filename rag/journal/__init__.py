"""The journal: every answer as it was given, what residents reported of it, and what staff found.

It is a database file of its own in the data folder. It holds questions and answers, never who asked: no address, no
identity, no conversation. Only where a question was understood by what came before it ("and on Sundays?") are the one
question and answer just before kept with it, as long as the answer itself, so that staff can judge it.
"""

from rag.journal.entries import (
    DECLINED_VERDICTS,
    STATEMENT_VERDICTS,
    AnswerSummary,
    Entry,
    Exchange,
    Judgement,
    Report,
    ReviewedStatement,
    Verdict,
    View,
)
from rag.journal.journal import Journal
from rag.journal.tables import JournalUnusable

__all__ = [
    "DECLINED_VERDICTS",
    "STATEMENT_VERDICTS",
    "AnswerSummary",
    "Entry",
    "Exchange",
    "Journal",
    "JournalUnusable",
    "Judgement",
    "Report",
    "ReviewedStatement",
    "Verdict",
    "View",
]
