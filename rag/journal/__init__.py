"""The journal: every answer as it was given, residents' reports about it, and staff's verdicts.

It is a separate SQLite file in the data folder, or a schema of its own in the PostgreSQL database that has the archive. It
stores questions and answers but nothing about who asked: no address, no identity, no conversation. The one exception is a
follow-up question ("and on Sundays?"): the question and answer just before it are stored with it, so that staff can judge the
answer. They are deleted together with the answer.
"""

from rag.journal.agreement import Agreement
from rag.journal.declined import DeclinedQuestion
from rag.journal.entries import (
    POINTS,
    VIEWS,
    AnswerSummary,
    Entry,
    Exchange,
    Note,
    Point,
    PointMark,
    Report,
    ReviewedStatement,
    View,
)
from rag.journal.figures import Checked, PointCount
from rag.journal.journal import Journal
from rag.journal.judgements import (
    DECLINED_VERDICTS,
    STATEMENT_VERDICTS,
    ExpectedLine,
    Judgement,
    Reading,
    Standing,
    Verdict,
)
from rag.journal.numbers import DayNumbers
from rag.journal.opened import JOURNAL_FILE
from rag.journal.tables import JournalUnusable

__all__ = [
    "DECLINED_VERDICTS",
    "JOURNAL_FILE",
    "POINTS",
    "STATEMENT_VERDICTS",
    "VIEWS",
    "Agreement",
    "AnswerSummary",
    "Checked",
    "DayNumbers",
    "DeclinedQuestion",
    "Entry",
    "Exchange",
    "ExpectedLine",
    "Journal",
    "JournalUnusable",
    "Judgement",
    "Note",
    "Point",
    "PointCount",
    "PointMark",
    "Reading",
    "Report",
    "ReviewedStatement",
    "Standing",
    "Verdict",
    "View",
]
