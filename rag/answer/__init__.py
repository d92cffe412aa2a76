"""Builds answers. There is one responder per intent; they are tried in turn until one replies.

remarks.py     small talk, an empty archive        lists.py       lists of reports
quotations.py  what somebody said                  events.py      comparisons of several events
passages.py    all other questions: finds and reads passages; the answer is worded by
                   extractive.py  sentences of the paper, or
                   llm.py         a language model
nearest.py     the articles shown if nothing answers the question
notes.py       notes added to statements: corrected.py, dated.py, subject.py
"""

from rag.answer.base import Answerer, Remark, Reply, Responder, Verdict
from rag.answer.extractive import ExtractiveAnswerer

__all__ = ["Answerer", "ExtractiveAnswerer", "Remark", "Reply", "Responder", "Verdict"]
