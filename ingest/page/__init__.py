"""A newspaper page's raw text -> its articles, with their place on the page.

The way through: `lines` (repaired text, width, kind) -> `columns` (which lines are running text) -> `headlines`
(what the display lines are) and `words` (whom they speak of) -> `assembly` (whose they are, for the whole page
at once) -> drafts. Nothing here knows an order of headline and body, or any page in particular.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.clean import Printed
from ingest.metadata import NamedSpan, PageFurniture, closing_byline, dispatch_byline, read_furniture
from ingest.page.assembly import assemble
from ingest.page.body import Assembled, Page, Text
from ingest.page.columns import Block, find_blocks
from ingest.page.display_lines import DisplayLine, display_line, join_headline
from ingest.page.lines import Line, read_lines
from rag.schema import Draft, FieldName, Paragraph

MOST_LINES = 20_000  # a whole issue has some 8,000; what is longer is no newspaper and is left over unread

__all__ = ["Leftover", "PageFurniture", "PageSplit", "split_page"]


@dataclass(frozen=True, slots=True)
class Leftover:
    """Text of a page that is in no article; printed in ``[raw_start, raw_end)`` of the file (code points)."""

    text: str
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class PageSplit:
    """A page taken apart. Every Chinese character of the page is in one article's fields or in a leftover."""

    articles: tuple[Draft, ...]
    leftover: tuple[Leftover, ...]
    furniture: PageFurniture


def split_page(raw: str) -> PageSplit:
    """The articles of one page, from its text as a PDF-to-text step leaves it.

    Args:
        raw: the decoded text of one page; any line ends, any length. Time is linear in it.

    Returns:
        The articles in the order of the page, everything that is in none of them, and what the page's own
        furniture says (its date, page, section and paper are put into the articles too). Never raises.
    """
    lines = read_lines(raw)
    furniture = [line for line in lines if line.furniture]
    content = [line for line in lines if not line.furniture and not line.is_icon]
    if len(content) > MOST_LINES:
        return PageSplit((), _leftovers(line.spaced for line in lines), PageFurniture())
    facts = read_furniture([line.spaced.text for line in furniture])
    page = _page(find_blocks(content))
    articles = assemble(page, spaced_out=_is_spaced_out(lines))
    drafts = tuple(_draft(article, facts) for article in articles)
    spare = [line.spaced for line in lines if line.furniture or line.is_icon]
    spare.extend(_unused(page, articles))
    return PageSplit(drafts, _leftovers(spare), facts)


def _page(blocks: Sequence[Block]) -> Page:
    """Paragraphs with the display lines between them; a byline alone among display lines is the body's above."""
    body_text = "\n".join(line.text for block in blocks if block.is_text for line in block.lines)
    page = Page(text=body_text)
    for block in blocks:
        if block.is_text:
            page.texts.append(Text(block))
            page.gaps.append([])
        else:
            page.gaps[-1].append(display_line(block.lines[0], body_text))
    return page


def _is_spaced_out(lines: Sequence[Line]) -> bool:
    """Whether empty lines stand between most of a page's lines."""
    return sum(1 for line in lines if line.blanks_before) * 2 > len(lines)


def _unused(page: Page, articles: Iterable[Assembled]) -> list[Printed]:
    """Display lines in no article, or of no role in theirs, and the icons beside the others."""
    used = {id(line.line): line for article in articles for line, role in article.roles if role != "rest"}
    closing = {id(line.line) for article in articles for line in article.lines("closing")}
    of_no_role = [line for article in articles for line, role in article.roles if role == "rest"]
    spare = [
        line.line.spaced
        for line in (*of_no_role, *(line for gap in page.gaps for line in gap))
        if id(line.line) not in used
    ]
    spare.extend(icon for line in used.values() if id(line.line) not in closing for icon in line.icons)
    return list({part.raw_start: part for part in spare}.values())


def _leftovers(spare: Iterable[Printed]) -> tuple[Leftover, ...]:
    ordered = sorted(spare, key=lambda part: part.raw_start)
    return tuple(Leftover(part.text.strip(), part.raw_start, part.raw_end) for part in ordered)


# --- drafts ------------------------------------------------------------------------------------------


def _draft(article: Assembled, facts: PageFurniture) -> Draft:
    text, places = _joined([part.printed for part in article.texts], "\n", "text")
    headline, headline_places = _title(article.lines("headline"), "headline")
    subheadline, subheadline_places = _title(article.lines("subheadline"), "subheadline")
    column, column_places = _title(article.lines("column"), "column")
    byline, byline_places = _byline(article.texts)
    return Draft(
        text=text,
        headline=headline,
        subheadline=subheadline,
        column=column,
        byline=byline,
        date=facts.date,
        paper=facts.paper,
        page=facts.page,
        section=facts.section,
        paragraphs=(*places, *headline_places, *subheadline_places, *column_places, *byline_places),
    )


def _joined(parts: Sequence[Printed], between: str, field: FieldName) -> tuple[str, list[Paragraph]]:
    """The parts as one text, and where each of them stands in it and on the page."""
    texts: list[str] = []
    places: list[Paragraph] = []
    start = 0
    for part in parts:
        if not part.text:
            continue
        end = start + len(part.text)
        places.append(Paragraph(field, start, end, part.raw_start, part.raw_end))
        texts.append(part.text)
        start = end + len(between)
    return between.join(texts), places


def _title(lines: Sequence[DisplayLine], field: FieldName) -> tuple[str, list[Paragraph]]:
    """A title and, for each of the lines it was broken into, its place. Lines far apart on the page stay so."""
    title = join_headline(lines)
    places: list[Paragraph] = []
    at = {place: i for i, place in reversed(list(enumerate(title.at)))}
    for line in lines:
        if line.text:
            start = at[line.printed.at[0]]
            places.append(
                Paragraph(field, start, start + len(line.text), line.printed.raw_start, line.printed.raw_end)
            )
    return title.text, places


def _byline(texts: Sequence[Text]) -> tuple[str, list[Paragraph]]:
    """Names from the end byline, else from the dispatch line; and where they were printed."""
    for text, found in _named(texts):
        names = text.printed.cut(found.start, found.end)
        return found.names, [Paragraph("byline", 0, len(found.names), names.raw_start, names.raw_end)]
    return "", []


def _named(texts: Sequence[Text]) -> Iterable[tuple[Text, NamedSpan]]:
    """Who is named, the likeliest place first: the opening dispatch, the end, a byline under the headline."""
    candidates = (
        (texts[:1], dispatch_byline),
        (texts[-1:], closing_byline),
        (texts[:1], closing_byline),
        (texts[1:2], dispatch_byline),
    )
    for some, find in candidates:
        for text in some:
            if found := find(text.printed.text):
                yield text, found
