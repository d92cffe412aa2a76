"""Finds numbered sub-heads that count up within one article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.metadata import number_of
from ingest.page.lines import Line


def mark_counting(lines: Sequence[Line]) -> list[Line]:
    """The lines, with `counts_up` set on those numbered one, two and so on in one style (``一、`` … ``二、`` …)."""
    found: set[int] = set()
    counts: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        number = number_of(line.text)
        if number is None:
            continue
        if number.value == 1:
            counts[number.style] = [i]
        elif number.value == len(counts.get(number.style, ())) + 1:
            counts[number.style].append(i)
            found.update(counts[number.style])
    return [replace(line, counts_up=True) if i in found else line for i, line in enumerate(lines)]
