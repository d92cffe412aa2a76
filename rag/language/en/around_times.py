"""The words around English time expressions."""

from __future__ import annotations

from rag.language.vocabulary import TimeWords, words

_THE = r"\s+(?:the\s+)?"

AROUND = TimeWords(
    lead=words(rf"\b(?:since|before|prior to|until|till|up to|after|from|as of){_THE}$"),
    ahead_since=words(rf"\b(?:ever )?since{_THE}$"),
    ahead_before=words(rf"\b(?:before|prior to){_THE}$"),
    ahead_until=words(rf"\b(?:until|till|up to){_THE}$"),
    ahead_after=words(rf"\bafter{_THE}$"),
    ahead_term=words(r"\b(?:since|from|starting|beginning|effective|as of)\s+(?:on\s+)?(?:the\s+)?$"),
    ahead_range=words(r"\b(?:between|from)\s+$"),
    within_range=words(r"\s*and\s*"),
    to=words(r"\s*+(?:\d{1,3}\s*:\d\d\s*+)?(?:to|through|[-–—―~])\s*(?:the\s+)?"),
    also=words(r"\s*(?:,|and|or)\s*"),
)
