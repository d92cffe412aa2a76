"""Splits Chinese and English newspaper text into sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ENDS = "。！？!?…；;"
_CLOSERS = "”’」』）】》)\"'"
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|No|vs|Inc|Ltd|Co|Corp|Dept|Gov|Sen|Rep|Gen|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sept|Sep|Oct|Nov|Dec|approx|etc|e\.g|i\.e|a\.m|p\.m|U\.S|U\.K)|\b[A-Z])\.$"
)
_BORDER = re.compile(rf"[{re.escape(_ENDS)}]+[{re.escape(_CLOSERS)}]*|\.[\"')”’]*(?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Span:
    """A range ``[start, end)`` of a text, in code points."""

    start: int
    end: int


@lru_cache(maxsize=8192)  # each question reads the same passages again
def sentence_spans(text: str) -> tuple[Span, ...]:
    """Split `text` into sentences.

    Returns:
        Spans in order, never empty, without surrounding white space. Together they cover every character of
        `text` that is not white space. A semicolon ends a sentence only at the end of a line. A full stop ends
        one only before white space, and not after an abbreviation or an initial.
    """
    spans: list[Span] = []
    start = 0
    for border in _BORDER.finditer(text):
        if _ends_sentence(text, start, border):
            _append(spans, text, start, border.end())
            start = border.end()
    _append(spans, text, start, len(text))
    return tuple(spans)


def _ends_sentence(text: str, start: int, border: re.Match[str]) -> bool:
    mark = border.group()
    if mark == "\n":
        return True
    if mark[0] == ".":
        return not _ABBREVIATIONS.search(text[start : border.start() + 1])
    if mark[0] in "；;":
        return text[border.end() : border.end() + 1] in ("\n", "")
    # “好！”他说: the sentence goes on after the quotation
    follows = text[border.end() : border.end() + 1]
    quoted_aside = mark[-1] in "”’」』" and follows not in ("", "\n") and mark[0] in "！？!?…"
    return not (quoted_aside and follows in "，,、。他她记说")


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append(Span(start, end))
