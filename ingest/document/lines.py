"""A document's paragraphs, each on a line, with what its format says about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.clean import AlignedText, clean_line, is_cjk, join_wrapped
from ingest.page.lines import CLOSERS, SENTENCE_ENDS

Role = Literal["text", "title", "subtitle", "heading"]

_LINE_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_WRAPPED = 0.6  # share of a text's lines that are full and end no sentence, if lines are wrapped


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One paragraph, list item or table row.

    Attributes:
        text: without line breaks, not empty.
        raw_start, raw_end: where it is in the source text, in code points.
        role: what the format says that it is.
        prominence: how much it stands out by its type: points that it is larger than the text, and half a point each
            for bold and centred; 0 where the format does not tell.
    """

    text: str
    raw_start: int
    raw_end: int
    role: Role = "text"
    prominence: float = 0.0

    @property
    def width(self) -> float:
        """In em; a Latin letter has half of one."""
        return sum(1.0 if is_cjk(char) else 0.5 for char in self.text)

    @property
    def ends_sentence(self) -> bool:
        return self.text.rstrip(CLOSERS)[-1:] in tuple(SENTENCE_ENDS)


def plain_lines(raw: str) -> list[DocumentLine]:
    """The paragraphs of plain text: its lines, or what they are wrapped from if they are all broken at one width.

    Lines without a letter or digit, such as ``***``, are left out.
    """
    blocks = list(_blocks(raw))
    if _is_wrapped(blocks):
        blocks = [list(_unwrapped(block)) for block in blocks]
    return _document_lines(blocks)


def printed_lines(raw: str) -> list[DocumentLine]:
    """The lines of plain text as they are."""
    return _document_lines(_blocks(raw))


def _document_lines(blocks: Iterable[Sequence[AlignedText]]) -> list[DocumentLine]:
    return [DocumentLine(line.text, line.raw_start, line.raw_end) for block in blocks for line in block]


def _blocks(raw: str) -> Iterator[list[AlignedText]]:
    """The lines between empty lines."""
    block: list[AlignedText] = []
    start = 0
    for found in [*_LINE_BREAK.finditer(raw), None]:
        end = found.start() if found else len(raw)
        line = clean_line(raw, start, end)
        if any(char.isalnum() for char in line.text):
            block.append(line)
        elif block:
            yield block
            block = []
        start = found.end() if found else end
    if block:
        yield block


def _is_wrapped(blocks: Sequence[Sequence[AlignedText]]) -> bool:
    inner = [line.text for block in blocks for line in block[:-1]]
    widest = max(map(len, inner), default=0)
    full = sum(len(text) > 0.75 * widest and text[-1] not in SENTENCE_ENDS for text in inner)
    return len(inner) >= 3 and widest <= 130 and full > _WRAPPED * len(inner)


def _unwrapped(block: Iterable[AlignedText]) -> Iterator[AlignedText]:
    lines = list(block)
    widest = max(len(line.text) for line in lines)
    paragraph: list[AlignedText] = []
    for line in lines:
        paragraph.append(line)
        if len(line.text) < 0.6 * widest:
            yield join_wrapped(paragraph)
            paragraph = []
    if paragraph:
        yield join_wrapped(paragraph)
