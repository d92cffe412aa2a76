"""Joins the parts of an article that jumps from one page to another of the same edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.clean.characters import is_wide
from ingest.page.drafts import Leftover, PageSplit
from ingest.page.jumps import Jump, page_number
from ingest.page.words import PageWords, body_words
from rag.schema import Draft, Paragraph

_SENTENCE_ENDS = "。！？…；.!?;"
_CLOSERS = "”’」』）)】》\"'"
_TITLES = ("headline", "subheadline", "column")


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of an article: page and article by index, and the mark at the part's end or beginning."""

    page: int
    article: int
    jump: Jump


def join_jumps(pages: Sequence[PageSplit]) -> list[PageSplit]:
    """The pages with each article in one piece, on the page where it begins.

    Two parts belong together if the marks of both name the other's page, on pages of one paper and day; of several such
    parts, those with the most words in common. A part whose other part is on none of the pages stays as it is.

    Args:
        pages: pages of one file, or of several if their raw offsets are not needed.
    """
    pages = list(pages)
    while pair := _best_pair(pages):
        _join(pages, *pair)
    return pages


def _best_pair(pages: Sequence[PageSplit]) -> tuple[_Part, _Part] | None:
    ends, beginnings = list(_parts(pages, "to")), list(_parts(pages, "from"))
    pairs = [(end, start) for end in ends for start in beginnings if _may_follow(pages, end, start)]
    if len(pairs) < 2:
        return pairs[0] if pairs else None
    words = PageWords([draft.text] for page in pages for draft in page.articles)
    return max(pairs, key=lambda pair: _likeness(words, *(_draft(pages, part) for part in pair)))


def _parts(pages: Sequence[PageSplit], direction: str) -> Iterable[_Part]:
    for number, page in enumerate(pages):
        for article, jump in page.jumps:
            if jump.direction == direction:
                yield _Part(number, article, jump)


def _draft(pages: Sequence[PageSplit], part: _Part) -> Draft:
    return pages[part.page].articles[part.article]


def _may_follow(pages: Sequence[PageSplit], end: _Part, start: _Part) -> bool:
    one, other = pages[end.page].furniture, pages[start.page].furniture
    return (
        end.page != start.page
        and _agree(one.date, other.date)
        and _agree(one.paper, other.paper)
        and _agree(end.jump.page, page_number(other.page))
        and _agree(start.jump.page, page_number(one.page))
    )


def _agree(one: object, other: object) -> bool:
    """Whether two values are equal or one is not known."""
    return not one or not other or one == other


def _likeness(words: PageWords, first: Draft, second: Draft) -> float:
    body = body_words([first.headline, *first.text.split("\n")])
    return words.affinity(second.headline, body) + words.affinity(second.text, body)


def _join(pages: list[PageSplit], end: _Part, start: _Part) -> None:
    """Put the second part behind the first; what is left of the second on its page are its titles."""
    first, second = _draft(pages, end), _draft(pages, start)
    pages[end.page] = _with_article(pages[end.page], end.article, _joined(first, second))
    onward = [jump for at, jump in pages[start.page].jumps if at == start.article and jump.direction == "to"]
    page = pages[end.page]
    jumps = [pair for pair in page.jumps if pair != (end.article, end.jump)]
    pages[end.page] = replace(page, jumps=(*jumps, *((end.article, jump) for jump in onward)))
    pages[start.page] = _without_article(pages[start.page], start.article)


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
        paragraphs=(*first.paragraphs, *places, *(() if byline else byline_places)),
    )


def _byline(draft: Draft) -> tuple[Paragraph, ...]:
    return tuple(place for place in draft.paragraphs if place.field == "byline")


def _between(before: str, after: str) -> str:
    """What stands between two parts: nothing or a space in the middle of a sentence, else a line end."""
    if before.rstrip(_CLOSERS)[-1:] in _SENTENCE_ENDS:
        return "\n"
    return "" if is_wide(before[-1:]) or is_wide(after[:1]) else " "


def _with_article(page: PageSplit, at: int, draft: Draft) -> PageSplit:
    return replace(page, articles=(*page.articles[:at], draft, *page.articles[at + 1 :]))


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
        jumps=tuple((i - (i > at), jump) for i, jump in page.jumps if i != at),
    )
