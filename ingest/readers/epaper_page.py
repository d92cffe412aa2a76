"""Reads the file of a page of a Chinese e-paper, such as ``node_2.htm``: what is printed where, and its page number.

The page's picture has an image map, each area of which links the file of an article.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.metadata import printed_date
from ingest.readers.base import FileUnreadable
from ingest.readers.epaper_article import property_date, property_fields
from ingest.readers.epaper_site import MOST_LINKS, day_of_folder, file_name, is_article_link, linked_file
from ingest.readers.html_source import parse_html, shown_text, title_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NAME = re.compile(
    r"第?\s*(?P<page>[A-Z]{0,3}\d{1,3})\s*版?\s*(?:[：:|·\s]+|(?<=版))\s*(?P<section>[\u4e00-\u9fffA-Za-z·…/、]{1,16})?"
)
_NUMBERED = re.compile(
    r"第\s*(?P<page>[A-Z]{0,3}\d{1,3})\s*版\s*[：:|·]?\s*(?P<section>[\u4e00-\u9fff·]{1,12})?"
)
_PAPER = re.compile(
    r"(?P<paper>[\u4e00-\u9fff]{1,8}?(?:日报|晚报|晨报|早报|时报|商报|周报|都市报|快报|新报|午报|导报|日報|晚報|時報|报|報))"
    r"(?=社|数字报|电子报|电子版|数字版|[\s\-—_|：:，,]|$)"
)
_COORDINATE = re.compile(r"-?\d{1,6}(?:\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Area:
    """Where an article is printed: its file, and its rectangle in pixels of the picture as the site shows it."""

    file: Path
    title: str
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    def joined(self, other: Area) -> Area:
        """The rectangle around both; of an area without coordinates, the other's."""
        if not other.right:
            return self
        if not self.right:
            return Area(self.file, self.title, other.left, other.top, other.right, other.bottom)
        sides = (
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )
        return Area(self.file, self.title, *sides)


@dataclass(frozen=True, slots=True)
class EPaperPage:
    """A page of an e-paper.

    Attributes:
        areas: its articles in order, each once.
        outside: links of its map that lead out of the site, as written.
        picture: the file of its picture; None if the page names none.
        width, height: in which the areas count; 0 if the picture's own size.
    """

    areas: tuple[Area, ...] = ()
    outside: tuple[str, ...] = ()
    picture: Path | None = None
    width: float = 0.0
    height: float = 0.0
    date: date | None = None
    page: str = ""
    section: str = ""
    paper: str = ""


def read_page(path: Path, html: str, timezone: str) -> EPaperPage:
    """The page of a decoded file.

    Raises:
        FileUnreadable: there is nothing in the file, or far too much.
    """
    tree = parse_html(html)
    fields = property_fields(html)
    areas, outside = _areas(path, tree)
    picture, width, height = _picture(path, tree)
    page, section = _page_name(path, tree, fields)
    paper = _PAPER.search(title_of(tree))
    return EPaperPage(
        areas=areas,
        outside=outside,
        picture=picture,
        width=width,
        height=height,
        date=property_date(fields, timezone)
        or day_of_folder(path)
        or printed_date(_text_outside_links(tree)[:4000]),
        page=page,
        section=section,
        paper=fields.get("papername", "") or (paper["paper"] if paper else ""),
    )


def _areas(path: Path, tree: HtmlElement) -> tuple[tuple[Area, ...], tuple[str, ...]]:
    """The articles of the image map, or, if there is no map, of the links; and the links that lead out of the site."""
    titles = {link.get("href", ""): shown_text(link) for link in tree.iter("a") if shown_text(link)}
    mapped = [area for area in tree.iter("area") if area.get("href")]
    linked = mapped or [link for link in tree.iter("a") if link.get("href")]
    found: dict[Path, Area] = {}
    outside: list[str] = []
    linked = [e for e in linked if is_article_link(e.get("href"), mapped=bool(mapped))]
    if len(linked) > MOST_LINKS:
        raise FileUnreadable(f"it links more than {MOST_LINKS} articles: this is no page of a newspaper.")
    for element in linked:
        href = element.get("href").strip()
        file = linked_file(path, href)
        if file is None:
            outside.append(href)
            continue
        title = titles.get(href) or element.get("title") or element.get("alt") or ""
        area = Area(file, title, *_rectangle(element))
        found[file] = found[file].joined(area) if file in found else area
    return tuple(found.values()), tuple(dict.fromkeys(outside))


def _rectangle(area: HtmlElement) -> tuple[float, ...]:
    """Left, top, right and bottom of an area (a circle's, or of the rectangle around a polygon); nothing if it has none."""
    numbers = [float(number) for number in _COORDINATE.findall(area.get("coords") or "")]
    if (area.get("shape") or "").lower() in ("circle", "circ") and len(numbers) >= 3:
        x, y, radius = numbers[:3]
        numbers = [x - radius, y - radius, x + radius, y + radius]
    across, down = numbers[0::2], numbers[1::2]
    return (min(across), min(down), max(across), max(down)) if len(numbers) >= 4 else ()


def _picture(path: Path, tree: HtmlElement) -> tuple[Path | None, float, float]:
    """The file of the picture with the map, and the size at which it is shown; 0 where that is not said."""
    for image in tree.xpath("//img[@usemap] | //img[@id='mappaper' or @id='page_img']"):
        source = image.get("src") or image.get("data-src") or ""
        return linked_file(path, source), _pixels(image, "width"), _pixels(image, "height")
    return None, 0.0, 0.0


def _pixels(image: HtmlElement, name: str) -> float:
    styled = re.search(rf"(?<![\w-]){name}\s*:\s*(\d+(?:\.\d+)?)px", image.get("style") or "")
    written = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*", image.get(name) or "")
    match = styled or written
    return float(match[1]) if match and len(match[1]) < 12 else 0.0


def _page_name(path: Path, tree: HtmlElement, fields: dict[str, str]) -> tuple[str, str]:
    """Page number (``A02``, ``3``) and section: from the link to this page in the list of pages, else from its text."""
    own = [shown_text(link) for link in tree.iter("a") if file_name(link.get("href") or "") == path.name]
    matches = [_NAME.match(text) for text in own]
    matches.append(_NUMBERED.search(_text_outside_links(tree)))
    page, section = fields.get("pagenum", ""), ""
    for match in matches:
        if match:
            page = page or match["page"]
            section = section or (match["section"] or "").strip("·…/、")
    return str(int(page)) if page.isdigit() else page, section


def _text_outside_links(tree: HtmlElement) -> str:
    from lxml import etree

    tree = copy.deepcopy(tree)
    etree.strip_elements(tree, "a", "select", "head", with_tail=False)
    return shown_text(tree)
