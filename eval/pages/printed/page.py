"""Composes a page: its regions, the articles in them, frames, adverts and the running head."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from eval.pages.news import Story
from eval.pages.printed.briefs import set_briefs
from eval.pages.printed.columns import Columns
from eval.pages.printed.design import Design
from eval.pages.printed.furniture import advert, draw_issue, frame
from eval.pages.printed.marks import DesignedPage, Ground, Mark, SetArticle, TextLine
from eval.pages.printed.regions import Cells, Grid, Region, divide
from eval.pages.printed.setting import set_article
from ingest.page.printed import Rect

_FEWEST_ADVERT_ROWS = 8
_PADDING = 9.0  # between a frame and its text
_EDGES = {
    "solid": "0.8pt solid #333",
    "double": "2.5pt double #333",
    "rounded": "0.8pt solid #555",
    "dashed": "0.8pt dashed #444",
    "none": "",
}
_TINTS = ("#eef3f7", "#f7efe2", "#eeeeee", "#eaf4ea", "#fbeeee")


def make_page(design: Design, source: Sequence[Story], rng: random.Random) -> DesignedPage:
    """One page, with stories drawn from `source`, each at most once."""
    stories = rng.sample(source, min(len(source), 80))
    head = frame(design, draw_issue(design, rng), rng)
    grid = grid_of(head.body, rng.choice(design.columns), design)
    marks = list(head.marks)
    rows = rng.randint(*design.adverts)
    if rows >= _FEWEST_ADVERT_ROWS:
        marks += _adverts(grid, rows, design, rng)
        grid = replace(grid, rows=grid.rows - rows - 2)
    division = divide(grid, design, rng)
    articles: list[SetArticle] = []
    boxes: list[Rect] = []
    brief = _brief_region(division.regions, design, rng)
    for region in division.regions:
        if region is brief:
            area = grid.rect(region.cells)
            columns = Columns(_padded(area), region.cells.columns, grid.gutter, grid.leading)
            short = set_briefs(columns, [stories.pop() for _ in range(12)], design, len(articles), rng)
            if len(short) > 1:
                short[0].marks.insert(0, Ground(area, edge=_EDGES[design.frame] or "0.6pt solid #777"))
                boxes.append(area)
                articles += short
                continue
        first = not articles and design.lead > 0
        placed = _place(region, grid, design, stories, len(articles), rng, boxes, leading=first)
        if placed is None:
            marks += advert(grid.rect(region.cells), design, rng)
            boxes.append(grid.rect(region.cells))
        else:
            articles.append(placed)
    marks += _separators(division.borders, boxes, design)
    marks += [mark for article in articles for mark in article.marks]
    printed_beside = tuple(_beside(article.marks) for article in articles)
    return DesignedPage(
        design.name,
        design.size,
        tuple(_ordered(marks, design, rng)),
        tuple(article.truth for article in articles),
        printed_beside,
    )


def grid_of(body: Rect, columns: int, design: Design) -> Grid:
    width = (body.right - body.left + design.gutter) / columns - design.gutter
    rows = int((body.bottom - body.top) / design.leading)
    return Grid(body.left, body.top, columns, rows, width, design.gutter, design.leading)


def _place(
    region: Region,
    grid: Grid,
    design: Design,
    stories: list[Story],
    number: int,
    rng: random.Random,
    boxes: list[Rect],
    *,
    leading: bool,
) -> SetArticle | None:
    """An article in a region, in a frame or not; None if the region is too small for one."""
    area = grid.rect(region.cells)
    room = region.cells.columns * region.cells.rows * grid.width / design.body
    story = take(stories, room * (1.6 if design.english else 0.7))
    if region.hole is None and not leading and rng.random() < design.boxed:
        count = region.cells.columns
        if rng.random() < design.remeasured:
            count = max(1, count + rng.choice((-1, 1)) if count > 1 else 1)
        article = set_article(
            Columns(_padded(area), count, grid.gutter, grid.leading), story, design, number, rng
        )
        if article is not None:
            boxes.append(area)
            tint = rng.choice(_TINTS) if rng.random() < design.tinted else ""
            radius = 8.0 if design.frame == "rounded" else 0.0
            article.marks.insert(0, Ground(area, tint, _EDGES[design.frame], radius))
        return article
    holes = () if region.hole is None else (grid.rect(region.hole),)
    columns = Columns(area, region.cells.columns, grid.gutter, grid.leading, holes)
    return set_article(columns, story, design, number, rng, leading=leading)


def _padded(area: Rect) -> Rect:
    return Rect(area.left + _PADDING, area.top + _PADDING, area.right - _PADDING, area.bottom - _PADDING)


def _brief_region(regions: Sequence[Region], design: Design, rng: random.Random) -> Region | None:
    """A region for a box of short news: not the first, high rather than wide."""
    suited = [region for region in regions[1:] if region.hole is None and region.cells.columns <= 2]
    return rng.choice(suited) if suited and rng.random() < design.briefs else None


def _beside(marks: Sequence[Mark]) -> str:
    lines = [mark for mark in marks if isinstance(mark, TextLine) and mark.role in ("caption", "byline")]
    return "".join(line.text for line in lines)


def take(stories: list[Story], characters: float) -> Story:
    """Remove and return the first of the next few stories that is long enough, or else the longest."""
    lengths = [sum(map(len, story.sentences)) for story in stories[:12]]
    chosen = next(
        (i for i, length in enumerate(lengths) if length >= characters), lengths.index(max(lengths))
    )
    return stories.pop(chosen)


def _adverts(grid: Grid, rows: int, design: Design, rng: random.Random) -> list[Mark]:
    """One to three adverts beside each other at the foot."""
    count = rng.randint(1, min(3, grid.columns))
    cuts = [0, *sorted(rng.sample(range(1, grid.columns), count - 1)), grid.columns]
    cells = [Cells(a, grid.rows - rows, b, grid.rows) for a, b in pairwise(cuts)]
    return [mark for part in cells for mark in advert(grid.rect(part), design, rng)]


def _separators(borders: Sequence[Rect], boxes: Sequence[Rect], design: Design) -> list[Mark]:
    """Rules between articles, but for those along a frame."""
    if design.separator == "space":
        return []
    edge = f"0.6pt {'dashed' if design.separator == 'dashed' else 'solid'} #555"
    return [Ground(border, edge=edge) for border in borders if not any(_along(border, box) for box in boxes)]


def _along(border: Rect, box: Rect) -> bool:
    near = 20.0
    return (
        border.left < box.right + near
        and border.right > box.left - near
        and border.top < box.bottom + near
        and border.bottom > box.top - near
    )


def _ordered(marks: Sequence[Mark], design: Design, rng: random.Random) -> list[Mark]:
    """The marks in the order in which the PDF has them; grounds and frames come first, so that they cover no text."""
    grounds = [mark for mark in marks if isinstance(mark, Ground)]
    rest = [mark for mark in marks if not isinstance(mark, Ground)]
    if design.order == "random":
        rng.shuffle(rest)
    elif design.order == "kind":
        rest.sort(key=lambda mark: mark.role if isinstance(mark, TextLine) else "")
    return [*grounds, *rest]
