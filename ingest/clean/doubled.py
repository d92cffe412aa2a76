"""Undoes bold type that was set by printing a line twice: ``青青石石路路``, or a whole line again."""

from __future__ import annotations

import re

import rjieba

from ingest.clean.aligned import AlignedText

_FEWEST_PAIRS = 3
_FEWEST_PAIRS_INSIDE = 5  # of a doubled part of a line, such as a dispatch line that is set bold
_FEWEST_LETTERS = 5  # different ones, of a line that is there twice: `加油加油` is so printed
_PAIRS = re.compile(r"(?:(\S)\1)+")


def undouble(line: AlignedText) -> AlignedText:
    """A line whose characters, or some run of them, are each printed twice (or four times), with each printed once.

    Real doublings stay: ``天天向上``, ``高高兴兴``, numbers.
    """
    kept = line.keep(_mask(line.text))
    return line if kept.text == line.text else undouble(kept)


def _mask(text: str) -> list[bool]:
    mask = [True] * len(text)
    compact = [i for i, char in enumerate(text) if char != " "]
    joined = "".join(text[i] for i in compact)
    half = len(joined) // 2
    if joined[:half] == joined[half:] and len(set(filter(str.isalpha, joined))) >= _FEWEST_LETTERS:
        start = compact[half]
        return [i < start for i in range(len(text))]
    for match in _PAIRS.finditer(joined):
        pairs = match.group()[::2]
        is_whole = match.end() - match.start() == len(joined)
        if len(pairs) >= (_FEWEST_PAIRS if is_whole else _FEWEST_PAIRS_INSIDE) and _is_printed_twice(
            match.group()
        ):
            for at in range(match.start() + 1, match.end(), 2):
                mask[compact[at]] = False
    return mask


def _is_printed_twice(pairs: str) -> bool:
    """Whether a run of doubled characters is no row of dots, no number and no words like ``高高兴兴``."""
    singles = pairs[::2]
    letters = sum(map(str.isalpha, singles))
    if letters < _FEWEST_PAIRS or len(set(singles)) * 2 < len(singles):
        return False
    return any(len(word) != 4 for word in rjieba.cut(pairs))
