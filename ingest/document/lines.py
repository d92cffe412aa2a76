"""A document's paragraphs, each on a line, with what its format says about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.clean import AlignedText, clean_line, is_cjk, is_wide_punctuation, join_wrapped
from ingest.clean.doubled import undouble
from ingest.metadata import number_of
from ingest.page.lines import CLOSERS, SENTENCE_ENDS

Role = Literal["text", "title", "subtitle", "heading"]

_LINE_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
# what the lines of a wrapped text are like
_NARROWEST, _WIDEST = 10.0, 65.0  # em
_FULL = 0.72  # of the column
_UNFINISHED = 2  # full lines that end no sentence
_FULL_LINES = 0.6  # share of the lines before another line


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
    if column := _column(blocks):
        blocks = [list(_unwrapped(block, column)) for block in blocks]
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
        line = undouble(clean_line(raw, start, end))
        if any(char.isalnum() for char in line.text):
            block.append(line)
        elif block:
            yield block
            block = []
        start = found.end() if found else end
    if block:
        yield block


def _column(blocks: Sequence[Sequence[AlignedText]]) -> float:
    """The width in em at which lines are wrapped: none is wider, most lines before another are about as wide unless they end
    a sentence or are numbered heads, and some of the wide ones end no sentence. 0 if they are not wrapped."""
    texts = [line.text for block in blocks for line in block[:-1]]
    widest = max((_em(line.text) for block in blocks for line in block), default=0.0)
    full = [text for text in texts if _em(text) > _FULL * widest]
    inner = full + [
        text
        for text in texts
        if _em(text) <= _FULL * widest and text[-1] not in SENTENCE_ENDS and not number_of(text)
    ]
    unfinished = sum(text[-1] not in SENTENCE_ENDS for text in full)
    is_wrapped = (
        _NARROWEST <= widest <= _WIDEST
        and unfinished >= _UNFINISHED
        and len(full) >= _FULL_LINES * len(inner)
    )
    return widest if is_wrapped else 0.0


def _unwrapped(block: Sequence[AlignedText], column: float) -> Iterator[AlignedText]:
    """The paragraphs of a block of wrapped lines: a short line ends one, a number begins one."""
    paragraph: list[AlignedText] = []
    for line in block:
        if paragraph and number_of(line.text):
            yield join_wrapped(paragraph)
            paragraph = []
        paragraph.append(line)
        if _em(line.text) <= _FULL * column:
            yield join_wrapped(paragraph)
            paragraph = []
    if paragraph:
        yield join_wrapped(paragraph)


def _em(text: str) -> float:
    return sum(1.0 if is_cjk(char) or is_wide_punctuation(char) else 0.5 for char in text)
