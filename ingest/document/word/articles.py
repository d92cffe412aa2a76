"""Finds the articles of a Word document: usually one; several if there are several titles with text between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document.lines import DocumentLine
from ingest.document.opening import opening_kind
from ingest.document.word.paragraphs import WordParagraph
from ingest.metadata import number_of

_LEAST_TEXT = 15  # characters of a paragraph that is more than a headline
_SHORTEST_HEADLINE = 6.5  # em; a shorter heading of the first level among others is a sub-head
_NEAR = 6  # lines after a headline within which its text begins
_ENOUGH_LARGER = 1.0  # points


@dataclass(frozen=True, slots=True)
class WordText:
    """A document's text, a paragraph on each line, and the lines of each article in it.

    Attributes:
        common: the lines before the first of several articles, such as the name of the collection.
    """

    text: str
    articles: tuple[tuple[DocumentLine, ...], ...]
    common: tuple[DocumentLine, ...] = ()


def split_articles(paragraphs: Sequence[WordParagraph]) -> WordText:
    """The articles of a document with these paragraphs."""
    lines = _lines(paragraphs)
    if not lines:
        return WordText("", ())
    starts = _starts(paragraphs, lines) or [0]
    ends = [*starts[1:], len(lines)]
    articles = tuple(
        tuple(_with_one_title(paragraphs[start:end], lines[start:end]))
        for start, end in zip(starts, ends, strict=True)
    )
    return WordText(_text(paragraphs), articles, tuple(lines[: starts[0]]))


def _with_one_title(
    paragraphs: Sequence[WordParagraph], lines: Sequence[DocumentLine]
) -> Iterator[DocumentLine]:
    """The lines of an article; of its headings, only those of its highest level are titles."""
    highest = min(paragraph.level for paragraph in paragraphs)
    for paragraph, line in zip(paragraphs, lines, strict=True):
        yield replace(line, role="heading") if line.role == "title" and paragraph.level > highest else line


def _text(paragraphs: Sequence[WordParagraph]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs)


def _lines(paragraphs: Sequence[WordParagraph]) -> list[DocumentLine]:
    usual = _usual_type(paragraphs)
    lines: list[DocumentLine] = []
    start = 0
    for paragraph in paragraphs:
        end = start + len(paragraph.text)
        prominence = max(0.0, paragraph.size - usual.size)
        prominence += 0.5 * (paragraph.bold and not usual.bold) + 0.5 * (
            paragraph.centred and not usual.centred
        )
        lines.append(DocumentLine(paragraph.text, start, end, paragraph.role, prominence))
        start = end + 1
    return lines


def _usual_type(paragraphs: Sequence[WordParagraph]) -> WordParagraph:
    """A paragraph set like most of the text."""
    characters: Counter[tuple[float, bool, bool]] = Counter()
    for paragraph in paragraphs:
        characters[paragraph.size, paragraph.bold, paragraph.centred] += len(paragraph.text)
    if not characters:
        return WordParagraph("")
    size, bold, centred = characters.most_common(1)[0][0]
    return WordParagraph("", size=size, bold=bold, centred=centred)


def _starts(paragraphs: Sequence[WordParagraph], lines: Sequence[DocumentLine]) -> list[int]:
    """Where articles begin, if there are several; else nothing."""
    for levels in ((0,), (1,)):
        titles = [at for at, p in enumerate(paragraphs) if p.level in levels and _may_be_title(lines[at])]
        if len(titles) > 1 and _all_have_text(titles, lines):
            before = lines[: titles[0]]
            return titles if not any(_is_text(line) for line in before) else []
    if any(paragraph.level <= 1 for paragraph in paragraphs):
        return []
    return _unstyled_starts(paragraphs, lines)


def _may_be_title(line: DocumentLine) -> bool:
    return number_of(line.text) is None and line.width >= _SHORTEST_HEADLINE


def _all_have_text(titles: Sequence[int], lines: Sequence[DocumentLine]) -> bool:
    ends = [*titles[1:], len(lines)]
    return all(
        any(_is_text(line) for line in lines[at + 1 : end]) for at, end in zip(titles, ends, strict=True)
    )


def _is_text(line: DocumentLine) -> bool:
    return line.role == "text" and len(line.text) >= _LEAST_TEXT and opening_kind(line) == "text"


def _unstyled_starts(paragraphs: Sequence[WordParagraph], lines: Sequence[DocumentLine]) -> list[int]:
    """Where articles begin in a document without styles: at lines set like the first headline, or after a page break."""
    starts = [0]
    first = max(range(min(_NEAR, len(lines))), key=lambda at: lines[at].prominence, default=0)
    for at in range(1, len(lines)):
        if not _is_headline(lines, at) or not any(map(_is_text, lines[starts[-1] : at])):
            continue
        same = lines[first].prominence > _ENOUGH_LARGER and _set_alike(paragraphs[at], paragraphs[first])
        if paragraphs[at].begins_page or same:
            starts.append(at)
    return starts if len(starts) > 1 else []


def _is_headline(lines: Sequence[DocumentLine], at: int) -> bool:
    """Whether a line can be the first of an article: a headline or letterhead, soon followed by text."""
    line = lines[at]
    if opening_kind(line) not in ("display", "letterhead", "mark") or line.text.startswith(
        ("附件", "附表", "附：")
    ):
        return False
    return line.width >= _SHORTEST_HEADLINE and any(map(_is_text, lines[at + 1 : at + _NEAR]))


def _set_alike(paragraph: WordParagraph, other: WordParagraph) -> bool:
    return (paragraph.size, paragraph.bold, paragraph.centred) == (other.size, other.bold, other.centred)
