"""Sets an article into its region: heading, picture and columns of text, each line at an exact place."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace

from eval.pages.news import Story
from eval.pages.printed import heading
from eval.pages.printed.columns import FEWEST_LINES, Columns, Piece
from eval.pages.printed.content import Heads, Paragraph, draw_heads, fit, truth_of
from eval.pages.printed.design import Design
from eval.pages.printed.marks import Face, Ground, Mark, SetArticle, TextLine
from eval.pages.printed.pictures import place_picture
from ingest.page.printed import Rect

_FEWEST_CAPACITY = 9


def set_article(
    columns: Columns, story: Story, design: Design, number: int, rng: random.Random, *, leading: bool = False
) -> SetArticle | None:
    """An article in its columns; None if there is no room for any text of it.

    Args:
        columns: with a hole where a neighbour stands.
        number: of the article on its page.
        leading: whether it is the page's first article, with the largest headline.
    """
    heads = draw_heads(story, design, rng)
    marks, columns = _place_heading(heads, columns, design, number, rng, leading=leading)
    columns, pictures = place_picture(columns, story, design, number, rng)
    pieces = columns.pieces()
    capacity = sum(piece.lines for piece in pieces)
    closing = 1 if heads.kind == "end" else 0
    if capacity < _FEWEST_CAPACITY:
        return None
    width = columns.width / design.body
    paragraphs = fit(story, heads, design, width, capacity - closing, rng)
    if sum(len(paragraph.lines) for paragraph in paragraphs) < 4:
        return None
    text = _flow(paragraphs, heads, _balanced(pieces, paragraphs, closing, columns), design, number)
    if design.column_rules:
        marks += _column_rules(columns, text)
    return SetArticle(truth_of(heads, paragraphs), [*marks, *text, *pictures])


# --- heading -----------------------------------------------------------------------------------------


def _place_heading(
    heads: Heads, columns: Columns, design: Design, number: int, rng: random.Random, *, leading: bool
) -> tuple[list[Mark], Columns]:
    """The heading in its place, and the columns that it leaves for the text."""
    area = columns.area
    kinds = [kind for kind in design.headlines if not (leading and kind.startswith("upright"))]
    kind = rng.choices(kinds, [design.headlines[kind] for kind in kinds])[0] if kinds else "across"
    if kind == "upright" and not columns.holes and (placed := _at_side(heads, columns, design, number, rng)):
        return placed
    if kind == "upright inside" and (placed := _inside(heads, columns, design, number, rng)):
        return placed
    first, count = _free_columns(columns)
    if kind == "part" and count >= 3:
        count = rng.randint(math.ceil(count / 2), count - 1)
    left, right = columns.span(first, count)
    largest = design.headline_sizes[1] * (1.0 if leading else rng.uniform(0.55, 0.85))
    block = heading.horizontal(heads, right - left, design, largest, number, rng)
    hole = Rect(left, area.top, right, area.top + block.height)
    return block.at(left, area.top), columns.without(hole)


def _free_columns(columns: Columns) -> tuple[int, int]:
    """The first and the number of the columns whose top no neighbour takes."""
    free = [
        column
        for column in range(columns.count)
        if not any(
            hole.top <= columns.area.top + 1
            and hole.left < columns.span(column, 1)[1] - 1
            and hole.right > columns.span(column, 1)[0] + 1
            for hole in columns.holes
        )
    ]
    return free[0], len(free)


def _at_side(
    heads: Heads, columns: Columns, design: Design, number: int, rng: random.Random
) -> tuple[list[Mark], Columns] | None:
    """An upright heading at the left or right, as high as the article; the columns get narrower."""
    area = columns.area
    heads = replace(heads, column="")
    block = heading.upright(heads, area.bottom - area.top, design, number, rng)
    if block is None or block.width > 0.4 * (area.right - area.left) or heads.kind in ("top", "bracket"):
        return None
    outside = 0.4 * columns.gutter  # further from the neighbour than from its own text
    wide = outside + block.width + columns.gutter * 0.6
    if rng.random() < 0.6:
        rest = Rect(area.left + wide, area.top, area.right, area.bottom)
        left = area.left + outside
    else:
        rest = Rect(area.left, area.top, area.right - wide, area.bottom)
        left = area.right - block.width - outside
    count = max(1, round((rest.right - rest.left) / (columns.width + columns.gutter)))
    top = area.top + rng.choice((0.0, (area.bottom - area.top - block.height) / 2))
    return block.at(left, top), replace(columns, area=rest, count=count)


def _inside(
    heads: Heads, columns: Columns, design: Design, number: int, rng: random.Random
) -> tuple[list[Mark], Columns] | None:
    """An upright heading in whole columns at the top, with text at both sides of it and below."""
    area = columns.area
    if columns.holes or columns.count < 3 or heads.kind in ("top", "bracket"):
        return None
    block = heading.upright(heads, (area.bottom - area.top) * rng.uniform(0.55, 0.8), design, number, rng)
    if block is None:
        return None
    count = math.ceil((block.width + columns.gutter) / (columns.width + columns.gutter))
    if count > columns.count - 2:
        return None
    left, right = columns.span(rng.randint(1, columns.count - count - 1), count)
    hole = Rect(left, area.top, right, area.top + block.height + columns.leading * 0.5)
    return block.at((left + right - block.width) / 2, area.top), columns.without(hole)


# --- text --------------------------------------------------------------------------------------------


def _balanced(
    pieces: Sequence[Piece], paragraphs: Sequence[Paragraph], closing: int, columns: Columns
) -> list[Piece]:
    """The pieces, the last of each column shortened alike by what the text leaves empty."""
    needed = closing + sum(len(p.lines) + p.crosshead for p in paragraphs)
    spare = sum(piece.lines for piece in pieces) - needed
    shorter = list(pieces)
    lasts = [i for i, p in enumerate(pieces) if i + 1 == len(pieces) or pieces[i + 1].left != p.left]
    for i in lasts:
        cut = min(spare // len(lasts), pieces[i].lines - FEWEST_LINES)
        if cut > 0:
            shorter[i] = replace(pieces[i], lines=pieces[i].lines - cut)
    return shorter


def _flow(
    paragraphs: Sequence[Paragraph], heads: Heads, pieces: Sequence[Piece], design: Design, number: int
) -> list[Mark]:
    """The lines of text in their places."""
    slots = iter([(piece, row) for piece in pieces for row in range(piece.lines)])
    face = Face(design.body, design.serif)
    marks: list[Mark] = []
    for paragraph in paragraphs:
        if paragraph.crosshead:
            next(slots)
        for line in paragraph.lines:
            piece, row = next(slots)
            y = piece.top + row * design.leading
            spaces = design.indent == "spaces" and line.indent > 0 and not design.english
            left = piece.left + (0 if spaces else line.indent * design.body)
            box = Rect(left, y, piece.left + piece.width, y + design.leading)
            if paragraph.crosshead:
                bold = Face(design.body * 1.08, serif=False, bold=True)
                marks.append(
                    TextLine(line.text, box, bold, "text", number, "center" if design.centred else "left")
                )
                continue
            space = (box.right - left) / design.body - (line.indent if spaces else 0)
            squeezed = min(0.0, space - line.width) / max(1, len(line.text))
            marks.append(
                TextLine(
                    "\u3000\u3000" * spaces + line.text,
                    box,
                    face,
                    "text",
                    number,
                    "left" if line.last or squeezed else "justify",
                    spacing=squeezed,
                )
            )
    if heads.kind == "end":
        piece, row = next(slots)
        y = piece.top + row * design.leading
        box = Rect(piece.left, y, piece.left + piece.width, y + design.leading)
        byline = Face(design.body, not design.serif)
        marks.append(TextLine(heads.byline, box, byline, "byline", number, "right"))
    return marks


def _column_rules(columns: Columns, text: Sequence[Mark]) -> list[Mark]:
    """A thin line between neighbouring columns that both have text, as high as the text."""
    rules: list[Mark] = []
    for column in range(1, columns.count):
        left, _ = columns.span(column, 1)
        ys = [
            m.box
            for m in text
            if left - columns.width - columns.gutter - 1 <= m.box.left < left + columns.width
        ]
        if ys:
            x = left - columns.gutter / 2
            rules.append(
                Ground(Rect(x, min(b.top for b in ys), x, max(b.bottom for b in ys)), edge="0.4pt solid #999")
            )
    return rules
