"""Builds answers. There is one responder per intent; they are tried in turn until one replies.

remarks.py     small talk, an empty archive        lists.py       lists of reports
quotations.py  what somebody said                  digest.py      several reports summed up (with a language model)
parts.py       questions of several parts, comparisons of several events
passages.py    all other questions: finds and reads passages; the answer is
                   extractive.py  sentences of the paper, or
                   writer.py      a language model's sentences; wire_format.py reads them
nearest.py     the articles shown if nothing answers the question
notes.py       notes added to statements: corrected.py, dated.py, subject.py
"""

from rag.answer.base import Remark, Reply, Responder, Verdict
from rag.answer.extractive import ExtractiveAnswerer

__all__ = ["ExtractiveAnswerer", "Remark", "Reply", "Responder", "Verdict"]
