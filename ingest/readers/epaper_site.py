"""The files of a saved e-paper: which are pages, which are articles, and what links to what.

Pictures and articles are beside a page's file or, in the usual sites (``html/2024-03/18/node_2.htm``,
``pc/layout/202403/18/node_01.html``), in folders that branch off above the folders of month and day. Nothing outside the
site is ever read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from ingest.readers.html_source import LARGEST_HTML, read_html
from rag.schema import WendaError

MOST_LINKS = 1000  # from a page to articles

_PAGE_FILE = re.compile(r"^(?:node_|nbs\.|layout_|l\d)[\w.-]*\.s?html?$", re.I)
_ARTICLE_FILE = re.compile(r"^(?:content_|nw\.|c\d)[\w.-]*\.s?html?$", re.I)
_IMAGE = re.compile(r"""<img\b[^<>]{0,2000}?\bsrc\s*=\s*["']?([^"'\s<>]{1,300})""", re.I)
_HTML_FILE = re.compile(r"\.s?html?$", re.I)
_AREA = re.compile(r"""<area\b[^<>]{0,8000}?\bhref\s*=\s*["']?([^"'\s<>]{1,300})""", re.I)
_LINK = re.compile(r"""<a\b[^<>]{0,2000}?\bhref\s*=\s*["']?([^"'\s<>]{1,300})""", re.I)
_MONTH = re.compile(r"^(?P<y>(?:19|20)\d\d)[-_]?(?P<m>\d\d)$")
_DAY = re.compile(r"^\d\d$")


def is_page_file(head: str, name: str) -> bool:
    """Whether a file, of which this is the beginning, is an e-paper's page: its image map, or if it has the name of a page
    any of its links, leads to articles. An article's file often has the map of its page too."""
    if _ARTICLE_FILE.match(name):
        return False
    mapped, named = _AREA.findall(head), is_named_page(name)
    links = [*mapped, *(_LINK.findall(head) if named else ())]
    return any(is_article_link(link, mapped=named and link in mapped) for link in links[:MOST_LINKS])


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
    files = (linked_file(page, unescape(link)) for link in _IMAGE.findall(html)[:MOST_LINKS])
    return frozenset(file for file in files if file is not None)


def is_article_link(link: str, *, mapped: bool) -> bool:
    """Whether a link leads to an article: any in an image map does that leads to no other page."""
    name = file_name(link)
    if mapped:
        return _HTML_FILE.search(name) is not None and not _PAGE_FILE.match(name)
    return _ARTICLE_FILE.match(name) is not None


def linked_file(page: Path, link: str) -> Path | None:
    """The file that a link of a page's file leads to; None if it leads out of the site. A web address is beside the file."""
    try:
        parts = urlsplit(link.strip())
        name = unquote(parts.path) if not parts.netloc else file_name(link)
        if not name or "\x00" in name or parts.scheme not in ("", "http", "https", "file"):
            return None
        target = (page.parent / name.replace("\\", "/")).resolve()
    except (ValueError, OSError, RuntimeError):  # the last if links go round in a circle
        return None
    return target if target.is_relative_to(_site(page.absolute()).resolve()) else None


def file_name(link: str) -> str:
    """The name of the file that a link leads to; empty if it is not well formed."""
    try:
        return unquote(urlsplit(link.strip()).path).rpartition("/")[2]
    except ValueError:
        return ""


def day_of_folder(path: Path) -> date | None:
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
    files = (linked_file(page, link) for link in links if is_article_link(link, mapped=bool(mapped)))
    return frozenset(file for file in files if file is not None)
