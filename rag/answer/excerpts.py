"""Passages as a language model is shown them: those of one article that touch are one, with their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.schema import Passage, Version
from rag.text.sentences import Span, sentence_spans

AROUND = 120  # characters of the article before and after, as far as whole sentences go


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of whole sentences of an article."""

    version: Version
    start: int
    end: int


def excerpts(passages: Sequence[Passage]) -> list[Excerpt]:
    """
    Args:
        passages: best first.

    Returns:
        What they say, in the order of each one's best passage; no two share a sentence or touch.
    """
    found: list[Excerpt] = []
    for passage in passages:
        new = _with_neighbours(passage)
        touching = [e for e in found if _touch(e, new)]
        if not touching:
            found.append(new)
            continue
        place = found.index(touching[0])
        found = [e for e in found if e not in touching]
        start, end = min(e.start for e in (new, *touching)), max(e.end for e in (new, *touching))
        found.insert(place, Excerpt(new.version, start, end))
    return found


def _with_neighbours(passage: Passage) -> Excerpt:
    around = Span(passage.start - AROUND, passage.end + AROUND)
    inside = [
        s for s in sentence_spans(passage.version.text) if s.start >= around.start and s.end <= around.end
    ]
    start = min((s.start for s in inside), default=passage.start)
    end = max((s.end for s in inside), default=passage.end)
    return Excerpt(passage.version, min(start, passage.start), max(end, passage.end))


def _touch(a: Excerpt, b: Excerpt) -> bool:
    same = (a.version.article_id, a.version.version) == (b.version.article_id, b.version.version)
    between = a.version.text[min(a.end, b.end) : max(a.start, b.start)]
    return same and not between.strip()
