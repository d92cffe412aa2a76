"""Reads a press release or another single article from a text file: the headline, then a paragraph on each line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.clean import damage_note, decode
from ingest.document import DocumentLine, draft_of, plain_lines, printed_lines
from ingest.document.mail_head import without_mail_head
from ingest.document.opening import opening_kind
from ingest.metadata import furniture_kind, is_byline, is_dispatch, number_of, read_furniture
from ingest.readers.base import FileUnreadable, Item, Problem
from ingest.readers.document_articles import document_articles
from ingest.readers.options import ReadOptions
from ingest.readers.text_kinds import head_text, markup_kind, refuse_markup
from rag.archive import SourceFile

LARGEST_RELEASE = 2 << 20  # bytes

_SNIFFED = 20_000  # characters
_WIDEST_COLUMN = 63  # em: a longer line is a paragraph that nothing has wrapped
_NARROWEST_COLUMN = 8  # em
_WIDEST_HEADLINE = 30  # em
_EDGE = 6  # lines
_IN_WHOLE_PARAGRAPHS = 0.4  # share of the text that is in lines which are whole paragraphs


class Release:
    """One article as plain text."""

    name = "text"

    def sniff(self, head: bytes, name: str) -> float:
        if not name.lower().endswith((".txt", ".text")):
            return 0.0
        text = head_text(head)[:_SNIFFED]
        if not text.strip() or markup_kind(text):
            return 0.0
        return 0.7 if is_one_article(text) else 0.3

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """One article, with the date that it prints, else that of the options or of the file's name.

        Raises:
            NotText: the file is binary, or its encoding is unknown.
            FileUnreadable: it is empty, too large, or not plain text.
        """
        if path.stat().st_size > LARGEST_RELEASE:
            raise FileUnreadable(f"too large for one article (over {LARGEST_RELEASE >> 20} MB): split it.")
        data = path.read_bytes()
        raw, encoding = decode(data)
        refuse_markup(raw)
        lines = without_mail_head(plain_lines(raw), options.timezone)
        if not lines:
            raise FileUnreadable("empty.")
        yield SourceFile(path.name, data, encoding)
        if note := damage_note(raw, encoding):
            yield Problem("", note)
        yield from document_articles([draft_of(lines)], path, options)


def is_one_article(text: str) -> bool:
    """Whether a text is rather one article, with a paragraph on each line, than the text of a newspaper page.

    A page has narrow lines, most of which end in the middle of a sentence; several dispatch lines or bylines; headlines
    between its texts; a masthead or a page number.
    """
    if "\f" in text.strip():
        return False
    printed = printed_lines(text)
    lines = plain_lines(text)
    return (
        _ends_sentences(lines)
        and not _is_page(lines)
        and (lines == printed or not _has_inner_headline(lines))
    )


def _ends_sentences(lines: Sequence[DocumentLine]) -> bool:
    """Whether much of a text is in lines that end a sentence, or are too wide for a column."""
    wide = [line for line in lines if line.width >= _NARROWEST_COLUMN and not _stands_alone(line)]
    whole = [line for line in wide if line.ends_sentence or line.width > _WIDEST_COLUMN]
    return bool(whole) and sum(map(_width, whole)) >= _IN_WHOLE_PARAGRAPHS * sum(map(_width, wide))


def _stands_alone(line: DocumentLine) -> bool:
    """Whether a line is whole without ending a sentence: a numbered sub-head, a letterhead, an entry, an address."""
    if line.ends_sentence or line.width > _WIDEST_HEADLINE:
        return False
    kind = opening_kind(line)
    return (
        kind in ("details", "contact", "letterhead", "mark")
        or bool(number_of(line.text))
        or line.text[-1] in ":："
    )


def _width(line: DocumentLine) -> float:
    return line.width


def _is_page(lines: Sequence[DocumentLine]) -> bool:
    """Whether there is a page's furniture, or the beginnings of several articles."""
    edges = {id(line) for line in (*lines[:_EDGE], *lines[-_EDGE:])}
    furniture = read_furniture(
        [line.text for line in lines if furniture_kind(line.text, at_edge=id(line) in edges)]
    )
    starts = sum(is_dispatch(line.text) or line.text.startswith("【本") for line in lines)
    bylines = sum(is_byline(line.text) for line in lines)
    has_masthead = bool(furniture.page or (furniture.paper and furniture.date))
    return has_masthead or starts > 1 or bylines > 1


def _has_inner_headline(lines: Sequence[DocumentLine]) -> bool:
    """Whether a line between two paragraphs can be a headline."""
    texts = [at for at, line in enumerate(lines) if line.ends_sentence and line.width > _WIDEST_HEADLINE]
    return any(
        opening_kind(line) == "display" and line.width >= _NARROWEST_COLUMN
        for line in lines[min(texts, default=0) : max(texts, default=0)]
    )
