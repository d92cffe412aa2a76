"""Binds statements to printed words. Every statement of an answer is checked by `Citations` before it is shown.

claim.py      a statement and the printed words that support it
checker.py    decides whether printed words support a language model's sentence, and finds the words that do
values.py     finds the amounts, days and times of a sentence that are not printed, or of something else
roles.py      what a value is the value of
entailment.py the trained network that reads a sentence against printed words
checks.py     the checks; to add one, write a function and list it in `CHECKS`
translation.py  checks a language model's translation of printed words
citations.py  runs the checks and numbers the citations
"""

from rag.cite.checker import ClaimChecker, ClaimVerdict
from rag.cite.citations import Citations
from rag.cite.claim import Claim, NotSupported, Support, headline_support
from rag.cite.translation import Translate, no_translation

__all__ = [
    "Citations",
    "Claim",
    "ClaimChecker",
    "ClaimVerdict",
    "NotSupported",
    "Support",
    "Translate",
    "headline_support",
    "no_translation",
]
