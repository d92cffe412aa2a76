"""Divides an article's running text into paragraphs, across its columns."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from ingest.page.geometry.blocks import Segment
from ingest.page.geometry.links import Chain
from ingest.page.geometry.stacks import Row

_INDENT = 0.6  # em
_EXTRA_GAP = 0.5  # em more than between other rows


def paragraphs(chain: Chain) -> list[list[Row]]:
    """The rows of each paragraph; a heading within the article is one of its own."""
    found: list[list[Row]] = []
    before: tuple[Segment, Row] | None = None
    if chain.byline is not None and not _is_below(chain):
        found.append(chain.byline.rows)
    for segment in chain.segments:
        if (inner := chain.inner.get(segment)) is not None:
            found += [stack.rows for stack in inner.stacks]
            before = None
        leading = _leading(segment)
        for row in segment.rows:
            if before is None or _begins(segment, row, before, leading):
                found.append([])
            found[-1].append(row)
            before = segment, row
    if chain.byline is not None and _is_below(chain):
        found.append(chain.byline.rows)
    return found


def _is_below(chain: Chain) -> bool:
    """Whether the byline is at the article's end."""
    assert chain.byline is not None
    return (
        chain.byline.box.top >= chain.segments[-1].box.bottom - chain.byline.size > chain.segments[0].box.top
    )


def _leading(segment: Segment) -> float:
    """The usual distance from one row to the next, in points."""
    steps = [b.box.top - a.box.top for a, b in zip(segment.rows, segment.rows[1:], strict=False)]
    return median(steps) if steps else 0.0


def _begins(segment: Segment, row: Row, before: tuple[Segment, Row], leading: float) -> bool:
    """Whether a row begins a paragraph."""
    earlier, last = before
    line = row.line
    if line.is_byline or line.is_date or last.line.is_byline or last.line.is_date:
        return True
    if line.is_dispatch and last.line.ends_sentence:
        return True
    if segment.indent(row) >= _INDENT:
        return True
    if earlier is segment and row.box.top - last.box.top > leading + _EXTRA_GAP * segment.size:
        return True
    room = (earlier.right - last.box.right) / earlier.size
    return last.line.ends_sentence and room > line.first_token + (1.0 if line.is_latin else 0.6)


def rows_of(chains: Sequence[Chain]) -> set[int]:
    """The ids of all rows of running text."""
    return {id(row) for chain in chains for segment in chain.segments for row in segment.rows}
