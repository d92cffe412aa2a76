"""Splits a printed page (of a PDF or a scan) into its articles, by the places and sizes of its lines.

The steps: `jumps` (marks that lead to other pages) -> `edges` (running heads) -> `panels` (frames and tints) -> `stacks` (lines
of one size below each other) -> `blocks` (running text, display type, captions, adverts) -> `links` (which headline heads which
text, and where it goes on) -> `paragraphs` and `roles` -> articles, whose drafts are made as those of page text are. Nothing is
specific to one paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.clean import clean_line
from ingest.metadata import read_furniture
from ingest.page.body import AssembledArticle, BodyParagraph
from ingest.page.columns import Block
from ingest.page.display_lines import display_line
from ingest.page.drafts import Leftover, PageSplit, draft_of
from ingest.page.geometry.blocks import find_blocks
from ingest.page.geometry.bylines import add_bylines
from ingest.page.geometry.edges import find_furniture
from ingest.page.geometry.jumps import rows_of
from ingest.page.geometry.links import Chain, find_chains
from ingest.page.geometry.panels import find_panels
from ingest.page.geometry.paragraphs import paragraphs
from ingest.page.geometry.roles import Roles
from ingest.page.geometry.stacks import Row, body_size, find_stacks, surroundings
from ingest.page.headlines import Role
from ingest.page.lines import Line
from ingest.page.printed import PrintedLine, PrintedPage
from rag.schema import Jump

MOST_LINES = 8_000  # of one page; a full broadsheet has some 1,500
MOST_STACKS = 1_200  # of one page; a full broadsheet has some 200, and with far more it is no newspaper page

__all__ = ["PlacedText", "PrintedSplit", "split_printed"]


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A printed line that is ``[start, end)`` of the page's text, in code points."""

    start: int
    end: int
    line: PrintedLine


@dataclass(frozen=True, slots=True)
class PrintedSplit:
    """A page's articles, and its text, in which their raw offsets count.

    Attributes:
        text: all lines of the page, article by article, then what is in none.
        places: of each line of the text, in order.
    """

    split: PageSplit
    text: str
    places: tuple[PlacedText, ...]


@dataclass(frozen=True)
class _Sorted:
    """An article's rows by what they are."""

    titles: list[tuple[Row, Role]]
    paragraphs: list[list[Row]]

    def rows(self) -> Iterator[Row]:
        yield from (row for row, _ in self.titles)
        for paragraph in self.paragraphs:
            yield from paragraph

    def jumps(self) -> Iterator[Jump]:
        return (row.jump for row in self.rows() if row.jump is not None)


def split_printed(page: PrintedPage) -> PrintedSplit:
    """Split a printed page into articles, in the order of the page. Never raises."""
    rows = rows_of(page.lines)
    furniture = find_furniture([row for row in rows if not row.is_jump], page)
    known = set(map(id, furniture))
    others = [row for row in rows if id(row) not in known]
    content = [row for row in others if not row.is_jump]
    articles = _articles(content, page) if len(content) <= MOST_LINES else []
    used = {id(row) for article in articles for row in article.rows()}
    rest = [row for row in _in_reading_order(others) if id(row) not in used]
    printed = (*(row for article in articles for row in article.rows()), *furniture, *rest)
    ordered = list({id(row): row for row in printed}.values())
    text, places = _text(ordered)
    lines = {id(row): _line(text, place) for row, place in zip(ordered, places, strict=True)}
    said = read_furniture([row.line.spaced.text for row in furniture if not row.line.is_jump])
    body_text = "\n".join(
        lines[id(row)].text for article in articles for p in article.paragraphs for row in p
    )
    drafts = tuple(
        draft_of(_assembled(article, lines, body_text), said, jumps=article.jumps()) for article in articles
    )
    leftover = tuple(
        Leftover(place.line.text.strip(), place.start, place.end)
        for row, place in zip(ordered, places, strict=True)
        if id(row) not in used
    )
    return PrintedSplit(PageSplit(drafts, leftover, said), text, places)


def _articles(rows: list[Row], page: PrintedPage) -> list[_Sorted]:
    usual = body_size(rows)
    around = surroundings(page, find_panels(page))
    stacks = find_stacks(rows, around, usual)
    if len(stacks) > MOST_STACKS:
        return []
    blocks = find_blocks(stacks, around, usual)
    chains = find_chains(blocks, around, usual)
    add_bylines(chains, blocks.bylines)
    roles = Roles(chains, blocks.titles, around.panels)
    chains.sort(key=_place)
    return [_Sorted(roles.read(chain), paragraphs(chain)) for chain in chains]


def _place(chain: Chain) -> tuple[float, float]:
    first = chain.title.box if chain.title is not None else chain.segments[0].box
    return min(first.top, chain.segments[0].box.top), first.left


def _in_reading_order(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.box.top, row.box.left))


def _text(rows: Sequence[Row]) -> tuple[str, tuple[PlacedText, ...]]:
    places: list[PlacedText] = []
    start = 0
    for row in rows:
        end = start + len(row.printed.text)
        places.append(PlacedText(start, end, row.printed))
        start = end + 1
    return "\n".join(row.printed.text for row in rows), tuple(places)


def _line(text: str, place: PlacedText) -> Line:
    return Line(clean_line(text, place.start, place.end), 0.0, 0, at_edge=False)


def _assembled(article: _Sorted, lines: dict[int, Line], body_text: str) -> AssembledArticle:
    parts = [BodyParagraph(Block([lines[id(row)] for row in rows], 1.0)) for rows in article.paragraphs]
    roles = tuple((display_line(lines[id(row)], body_text), role) for row, role in article.titles)
    return AssembledArticle(tuple(parts), roles)
