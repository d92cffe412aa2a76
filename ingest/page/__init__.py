"""Splits a newspaper page's raw text into its articles, and keeps where on the page each was printed.

The steps: `text_lines` (the lines in reading order) -> `lines` (each line's repaired text, width and kind) -> `columns`
(which lines are running text) -> `headlines` (whether a display line is a headline, a column title or something else)
and `words` (which body it fits) -> `assembly` (assigns display lines to bodies, for the whole page at once) -> `drafts`,
and `joining` for articles that go on on another page. No order of headline and body is assumed, and nothing is specific
to one paper.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.clean import AlignedText
from ingest.metadata import PageFurniture, read_furniture
from ingest.page.assembly import assemble
from ingest.page.body import AssembledArticle, BodyParagraph, Page
from ingest.page.columns import Block, find_blocks
from ingest.page.display_lines import display_line
from ingest.page.drafts import Leftover, PageSplit, draft_of
from ingest.page.geometry import split_printed
from ingest.page.joining import join_jumps
from ingest.page.lines import Line
from ingest.page.text_lines import read_lines
from rag.schema import Jump

MOST_PAGE_LINES = 20_000  # a whole issue has about 8,000; a longer file is no newspaper page and is not split

_TOO_LONG = (
    f"more than {MOST_PAGE_LINES:,} lines are more than a page has. Put each page in a file of its own, or a form feed "
    "between pages."
)
_SIDE_BY_SIDE = (
    "its columns stand side by side and cannot be told apart. Extract the text again without -layout."
)

__all__ = [
    "Leftover",
    "PageFurniture",
    "PageSplit",
    "join_jumps",
    "page_spans",
    "split_page",
    "split_pages",
    "split_printed",
]


def split_pages(raw: str) -> list[PageSplit]:
    """Split a text of one or several pages, with form feeds between them, into the articles of each page.

    Returns:
        The pages that are not empty, as `split_page` does; raw offsets count in the whole text. The parts of an article
        that jumps from page to page are joined.
    """
    pages = [split_page(raw, start, end) for start, end in page_spans(raw)]
    return join_jumps(pages)


def page_spans(raw: str) -> list[tuple[int, int]]:
    """``[start, end)`` of each page that is not empty, in code points."""
    borders = [-1, *(match.start() for match in re.finditer("\f", raw)), len(raw)]
    spans = ((before + 1, end) for before, end in itertools.pairwise(borders))
    return [(start, end) for start, end in spans if raw[start:end].strip()]


def split_page(raw: str, start: int = 0, end: int | None = None) -> PageSplit:
    """Split one page's text, as a PDF-to-text tool writes it, into articles.

    Args:
        raw: decoded text with any line ends and of any length. Takes linear time.
        start, end: the page is ``raw[start:end]``.

    Returns:
        The articles in the order of the page, the text that is in no article, and what the page's furniture says
        about date, page number, section and paper (the articles have these too). Never raises.
    """
    read = read_lines(raw, start, len(raw) if end is None else end)
    lines = read.lines
    furniture = [line for line in lines if line.furniture]
    content = [line for line in lines if not line.furniture and not line.is_icon]
    problem = _TOO_LONG if len(content) > MOST_PAGE_LINES else "" if read.is_in_order else _SIDE_BY_SIDE
    if problem:
        leftover = _leftovers(line.spaced for line in lines)
        return PageSplit((), leftover, PageFurniture(), problem=problem)
    page_furniture = read_furniture([line.spaced.text for line in furniture if not line.is_jump])
    page = _page(find_blocks(content))
    articles = assemble(page, spaced_out=_is_spaced_out(lines))
    drafts = tuple(draft_of(article, page_furniture, raw, _jumps(article)) for article in articles)
    unused = [line.spaced for line in lines if line.furniture or line.is_icon]
    unused.extend(_unused(page, articles))
    return PageSplit(drafts, _leftovers(unused), page_furniture)


def _jumps(article: AssembledArticle) -> Iterator[Jump]:
    """The marks at the ends of an article's part on this page."""
    titles = (line.line for line, _ in article.roles)
    text = (line for paragraph in article.paragraphs for line in paragraph.block.lines)
    lines = (*titles, *text)
    return (line.jump for line in lines if line.jump is not None)


def _page(blocks: Sequence[Block]) -> Page:
    """The paragraphs of a page with the display lines between them."""
    body_text = "\n".join(line.text for block in blocks if block.is_text for line in block.lines)
    page = Page(text=body_text)
    for block in _byline_below_headline(blocks):
        if block.is_text:
            page.paragraphs.append(BodyParagraph(block))
            page.gaps.append([])
        else:
            page.gaps[-1].append(display_line(block.lines[0], body_text))
    return page


def _byline_below_headline(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a byline that stands above the first headline of a page moved below it."""
    display = list(itertools.takewhile(lambda block: not block.is_text, blocks[1:]))
    if not blocks or not blocks[0].lines[0].is_byline or not display or len(display) + 1 == len(blocks):
        return list(blocks)
    return [*display, blocks[0], *blocks[len(display) + 1 :]]


def _is_spaced_out(lines: Sequence[Line]) -> bool:
    """Whether most of a page's lines have an empty line before them."""
    return sum(1 for line in lines if line.blanks_before) * 2 > len(lines)


def _unused(page: Page, articles: Iterable[AssembledArticle]) -> list[AlignedText]:
    """Display lines that became no part of an article, and the icon characters removed from those that did."""
    used = {
        id(line.line): line for article in articles for line, role in article.roles if role != "unassigned"
    }
    closing = {id(line.line) for article in articles for line in article.lines("closing")}
    unassigned = [line for article in articles for line, role in article.roles if role == "unassigned"]
    unused = [
        line.line.spaced
        for line in (*unassigned, *(line for gap in page.gaps for line in gap))
        if id(line.line) not in used
    ]
    unused.extend(icon for line in used.values() if id(line.line) not in closing for icon in line.icons)
    return list({part.raw_start: part for part in unused}.values())


def _leftovers(unused: Iterable[AlignedText]) -> tuple[Leftover, ...]:
    ordered = sorted(unused, key=lambda part: part.raw_start)
    return tuple(Leftover(part.text.strip(), part.raw_start, part.raw_end) for part in ordered)
