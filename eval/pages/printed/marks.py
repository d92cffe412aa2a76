"""The things on a printed page, each at an exact place, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from eval.pages.article import Truth
from ingest.page.printed import Rect

Role = Literal[
    "text", "headline", "subheadline", "column", "byline", "caption", "advert", "furniture", "decoration"
]


@dataclass(frozen=True, slots=True)
class Face:
    """How characters look: size in points, colour as CSS writes it, `stretch` as width through height."""

    size: float
    serif: bool = True
    bold: bool = False
    colour: str = "#000"
    stretch: float = 1.0
    italic: bool = False


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line.

    Attributes:
        box: the line's place; characters are as wide as `face` says, or stretched to the box if it is justified.
        article: number of the article that it is part of, from 0; -1 if none.
        spacing: between characters, in em; negative where punctuation was squeezed in.
        upright: characters stand below each other.
        doubled: printed twice, slightly moved.
    """

    text: str
    box: Rect
    face: Face
    role: Role
    article: int = -1
    align: Literal["justify", "left", "center", "right"] = "left"
    spacing: float = 0.0
    upright: bool = False
    doubled: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """A coloured area, a frame or a rule. `edge` is CSS of a border; empty for none."""

    box: Rect
    colour: str = ""
    edge: str = ""
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture; `seed` chooses one."""

    box: Rect
    seed: int


Mark = TextLine | Ground | Photo


@dataclass(frozen=True, slots=True)
class SetArticle:
    """An article as printed: its fields, and what is printed of it."""

    truth: Truth
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DesignedPage:
    """A page with its true articles.

    Attributes:
        size: width and height in points.
        articles: the fields of each; a line's `article` is an index of these.
        beside: for each article, what is printed with it and may or may not be in its text: captions, a byline.
    """

    design: str
    size: tuple[float, float]
    marks: tuple[Mark, ...]
    articles: tuple[Truth, ...]
    beside: tuple[str, ...]
