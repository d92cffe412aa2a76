"""Turns passages into excerpts: with the sentences around them, and adjacent passages of an article merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.schema import Passage, Version
from rag.text.sentences import Span, sentence_spans

CONTEXT = 120  # characters of the article before and after a passage; only whole sentences are added


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Consecutive whole sentences of an article: `version.text[start:end]`."""

    version: Version
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.version.text[self.start : self.end]


def excerpts(passages: Sequence[Passage]) -> list[Excerpt]:
    """Merge passages into excerpts.

    Args:
        passages: best first.

    Returns:
        Excerpts in the order of each one's best passage; no two overlap or are adjacent.
    """
    found: list[Excerpt] = []
    for passage in passages:
        new = with_context(passage)
        touching = [e for e in found if _touch(e, new)]
        if not touching:
            found.append(new)
            continue
        place = found.index(touching[0])
        found = [e for e in found if e not in touching]
        start, end = min(e.start for e in (new, *touching)), max(e.end for e in (new, *touching))
        found.insert(place, Excerpt(new.version, start, end))
    return found


def with_context(passage: Passage) -> Excerpt:
    """A passage with the whole sentences around it, see `CONTEXT`."""
    window = Span(passage.start - CONTEXT, passage.end + CONTEXT)
    inside = [
        s for s in sentence_spans(passage.version.text) if s.start >= window.start and s.end <= window.end
    ]
    start = min((s.start for s in inside), default=passage.start)
    end = max((s.end for s in inside), default=passage.end)
    return Excerpt(passage.version, min(start, passage.start), max(end, passage.end))


def _touch(a: Excerpt, b: Excerpt) -> bool:
    same = (a.version.article_id, a.version.version) == (b.version.article_id, b.version.version)
    between = a.version.text[min(a.end, b.end) : max(a.start, b.start)]
    return same and not between.strip()
