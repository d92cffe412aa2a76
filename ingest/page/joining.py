"""Joins the parts of an article that jumps from one page to another of the same file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.clean.characters import is_wide
from ingest.page.drafts import Leftover, PageSplit
from ingest.page.front_pages import number_front_pages
from rag.archive.continuity import next_parts, page_number
from rag.schema import Draft, Jump, Paragraph

_SENTENCE_ENDS = "。！？…；.!?;"
_CLOSERS = "”’」』）)】》\"'"
_TITLES = ("headline", "subheadline", "column")

Place = tuple[int, int]
"""An article: index of its page, and its index on that page."""


def join_jumps(pages: Sequence[PageSplit]) -> list[PageSplit]:
    """The pages with each article in one piece, on the page where it begins; `next_parts` says what belongs together.

    A front page without a number is numbered first, since the marks name it.

    Args:
        pages: pages of one file, with raw offsets that count in the whole file.
    """
    pages = list(number_front_pages(pages))
    while pair := _first_pair(pages):
        _join(pages, *pair)
    return pages


def _first_pair(pages: Sequence[PageSplit]) -> tuple[Place, Place] | None:
    """Two parts, of which the first goes on in the second."""
    places = [(page, at) for page, split in enumerate(pages) for at in range(len(split.articles))]
    following = next_parts([pages[page].articles[at] for page, at in places])
    return next(((places[i], places[j]) for i, j in following.items() if places[i][0] != places[j][0]), None)


def _join(pages: list[PageSplit], end: Place, start: Place) -> None:
    """Put the second part behind the first; what is left of the second on its page are its titles."""
    (page, at), (other, index) = end, start
    first, second = pages[page].articles[at], pages[other].articles[index]
    articles = pages[page].articles
    pages[page] = replace(pages[page], articles=(*articles[:at], _joined(first, second), *articles[at + 1 :]))
    pages[other] = _without_article(pages[other], index)


def _joined(first: Draft, second: Draft) -> Draft:
    between = _between(first.text, second.text)
    shift = len(first.text) + len(between)
    places = tuple(
        replace(place, start=place.start + shift, end=place.end + shift)
        for place in second.paragraphs
        if place.field == "text"
    )
    byline, byline_places = _byline(first), _byline(second)
    return replace(
        first,
        text=first.text + between + second.text,
        byline=first.byline or second.byline,
        paragraphs=(
            *first.paragraphs,
            *places,
            *(() if byline else byline_places),
            *_titles_of_part(first, second),
        ),
        jumps=tuple(_jumps(first, second)),
    )


def _titles_of_part(first: Draft, second: Draft) -> Iterator[Paragraph]:
    """Where the titles of the second part are printed. They are no words of the article's titles, but belong to it: its
    outline on the page has them, and a takedown erases them."""
    for place in second.paragraphs:
        if place.field in _TITLES:
            end = len(getattr(first, place.field))
            yield replace(place, start=end, end=end)


def _jumps(first: Draft, second: Draft) -> Iterator[Jump]:
    """The marks that lead on from the joined article to further parts, and to one before it."""
    named = {page_number(jump.page) for jump in second.jumps if jump.direction == "from"}
    there = page_number(second.page)
    for jump in first.jumps:
        ends_here = jump.direction == "to" and page_number(jump.page) == there
        if not (ends_here and page_number(jump.on or first.page) in named):
            yield jump
    yield from (replace(jump, on=jump.on or second.page) for jump in second.jumps if jump.direction == "to")


def _byline(draft: Draft) -> tuple[Paragraph, ...]:
    return tuple(place for place in draft.paragraphs if place.field == "byline")


def _between(before: str, after: str) -> str:
    """What stands between two parts: nothing or a space in the middle of a sentence, else a line end."""
    if before.rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS:
        return "\n"
    return "" if is_wide(before[-1:]) or is_wide(after[:1]) else " "


def _without_article(page: PageSplit, at: int) -> PageSplit:
    draft = page.articles[at]
    titles = (
        Leftover(getattr(draft, place.field)[place.start : place.end], place.raw_start, place.raw_end)
        for place in draft.paragraphs
        if place.field in _TITLES
    )
    return replace(
        page,
        articles=(*page.articles[:at], *page.articles[at + 1 :]),
        leftover=tuple(sorted((*page.leftover, *titles), key=lambda part: part.raw_start)),
    )
