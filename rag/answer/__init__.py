"""Answering: one responder an intent, asked in turn; an answerer words what passages say.

remarks.py     small talk, an empty archive        lists.py       lists of reports
quotations.py  what somebody said                  events.py      several events set against one another
passages.py    everything else: passages that are read, worded by
                   extractive.py  the paper's own sentences, or
                   llm.py         a language model
nearest.py     what is shown where nothing answers
notes.py       what must be known with a statement: corrected.py, dated.py, subject.py
"""

from rag.answer.base import Answerer, Remark, Reply, Responder, Verdict
from rag.answer.extractive import ExtractiveAnswerer

__all__ = ["Answerer", "ExtractiveAnswerer", "Remark", "Reply", "Responder", "Verdict"]
