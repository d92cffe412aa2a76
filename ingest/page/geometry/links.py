"""Decides which running text each headline heads, and in which column it goes on: for the whole page at once.

Each segment of running text has exactly one thing before it: a headline, the segment that it continues, or nothing. Each
headline and each segment has at most one after it. Every such link has a score, from the place of the two (below each other,
in the next column, under one headline), from what is between them, from their words, and from whether a sentence goes on. The
links with the highest total are an assignment problem (`matching`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ingest.page.geometry.blocks import Blocks, Segment, Title
from ingest.page.geometry.matching import best_assignment
from ingest.page.geometry.overhead import Overhead
from ingest.page.geometry.scores import NEVER, LinkScores
from ingest.page.geometry.stacks import Stack, Surroundings

Head = Segment | Title


@dataclass(eq=False)
class Chain:
    """An article in the making: what heads it, its running text in reading order, and headings within it."""

    title: Title | None
    segments: list[Segment]
    inner: dict[Segment, Title] = field(default_factory=dict)
    """Headings above a segment that goes on with the article."""
    byline: Stack | None = None
    """The reporter's name, if it is printed on its own."""


def find_chains(blocks: Blocks, page: Surroundings, usual: float) -> list[Chain]:
    """The articles of a page, each with its running text in reading order.

    Args:
        usual: the size of the page's running text.
    """
    if not blocks.segments:
        return []
    overhead = Overhead(blocks.segments, blocks.titles, page, usual)
    before = _best_links(blocks, LinkScores(blocks, page, overhead))
    after = {head: segment for segment, head in before.items() if isinstance(head, Segment)}
    heads = {id(head) for head in before.values()}
    chains: list[Chain] = []
    for segment in blocks.segments:
        head = before[segment]
        if isinstance(head, Segment):
            continue
        chain = Chain(head, [segment])
        while (following := after.get(chain.segments[-1])) is not None:
            chain.segments.append(following)
            heading = overhead.roofs[following].title
            if heading is not None and id(heading) not in heads:
                chain.inner[following] = heading
        chains.append(chain)
    return chains


def _best_links(blocks: Blocks, links: LinkScores) -> dict[Segment, Head | None]:
    """What is before each segment."""
    segments = blocks.segments
    heads: list[Head] = [*segments, *blocks.titles]
    scores = np.full((len(segments), len(heads) + len(segments)), NEVER)
    for row, segment in enumerate(segments):
        for column, head in enumerate(heads):
            if isinstance(head, Title):
                scores[row, column] = links.heading(head, segment)
            elif head is not segment:
                scores[row, column] = links.continuation(head, segment)
        scores[row, len(heads) + row] = links.beginning(segment)
    chosen = zip(segments, best_assignment(scores), strict=True)
    return _without_cycles({s: heads[column] if column < len(heads) else None for s, column in chosen})


def _without_cycles(before: dict[Segment, Head | None]) -> dict[Segment, Head | None]:
    """The links, with each circle of segments cut before its first from the left."""
    for segment in before:
        seen: list[Segment] = []
        at: Head | None = segment
        while isinstance(at, Segment) and at not in seen:
            seen.append(at)
            at = before[at]
        if isinstance(at, Segment):
            before[min(seen[seen.index(at) :], key=lambda s: (s.box.left, s.box.top))] = None
    return before
