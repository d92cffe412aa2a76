"""Decides which article goes on in which: by their marks (``下转第4版``, ``上接第1版``), their pages and their words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from rag.archive.wording import words
from rag.schema import Draft, Version
from rag.text.numerals import number

Article = Draft | Version


def next_parts(articles: Sequence[Article]) -> dict[int, int]:
    """For each article that goes on in another of these: the index of that other one.

    The two are of one paper and day, the mark of each names the page of the other, and of all articles on the page where the
    first one breaks off, none has more words in common with the second. A part whose fellow is in doubt stays alone: a
    false link would mix two reports.

    Args:
        articles: of the pages that are looked at; also those without a mark, for comparison.
    """
    marked = list(dict.fromkeys(_marked_pairs(articles)))
    if not marked:
        return {}
    likeness = _Likeness(articles)
    agreed = [
        (likeness(i, j), i, j)
        for i, j in marked
        if likeness(i, j) > max((likeness(k, j) for k in _neighbours(articles, i, j)), default=0.0)
    ]
    following: dict[int, int] = {}
    for _, i, j in sorted(agreed, reverse=True):
        if i not in following and j not in following.values():
            following[i] = j
    return following


def page_number(text: str) -> str:
    """A page number in one form: ``第四版``, ``四`` and ``04`` as ``4``, ``a4`` as ``A4``."""
    text = text.strip().removeprefix("第").removesuffix("版")
    try:
        return str(number(text))
    except ValueError:
        return re.sub(r"(?<![0-9])0+(?=\d)", "", text.upper())


def _marked_pairs(articles: Sequence[Article]) -> Iterator[tuple[int, int]]:
    """Pairs of articles each of whose marks names the other's page."""
    for i, first in enumerate(articles):
        for end in _marks(first, "to"):
            for j, second in enumerate(articles):
                if i != j and _same_edition(first, second) and (end[1], end[0]) in _marks(second, "from"):
                    yield i, j


def _marks(article: Article, direction: str) -> list[tuple[str, str]]:
    """The page that each mark is printed on, and the page that it names; marks on unknown pages are left out."""
    found = (
        (page_number(jump.on or article.page), page_number(jump.page))
        for jump in article.jumps
        if jump.direction == direction
    )
    return [(on, page) for on, page in found if on and on != page]


def _same_edition(one: Article, other: Article) -> bool:
    """Whether two articles are of one paper and day, as far as that is known."""
    return all(not a or not b or a == b for a, b in ((one.paper, other.paper), (one.date, other.date)))


def _neighbours(articles: Sequence[Article], first: int, second: int) -> Iterator[int]:
    """The other articles on the page where the first one breaks off."""
    pages = {on for on, _ in _marks(articles[first], "to")}
    for k, article in enumerate(articles):
        if k not in (first, second) and page_number(article.page) in pages:
            yield k


class _Likeness:
    """How much two articles have in common: the cosine of their words, rare words weighing more."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._terms = [_terms(f"{article.headline}\n{article.text}") for article in articles]
        self._seen_in = Counter(term for terms in self._terms for term in terms)

    def __call__(self, one: int, other: int) -> float:
        a, b = self._terms[one], self._terms[other]
        both = self._weight(a) * self._weight(b)
        return self._weight(a & b) / math.sqrt(both) if both else 0.0

    def _weight(self, terms: Collection[str]) -> float:
        return sum(math.log((len(self._terms) + 1) / self._seen_in[term]) ** 2 for term in terms)


def _terms(text: str) -> frozenset[str]:
    """Pairs of Chinese characters, numbers, and Latin words of four letters and more."""
    found = words(text)
    pairs = (a + b for a, b in pairwise(found) if _is_wide(a) and _is_wide(b))
    long = (word for word in found if not _is_wide(word) and len(word) > 3)
    return frozenset((*pairs, *long))


def _is_wide(word: str) -> bool:
    return len(word) == 1 and not word.isascii()
