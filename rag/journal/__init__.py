"""The journal: every answer as it was given, residents' reports about it, and staff's verdicts.

It is a separate SQLite file in the data folder, or a schema of its own in the PostgreSQL database that has the archive. It
stores questions and answers but nothing about who asked: no address, no identity, no conversation. The one exception is a
follow-up question ("and on Sundays?"): the question and answer just before it are stored with it, so that staff can judge the
answer. They are deleted together with the answer.
"""

from rag.journal.declined import DeclinedQuestion
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
from rag.journal.journal import JOURNAL_FILE, Journal
from rag.journal.numbers import DayNumbers
from rag.journal.tables import JournalUnusable

__all__ = [
    "DECLINED_VERDICTS",
    "JOURNAL_FILE",
    "STATEMENT_VERDICTS",
    "AnswerSummary",
    "DayNumbers",
    "DeclinedQuestion",
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
