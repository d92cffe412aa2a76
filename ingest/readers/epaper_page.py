"""Reads the file of a page of a Chinese e-paper, such as ``node_2.htm``: what is printed where, and its page number.

The page's picture has an image map, each area of which links the file of an article. Pictures and articles are beside
the file or, in the usual sites (``html/2024-03/18/node_2.htm``, ``pc/layout/202403/18/node_01.html``), in folders that
branch off above the folders of month and day. Nothing outside the site is ever read.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ingest.metadata import printed_date
from ingest.readers.base import FileUnreadable
from ingest.readers.epaper_article import property_date, property_fields
from ingest.readers.html_source import LARGEST_HTML, parse_html, read_html, shown_text, title_of
from rag.schema import WendaError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_LINKS = 1000  # from a page to articles

_PAGE_FILE = re.compile(r"^(?:node_|nbs\.|layout_|l\d)[\w.-]*\.s?html?$", re.I)
_ARTICLE_FILE = re.compile(r"^(?:content_|nw\.|c\d)[\w.-]*\.s?html?$", re.I)
_IMAGE = re.compile(r"""<img\b[^<>]{0,2000}?\bsrc\s*=\s*["']?([^"'\s<>]{1,300})""", re.I)
_HTML_FILE = re.compile(r"\.s?html?$", re.I)
_AREA = re.compile(r"""<area\b[^<>]{0,8000}?\bhref\s*=\s*["']?([^"'\s<>]{1,300})""", re.I)
_LINK = re.compile(r"""<a\b[^<>]{0,2000}?\bhref\s*=\s*["']?([^"'\s<>]{1,300})""", re.I)
_MONTH = re.compile(r"^(?P<y>(?:19|20)\d\d)[-_]?(?P<m>\d\d)$")
_DAY = re.compile(r"^\d\d$")
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


def is_page_file(head: str, name: str) -> bool:
    """Whether a file, of which this is the beginning, is an e-paper's page: its image map, or if it has the name of a page
    any of its links, leads to articles. An article's file often has the map of its page too."""
    if _ARTICLE_FILE.match(name):
        return False
    mapped, named = _AREA.findall(head), is_named_page(name)
    links = [*mapped, *(_LINK.findall(head) if named else ())]
    return any(_is_article(_file_name(link), mapped=named and link in mapped) for link in links[:MOST_LINKS])


def is_named_page(name: str) -> bool:
    """Whether a file has the name of an e-paper's page."""
    return _PAGE_FILE.match(name) is not None


def page_of(path: Path) -> Path | None:
    """The file of the page that an article's file is printed on; None if no page of its site links it.

    Raises:
        OSError
    """
    if not _HTML_FILE.search(path.name) or _PAGE_FILE.match(path.name):
        return None
    target = path.resolve()
    for page in _page_files(path.absolute().parent):
        status = page.stat()
        if target in _linked_files(page, status.st_mtime_ns, status.st_size):
            return page
    return None


def pictures_of(page: Path) -> frozenset[Path]:
    """The picture files that a page file shows.

    Raises:
        OSError
    """
    try:
        _, html, _ = read_html(page)
    except WendaError:
        return frozenset()
    files = (_file(page, unescape(link)) for link in _IMAGE.findall(html)[:MOST_LINKS])
    return frozenset(file for file in files if file is not None)


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
        or _day_of_folder(path)
        or printed_date(_text_outside_links(tree)[:4000]),
        page=page,
        section=section,
        paper=fields.get("papername", "") or (paper["paper"] if paper else ""),
    )


# --- the files of a site -----------------------------------------------------------------------------


def _site(path: Path) -> Path:
    """The folder of the whole site that a page's file is in; the file's own folder if that is not of a month and day."""
    folder = path.parent
    if _DAY.match(folder.name) and _MONTH.match(folder.parent.name):
        return folder.parent.parent.parent
    return folder


def _page_files(folder: Path) -> Iterator[Path]:
    """The page files in an article's folder, and in the folders of the same day."""
    folders = [folder]
    site = _site(folder / "x")
    if site != folder:
        day = Path(folder.parent.name, folder.name)
        folders += sorted(
            other / day for other in site.iterdir() if (other / day).is_dir() and other / day != folder
        )
    for each in folders:
        yield from sorted(
            (path for path in each.iterdir() if _PAGE_FILE.match(path.name) and path.is_file()), key=_number
        )


def _number(path: Path) -> tuple[int, str]:
    digits = re.search(r"\d+", path.name)
    return int(digits[0]) if digits and len(digits[0]) < 12 else 0, path.name


@lru_cache(maxsize=1024)
def _linked_files(page: Path, changed: int, size: int) -> frozenset[Path]:
    """The article files that a page file links, as long as it does not change."""
    if size > LARGEST_HTML:
        return frozenset()
    try:
        _, html, _ = read_html(page)
    except WendaError:
        return frozenset()
    mapped = _AREA.findall(html)
    links = (unescape(link) for link in (mapped or _LINK.findall(html))[:MOST_LINKS])
    files = (_file(page, link) for link in links if _is_article(_file_name(link), mapped=bool(mapped)))
    return frozenset(file for file in files if file is not None)


def _is_article(name: str, *, mapped: bool) -> bool:
    """Whether a link with this file name is to an article: any in an image map that is not to another page."""
    if mapped:
        return _HTML_FILE.search(name) is not None and not _PAGE_FILE.match(name)
    return _ARTICLE_FILE.match(name) is not None


def _file_name(link: str) -> str:
    try:
        return unquote(urlsplit(link.strip()).path).rpartition("/")[2]
    except ValueError:
        return ""


def _file(page: Path, link: str) -> Path | None:
    """The file that a link of a page's file leads to; None if it leads out of the site. A web address is beside the file."""
    try:
        parts = urlsplit(link.strip())
        name = unquote(parts.path) if not parts.netloc else _file_name(link)
        if not name or "\x00" in name or parts.scheme not in ("", "http", "https", "file"):
            return None
        target = (page.parent / name.replace("\\", "/")).resolve()
    except (ValueError, OSError):
        return None
    return target if target.is_relative_to(_site(page.absolute()).resolve()) else None


# --- what is on the page -----------------------------------------------------------------------------


def _areas(path: Path, tree: HtmlElement) -> tuple[tuple[Area, ...], tuple[str, ...]]:
    """The articles of the image map, or, if there is no map, of the links; and the links that lead out of the site."""
    titles = {link.get("href", ""): shown_text(link) for link in tree.iter("a") if shown_text(link)}
    mapped = [area for area in tree.iter("area") if area.get("href")]
    linked = mapped or [link for link in tree.iter("a") if link.get("href")]
    found: dict[Path, Area] = {}
    outside: list[str] = []
    linked = [e for e in linked if _is_article(_file_name(e.get("href")), mapped=bool(mapped))]
    if len(linked) > MOST_LINKS:
        raise FileUnreadable(f"it links more than {MOST_LINKS} articles: this is no page of a newspaper.")
    for element in linked:
        href = element.get("href").strip()
        file = _file(path, href)
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
        return _file(path, source), _pixels(image, "width"), _pixels(image, "height")
    return None, 0.0, 0.0


def _pixels(image: HtmlElement, name: str) -> float:
    styled = re.search(rf"(?<![\w-]){name}\s*:\s*(\d+(?:\.\d+)?)px", image.get("style") or "")
    written = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*", image.get(name) or "")
    match = styled or written
    return float(match[1]) if match and len(match[1]) < 12 else 0.0


def _page_name(path: Path, tree: HtmlElement, fields: dict[str, str]) -> tuple[str, str]:
    """Page number (``A02``, ``3``) and section: from the link to this page in the list of pages, else from its text."""
    own = [shown_text(link) for link in tree.iter("a") if _file_name(link.get("href") or "") == path.name]
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


def _day_of_folder(path: Path) -> date | None:
    """The day of the folders that a page's file is in (``2024-03/18``)."""
    folder = path.absolute().parent
    month = _MONTH.match(folder.parent.name)
    try:
        return (
            date(int(month["y"]), int(month["m"]), int(folder.name))
            if month and _DAY.match(folder.name)
            else None
        )
    except ValueError:
        return None
