"""Reads a saved e-paper: a page's file with the articles that its image map links, and the page's picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.readers.base import Article, FileUnreadable, Item, Page, Problem
from ingest.readers.epaper_article import EPaperArticle, has_article, read_article
from ingest.readers.epaper_page import Area, EPaperPage, read_page
from ingest.readers.epaper_picture import read_picture
from ingest.readers.epaper_site import is_named_page, is_page_file
from ingest.readers.html_source import ShownText, looks_like_html, read_html
from ingest.readers.identity import made_id
from ingest.readers.options import ReadOptions
from ingest.readers.text_kinds import rough_text
from rag.archive import SourceFile
from rag.archive.layout import Box, Layout, PlacedLine
from rag.archive.source_file import LAYOUT, TEXT
from rag.schema import Draft, FieldName, Paragraph, WendaError

PICTURE = "page-1.webp"
_NO_PAGE = EPaperPage()


class EPaper:
    """The files of a page (``node_2.htm``) and of an article (``content_4711.htm``) of an e-paper's web site."""

    name = "epaper"

    def sniff(self, head: bytes, name: str) -> float:
        if not looks_like_html(head, name):
            return 0.0
        html = rough_text(head)
        return 0.9 if has_article(html) or _is_page(html, name) else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """A page with its articles; or, from the file of an article, that article.

        Raises:
            NotText: its encoding is unknown.
            FileUnreadable: it is neither.
            OSError
        """
        data, html, encoding = read_html(path)
        if _is_page(html, path.name):
            yield from _read_page(path, data, html, options)
        elif has_article(html):
            article = _single_article(path, html, options)
            yield SourceFile(path.name, data, encoding)
            yield article
        else:
            raise FileUnreadable("neither a page nor an article of an e-paper: add it with --as web.")


def _is_page(html: str, name: str) -> bool:
    return is_page_file(html, name) and (is_named_page(name) or not has_article(html))


# --- an article by itself ----------------------------------------------------------------------------


def _single_article(path: Path, html: str, options: ReadOptions) -> Article:
    article = read_article(html, options.timezone)
    if not article.lines:
        raise FileUnreadable("this e-paper article has no text, only a headline or a picture.")
    shown = ShownText(html)
    text = "\n".join(article.lines)
    first = shown.find(article.lines[0])
    headline = shown.find(article.headline)
    places = (
        *(
            shown.places("text", article.lines, first[0] if first else 0)
            or [Paragraph("text", 0, len(text), 0, len(html))]
        ),
        *(shown.places("headline", [article.headline], headline[0]) if headline else ()),
    )
    identity = article.url or made_id(path.name, article.headline)
    draft = _draft(article, _NO_PAGE, options)
    return Article(replace(draft, source_id=identity, paragraphs=places))


# --- a page ------------------------------------------------------------------------------------------


def _read_page(path: Path, data: bytes, html: str, options: ReadOptions) -> Iterator[SourceFile | Item]:
    page = read_page(path, html, options.timezone)
    problems = [
        Problem(link, "this article's address leads out of the folder of the saved site")
        for link in page.outside
    ]
    text = _SourceText()
    drafts: list[Draft] = []
    leftover: list[str] = []
    placed: list[tuple[int, int, Area]] = []
    for area in page.areas:
        try:
            _, article_html, _ = read_html(area.file)
            article = read_article(article_html, options.timezone)
        except FileNotFoundError:
            problems.append(
                Problem(
                    area.file.name, f"this article{_titled(area)} is not in the saved site: save its page too"
                )
            )
            continue
        except (WendaError, OSError) as error:
            problems.append(Problem(area.file.name, f"this article{_titled(area)} cannot be read: {error}"))
            continue
        leftover.extend(article.rest)
        if not article.lines:
            leftover.append(article.headline or area.title)
            continue
        start = text.length
        drafts.append(replace(_draft(article, page, options), paragraphs=text.add(article)))
        placed.append((start, text.length - 1, area))
    beside = {TEXT: text.whole().encode()}
    if page.picture is not None:
        try:
            picture = read_picture(page.picture)
        except (FileUnreadable, OSError) as error:
            problems.append(Problem(page.picture.name, f"the page's picture cannot be read: {error}"))
        else:
            beside[PICTURE] = picture.webp
            beside[LAYOUT] = _layout(placed, page, picture.width, picture.height).to_json()
    yield SourceFile(path.name, data, "utf-8", beside)
    yield Page(tuple(drafts), tuple(part for part in leftover if part))
    yield from problems


def _titled(area: Area) -> str:
    return f" («{area.title[:40]}»)" if area.title else ""


def _draft(article: EPaperArticle, page: EPaperPage, options: ReadOptions) -> Draft:
    return Draft(
        text="\n".join(article.lines),
        headline=article.headline,
        subheadline=article.subheadline,
        byline=article.byline,
        date=options.date or page.date or article.date,
        paper=options.paper or page.paper or article.paper or options.default_paper,
        page=options.page or page.page or article.page,
        section=page.section or article.section,
        url=article.url,
        jumps=article.jumps,
    )


@dataclass
class _SourceText:
    """The text of a page's articles, one after the other, as it is kept beside the page's file."""

    parts: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, article: EPaperArticle) -> tuple[Paragraph, ...]:
        """Append an article, and return where its fields are."""
        titles: list[tuple[FieldName, str]] = [
            ("headline", article.headline),
            ("subheadline", article.subheadline),
        ]
        places = [self._line(name, title, 0) for name, title in titles if title]
        begin = 0
        for line in article.lines:
            places.append(self._line("text", line, begin))
            begin += len(line) + 1
        self.parts.append("\n")
        self.length += 1
        return tuple(places)

    def _line(self, name: FieldName, line: str, begin: int) -> Paragraph:
        place = Paragraph(name, begin, begin + len(line), self.length, self.length + len(line))
        self.parts.append(f"{line}\n")
        self.length += len(line) + 1
        return place

    def whole(self) -> str:
        return "".join(self.parts)


def _layout(placed: list[tuple[int, int, Area]], page: EPaperPage, width: int, height: int) -> Layout:
    """The article's areas as fractions of the picture; an article without an area has no place.

    Args:
        placed: start and end of each article in the text, and its area.
        width, height: of the picture's file, in pixels.
    """
    scale_x, scale_y = _shown_size(page, width, height)
    areas = [
        PlacedLine(
            start,
            end,
            Box(
                0,
                _fraction(area.left / scale_x),
                _fraction(area.top / scale_y),
                _fraction(area.right / scale_x),
                _fraction(area.bottom / scale_y),
            ),
        )
        for start, end, area in placed
        if area.right > area.left and area.bottom > area.top
    ]
    return Layout((), (PICTURE,), tuple(areas))


def _shown_size(page: EPaperPage, width: int, height: int) -> tuple[float, float]:
    """The size of the picture on the page; if only one side is given, the other follows from the picture's shape."""
    shown_width = page.width or (page.height * width / height if page.height else width)
    return shown_width, page.height or shown_width * height / width


def _fraction(value: float) -> float:
    return min(1.0, max(0.0, value))
