"""Gives bylines that are printed on their own to the articles that they are nearest to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.page.geometry.boxes import overlap_x, width
from ingest.page.geometry.links import Chain
from ingest.page.geometry.stacks import Stack
from ingest.page.printed import Rect

_FARTHEST = 4.0  # em between a byline and what it belongs to


def add_bylines(chains: Iterable[Chain], bylines: Sequence[Stack]) -> None:
    """Set `Chain.byline` where a byline is right below an article's headline, or right above or below its text."""
    chains = list(chains)
    pairs = sorted(
        (
            (_distance(chain, byline), i, j)
            for i, chain in enumerate(chains)
            for j, byline in enumerate(bylines)
        ),
    )
    taken: set[int] = set()
    for distance, i, j in pairs:
        if distance <= _FARTHEST and chains[i].byline is None and j not in taken:
            chains[i].byline = bylines[j]
            taken.add(j)


def _distance(chain: Chain, byline: Stack) -> float:
    """In em of the byline; infinite if it is not at a place for an article's byline."""
    first, last = chain.segments[0], chain.segments[-1]
    gaps = [_gap(byline.box, first.box), _gap(last.box, byline.box) + 0.5 * byline.size]
    if chain.title is not None:
        gaps.append(_gap(chain.title.box, byline.box))
    return min(gaps) / byline.size + (100.0 if first.panel != byline.panel else 0.0)


def _gap(upper: Rect, lower: Rect) -> float:
    """Points between two boxes, one below the other; infinite if they are not."""
    if overlap_x(upper, lower) < 0.3 * min(width(upper), width(lower)) or lower.top < upper.bottom - 8:
        return float("inf")
    return abs(lower.top - upper.bottom)
