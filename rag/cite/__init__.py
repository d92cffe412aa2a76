"""Binds statements to printed words. `Citations` is the one gate that every statement of an answer passes.

claim.py      a statement and the words that carry it
binding.py    finds the words that carry a language model's sentence
checks.py     what a claim must pass: a new check is a function in `CHECKS`
citations.py  the gate: checks a claim and numbers its citations
"""

from rag.cite.binding import bind, is_supported
from rag.cite.citations import Citations
from rag.cite.claim import Claim, NotSupported, Support, headline_support

__all__ = ["Citations", "Claim", "NotSupported", "Support", "bind", "headline_support", "is_supported"]
