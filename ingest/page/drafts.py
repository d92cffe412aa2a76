"""Makes drafts of assembled articles: their fields, and where in the page's text each part is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.clean import AlignedText
from ingest.metadata import NamedSpan, PageFurniture, closing_byline, dispatch_byline
from ingest.page.body import AssembledArticle, BodyParagraph
from ingest.page.display_lines import DisplayLine, join_headline
from rag.schema import Draft, FieldName, Jump, Paragraph


@dataclass(frozen=True, slots=True)
class Leftover:
    """Text that is in no article, and where it is in the file: ``[raw_start, raw_end)`` in code points."""

    text: str
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class PageSplit:
    """The articles of a page and the rest. Every Chinese character is in a field of one article or in a leftover.

    Attributes:
        problem: why the page could not be split; then it has no articles.
    """

    articles: tuple[Draft, ...]
    leftover: tuple[Leftover, ...]
    furniture: PageFurniture
    problem: str = ""


def draft_of(
    article: AssembledArticle, furniture: PageFurniture, raw: str = "", jumps: Iterable[Jump] = ()
) -> Draft:
    """An article's draft, with the page's date, paper, number and section.

    Args:
        raw: the text in which raw offsets count, if columns may stand side by side in it.
        jumps: the marks that lead to its parts on other pages.
    """
    text, places = _joined([part.repaired for part in article.all_paragraphs], "\n", "text", raw)
    headline, headline_places = _title(article.lines("headline"), "headline")
    subheadline, subheadline_places = _title(article.lines("subheadline"), "subheadline")
    column, column_places = _title(article.lines("column"), "column")
    byline, byline_places = _byline(article.all_paragraphs)
    return Draft(
        text=text,
        headline=headline,
        subheadline=subheadline,
        column=column,
        byline=byline,
        date=furniture.date,
        paper=furniture.paper,
        page=furniture.page,
        section=furniture.section,
        paragraphs=(*places, *headline_places, *subheadline_places, *column_places, *byline_places),
        jumps=tuple(dict.fromkeys(jumps)),
    )


def _joined(
    parts: Sequence[AlignedText], between: str, field: FieldName, raw: str
) -> tuple[str, list[Paragraph]]:
    """The parts joined to one text, and for each part its place in that text and in the file; several places if other
    text is between its lines."""
    texts: list[str] = []
    places: list[Paragraph] = []
    start = 0
    for part in parts:
        if not part.text:
            continue
        for first, last in _runs(part, raw):
            run = part.cut(first, last)
            places.append(Paragraph(field, start + first, start + last, run.raw_start, run.raw_end))
        texts.append(part.text)
        start += len(part.text) + len(between)
    return between.join(texts), places


def _runs(part: AlignedText, raw: str) -> Iterable[tuple[int, int]]:
    """The runs ``[first, last)`` of a text that are together in the file: columns may stand side by side there."""
    breaks = (
        i + 1
        for i, (a, b) in enumerate(pairwise(part.offsets))
        if b < a or (b - a > 2 and "\n" in raw[a:b] and any(map(str.isalnum, raw[a + 1 : b])))
    )
    return pairwise([0, *breaks, len(part.text)])


def _title(lines: Sequence[DisplayLine], field: FieldName) -> tuple[str, list[Paragraph]]:
    """A title and, for each line it was printed on, its place. Lines may be far apart on the page."""
    title = join_headline(lines)
    places: list[Paragraph] = []
    first_index = {offset: i for i, offset in reversed(list(enumerate(title.offsets)))}
    for line in lines:
        if line.text:
            start = first_index[line.repaired.offsets[0]]
            places.append(
                Paragraph(
                    field, start, start + len(line.text), line.repaired.raw_start, line.repaired.raw_end
                )
            )
    return title.text, places


def _byline(paragraphs: Sequence[BodyParagraph]) -> tuple[str, list[Paragraph]]:
    """The reporters' names and where they were printed; empty if no names are found."""
    for paragraph, found in _bylines(paragraphs):
        names = paragraph.repaired.cut(found.start, found.end)
        return found.names, [Paragraph("byline", 0, len(found.names), names.raw_start, names.raw_end)]
    return "", []


def _bylines(paragraphs: Sequence[BodyParagraph]) -> Iterable[tuple[BodyParagraph, NamedSpan]]:
    """Bylines, most likely place first: the opening dispatch line, the end, a byline below the headline."""
    candidates = (
        (paragraphs[:1], dispatch_byline),
        (paragraphs[-1:], closing_byline),
        (paragraphs[:1], closing_byline),
        (paragraphs[1:2], dispatch_byline),
    )
    for searched, find in candidates:
        for paragraph in searched:
            if found := find(paragraph.repaired.text):
                yield paragraph, found
