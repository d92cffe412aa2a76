"""The words before and after English time expressions."""

from __future__ import annotations

from rag.language.vocabulary import TimeWords, words

_THE = r"\s+(?:the\s+)?"

TIME_AFFIXES = TimeWords(
    lead=words(rf"\b(?:since|before|prior to|until|till|up to|after|from|as of){_THE}$"),
    prefix_since=words(rf"\b(?:ever )?since{_THE}$"),
    prefix_before=words(rf"\b(?:before|prior to){_THE}$"),
    prefix_until=words(rf"\b(?:until|till|up to){_THE}$"),
    prefix_after=words(rf"\bafter{_THE}$"),
    prefix_term=words(r"\b(?:since|from|starting|beginning|effective|as of)\s+(?:on\s+)?(?:the\s+)?$"),
    prefix_moved=words(
        r"\b(?:postponed|delayed|deferred|put off|pushed back|rescheduled|moved|shifted|changed|brought forward|extended)"
        rf"\s+(?:(?:back|forward|ahead)\s+)?(?:to|until|till|by|for){_THE}$"
    ),
    prefix_range=words(r"\b(?:between|from)\s+$"),
    range_and=words(r"\s*and\s*"),
    range_separator=words(r"\s*+(?:\d{1,3}\s*:\d\d\s*+)?(?:to|through|[-–—―~])\s*(?:the\s+)?"),
    apposition=words(r"\s*[,(]?\s*"),
    past=words(
        r"\b(?:was|were|had|did|met|held|began|lost|beat|fell|rose|broke|took|went|came|left|hit|shot|sold|found|gave"
        r"|made|ran|saw|spoke|stole|struck|sank|sang|drew|drove|flew|grew|got|lit|paid|rode|swept|swam|threw|won|wrote|burnt|cost|(?!hundred)\w{2,}[^\We]ed)\b"
        r"|\bsaid (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    ),
    future=words(
        r"\b(?:will|would|shall|plans?|upcoming|scheduled|expected|going to"
        r"|(?:is|are|be) (?:to|set|due|closed|open|planned))\b"
    ),
    list_separator=words(r"\s*(?:,|and|or)\s*"),
)
