"""Shows a quotation with the answering words marked; a long one is cut to the clauses around them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.schema import Citation
from web.marking import Line, mark_line

LONGEST = 120
"""A longer quotation is cut, if it is known which of its words answer."""

_CLAUSE = re.compile(r".+?(?:[，。；！？\n]+[”’》）]*|[,;.!?]\s+|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation as shown.

    Attributes:
        line: the words, with the answering ones marked.
        is_cut_before, is_cut_after: whether words of the citation are left out there.
    """

    line: Line
    is_cut_before: bool = False
    is_cut_after: bool = False


def shown_quotation(citation: Citation) -> Quotation:
    """The quotation of a citation: whole if it is short or if its answering words are not known."""
    if citation.highlight is None:
        return Quotation(mark_line(citation.quote, ()))
    start, end = (offset - citation.start for offset in citation.highlight)
    first, last = _around(citation.quote, start, end)
    line = mark_line(citation.quote[first:last], [(start - first, end - first)])
    return Quotation(line, first > 0, last < len(citation.quote))


def _around(quote: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of the clauses shown: those with the words from `start` to `end`, and as many beside as fit."""
    if len(quote) <= LONGEST:
        return 0, len(quote)
    borders = [0, *(clause.end() for clause in _CLAUSE.finditer(quote))]
    first = max(n for n, border in enumerate(borders) if border <= start)
    last = min(n for n, border in enumerate(borders) if border >= end)
    while last + 1 < len(borders) and borders[last + 1] - borders[first] <= LONGEST:
        last += 1
    while first > 0 and borders[last] - borders[first - 1] <= LONGEST:
        first -= 1
    return borders[first], borders[last]
