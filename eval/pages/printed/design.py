"""What a newspaper's pages look like: the choices that all pages of one design share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

HeadlineKind = Literal["across", "part", "upright", "upright inside"]
BylineKind = Literal["dispatch", "top", "end", "bracket", "none"]

BROADSHEET = (1105.0, 1545.0)
BERLINER = (893.0, 1332.0)
TABLOID = (765.0, 1105.0)


@dataclass(frozen=True, slots=True)
class Design:
    """A design. Lengths are in points; shares are probabilities from 0 to 1.

    Attributes:
        size: width and height of the page.
        columns: of the page's grid; one of them is drawn for a page.
        gutter: between columns.
        body, leading: font size of running text, and the distance between its lines.
        serif: whether running text is in a serif font; headlines are in the fonts of `headline_serif`, one an article.
        headline_sizes: smallest and largest.
        headline_stretch: width of a headline's characters, as a share of their height.
        headlines: where headlines stand, with weights: over all columns of the article, over some of them with text
            rising beside it, upright at a side, or upright among the text.
        centred: whether headlines are centred.
        headline_marks: "doubled" prints a headline twice, slightly moved (false bold); "reversed" prints some in white on
            a dark band.
        bylines: kinds of bylines, with weights.
        kicker, subheadline, column_label, crossheads: share of articles with one.
        article: typical room for an article with its heading, in characters of its text.
        lead: share of the page's height that its first article takes, over all columns; 0 if there is none.
        boxed: share of articles in a frame; `tinted`: share of those on a coloured ground; `frame`: the frame's line.
        remeasured: share of boxed articles with columns of another width than the page's.
        corner: share of large articles that wrap around a neighbour in a corner.
        picture: share of articles with a picture; `caption`: where its caption stands.
        briefs: share of pages with a box of short news, one below the other.
        adverts: rows of adverts at the foot of the page: fewest and most lines of text high; 0 for none.
        separator: between articles; `column_rules`: thin rules between the columns of an article as well.
        indent: of a paragraph: as place, as two full-width spaces, or none.
        running_head: what stands at the top and foot of the page.
        order: of the page's things in the PDF: as they are read, all of a kind together, or at random.
        english: language of the stories.
        office: set by LibreOffice instead of Chromium: each article in a frame, or all in one flow of columns.
    """

    name: str
    paper: str
    size: tuple[float, float]
    columns: tuple[int, ...]
    body: float = 9.0
    leading: float = 14.0
    gutter: float = 16.0
    margin: float = 46.0
    serif: bool = True
    headline_serif: tuple[bool, ...] = (False,)
    headline_sizes: tuple[float, float] = (18.0, 40.0)
    headline_stretch: float = 1.0
    headlines: dict[HeadlineKind, float] = field(default_factory=lambda: {"across": 1.0})
    centred: bool = True
    headline_marks: Literal["", "doubled", "reversed"] = ""
    bylines: dict[BylineKind, float] = field(
        default_factory=lambda: {"dispatch": 0.7, "top": 0.2, "none": 0.1}
    )
    kicker: float = 0.15
    subheadline: float = 0.2
    column_label: float = 0.1
    crossheads: float = 0.0
    article: float = 800.0
    lead: float = 0.0
    boxed: float = 0.0
    tinted: float = 0.0
    frame: Literal["solid", "double", "rounded", "dashed", "none"] = "solid"
    remeasured: float = 0.0
    corner: float = 0.0
    picture: float = 0.25
    caption: Literal["below", "beside"] = "below"
    briefs: float = 0.0
    adverts: tuple[int, int] = (0, 0)
    separator: Literal["rule", "dashed", "space"] = "rule"
    column_rules: bool = False
    indent: Literal["place", "spaces", "flush"] = "place"
    running_head: Literal["line", "band", "front", "foot", "folio"] = "line"
    order: Literal["read", "kind", "random"] = "read"
    english: bool = False
    office: Literal["", "frames", "flow"] = ""
