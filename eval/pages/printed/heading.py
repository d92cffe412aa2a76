"""Sets the headline of an article with its kicker, sub-headline, column label and byline, as one block."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from eval.pages.printed.content import Heads
from eval.pages.printed.design import Design
from eval.pages.printed.marks import Face, Ground, Mark, Role, TextLine
from eval.pages.printed.typeset import set_paragraph, split_headline, width_em
from ingest.page.printed import Rect

_SMALL = 0.45  # size of a kicker or sub-headline, as a share of the headline's


@dataclass(frozen=True, slots=True)
class Heading:
    """A block of `width` × `height` points; its marks are placed from (0, 0)."""

    marks: list[Mark]
    width: float
    height: float

    def at(self, left: float, top: float) -> list[Mark]:
        return [moved(mark, left, top) for mark in self.marks]


def moved(mark: Mark, right: float, down: float) -> Mark:
    box = mark.box
    return replace(mark, box=Rect(box.left + right, box.top + down, box.right + right, box.bottom + down))


def horizontal(
    heads: Heads, width: float, design: Design, largest: float, number: int, rng: random.Random
) -> Heading:
    """A heading whose lines are `width` points wide at most, one below the other."""
    serif = rng.choice(design.headline_serif)
    align = "center" if design.centred else "left"
    smallest = design.headline_sizes[0]
    lines, size = _broken(heads.headline, width, smallest, largest, design)
    reversed_ = design.headline_marks == "reversed" and rng.random() < 0.35
    face = Face(
        size, serif, bold=True, colour="#fff" if reversed_ else "#000", stretch=design.headline_stretch
    )
    marks: list[Mark] = []
    y = 0.0

    def add(text: str, face: Face, role: Role, leading: float = 1.22) -> None:
        nonlocal y
        doubled = role == "headline" and design.headline_marks == "doubled"
        box = Rect(0, y, width, y + face.size * leading)
        marks.append(TextLine(text, box, face, role, number, align, doubled=doubled))  # type: ignore[arg-type]
        y = box.bottom

    if heads.column:
        y += _label(marks, heads.column, width, design, number)
    small = Face(max(design.body * 1.2, min(size * _SMALL, 18.0)), not serif, colour="#222")
    if heads.subheadline and heads.kicker:
        for line in _lines(heads.subheadline, width, small, design):
            add(line, small, "subheadline", 1.4)
    top = y
    y += 4 if reversed_ else 0
    for line in lines:
        add(line, face, "headline")
    if reversed_:
        y += 4
        marks.insert(0, Ground(Rect(0, top, width, y), colour=rng.choice(("#333", "#7a1f1f", "#1f3d6b"))))
        y += 3
    if heads.subheadline and not heads.kicker:
        for line in _lines(heads.subheadline, width, small, design):
            add(line, small, "subheadline", 1.4)
    if heads.byline and heads.kind in ("top", "bracket"):
        y += 2
        add(heads.byline, Face(design.body, not design.serif), "byline", 1.5)
    return Heading(marks, width, y + design.leading * 0.4)


def upright(heads: Heads, height: float, design: Design, number: int, rng: random.Random) -> Heading | None:
    """A heading whose characters stand below each other; None if it does not suit this headline or place."""
    headline = heads.headline.replace(" ", "")
    if not headline.isalpha() or headline.isascii() or any(char.isascii() for char in headline):
        return None
    smallest, largest = design.headline_sizes
    count = 1 if height / (len(headline) * 1.08) >= smallest else 2
    lines = split_headline(headline, count)
    size = min(largest * 0.8, height / (max(map(len, lines)) * 1.08))
    if size < smallest * 0.8:
        return None
    serif = rng.choice(design.headline_serif)
    sub = heads.subheadline
    small = Face(max(design.body * 1.15, size * _SMALL), not serif, colour="#222")
    if sub and (
        not sub.replace("——", "").isalpha()
        or any(c.isascii() for c in sub)
        or len(sub) * small.size * 1.1 > height
    ):
        return None
    face = Face(size, serif, bold=True)
    columns: list[tuple[str, Face, Role]] = [(line, face, "headline") for line in lines]
    if sub:
        columns = (
            [(sub, small, "subheadline"), *columns]
            if heads.kicker
            else [*columns, (sub, small, "subheadline")]
        )
    marks: list[Mark] = []
    width = sum(face.size * 1.25 for _, face, _ in columns)
    x = width
    for text, face, role in columns:  # from right to left
        x -= face.size * 1.25
        long = len(text) * face.size * 1.05
        marks.append(TextLine(text, Rect(x, 0, x + face.size * 1.25, long), face, role, number, upright=True))
    return Heading(marks, width, max(mark.box.bottom for mark in marks))


def _label(marks: list[Mark], text: str, width: float, design: Design, number: int) -> float:
    """A column label in white on a dark ground, or between two rules; returns its height."""
    size = design.body * 1.25
    wide = min(width, (width_em(text, english=design.english) + 2) * size)
    box = Rect(0, 0, wide, size * 1.6)
    marks.append(
        Ground(box, colour="#444")
        if design.headline_marks == "reversed"
        else Ground(box, edge="0.7pt solid #333")
    )
    colour = "#fff" if design.headline_marks == "reversed" else "#222"
    marks.append(TextLine(text, box, Face(size, serif=False, colour=colour), "column", number, "center"))
    return size * 1.6 + 5


def _lines(text: str, width: float, face: Face, design: Design) -> list[str]:
    """A kicker or sub-headline in as few lines as it needs."""
    for count in (1, 2, 3):
        lines = split_headline(text, count, english=design.english)
        if max(width_em(line, english=design.english) for line in lines) * face.size <= width:
            return lines
    return [line.text for line in set_paragraph(text, width / face.size, indent=0, english=design.english)]


def _broken(
    headline: str, width: float, smallest: float, largest: float, design: Design
) -> tuple[list[str], float]:
    """The lines of a headline and their size: as few lines as fit at a good size."""
    good = smallest * 1.15
    for count in (1, 2, 3, 4, 5):
        lines = split_headline(headline, count, english=design.english)
        widest = max(width_em(line, english=design.english) for line in lines) * design.headline_stretch
        size = min(largest, 0.97 * width / widest)
        if size >= good or count == 5:
            return lines, size
        good = smallest * (1 if count < 3 else 0.85)
    raise AssertionError("the loop returns")
