"""An article: as read from a file, as a version in the archive, and the passages of its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

FieldName = Literal["text", "headline", "subheadline", "column", "byline"]
FIELDS: tuple[FieldName, ...] = ("text", "headline", "subheadline", "column", "byline")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Where part of a field comes from in the source file.

    ``[start, end)`` of the field was made from ``[raw_start, raw_end)`` of the decoded file; both count code points.
    """

    field: FieldName
    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Jump:
    """A printed mark that an article goes on on another page (`to`) or begins on another (`from`): ``下转第4版``, ``From A1``.

    Attributes:
        page: that page's number, ``4`` or ``A4``.
        on: number of the page that the mark is printed on; empty if it is the article's own page.
    """

    direction: Literal["to", "from"]
    page: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as read from a file, before the archive has given it an id."""

    text: str
    headline: str = ""
    subheadline: str = ""
    column: str = ""
    byline: str = ""
    date: date | None = None
    paper: str = ""
    page: str = ""
    section: str = ""
    url: str = ""
    lang: str = ""
    source_id: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, as printed. ``version[field][start:end] == quote`` for every citation.

    Attributes:
        quote_only: a sentence of it may be quoted, but residents never see the whole text (agency copy).
        jumps: marks that lead to its other parts, which are articles of their own if they were read from other files.
    """

    article_id: str
    version: int
    text: str
    headline: str
    subheadline: str
    column: str
    byline: str
    date: date | None
    paper: str
    page: str
    section: str
    url: str
    lang: str
    source: str
    source_id: str
    source_sha256: str
    paragraphs: tuple[Paragraph, ...]
    added_at: datetime
    quote_only: bool = False
    jumps: tuple[Jump, ...] = ()

    def __getitem__(self, name: FieldName) -> str:
        value: str = getattr(self, name)
        return value


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences of a version's text; the unit of search.

    Attributes:
        passage_id: assigned by the archive, never reused.
        text: ``version.text[start:end]``.
        version: the whole version of the article it is part of.
    """

    passage_id: int
    start: int
    end: int
    version: Version = field(repr=False)

    @property
    def text(self) -> str:
        return self.version.text[self.start : self.end]
