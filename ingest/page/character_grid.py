"""Where the characters of a text file's lines stand beside and below each other, and where gutters run between them.

`ink` is always an array of rows and columns of characters, true where something is printed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]

_WIDEST_INDENT = 4  # columns of characters


def one_each(_: str) -> int:
    """Width of a character where a tool aligns lines by the number of characters, as Poppler does."""
    return 1


def display_width(char: str) -> int:
    """Width of a character on a terminal, in half em."""
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wide_punctuation(char: str) -> int:
    """The same where quotation marks and dashes are as wide as Chinese characters."""
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def left_sides(text: str, width: Callable[[str], int]) -> NDArray[np.int64]:
    """The column at which each character of a line begins, and the one after the last; tabs go to multiples of 8."""
    lefts = [0]
    for char in text:
        lefts.append((lefts[-1] // 8 + 1) * 8 if char == "\t" else lefts[-1] + width(char))
    return np.array(lefts)


def same_columns(upper: Bools, lower: Bools) -> bool:
    """Whether two parts of a page have their gutters at the same places."""
    return has_columns_of(upper, lower) and has_columns_of(lower, upper)


def has_columns_of(part: Bools, other: Bools) -> bool:
    """Whether another part of the page has gutters where this one has them; it may have more."""
    others = gutter_places(other)
    return all(any(a < d and c < b for c, d in others) for a, b in gutter_places(part))


def gutter_places(ink: Bools) -> list[tuple[int, int]]:
    """The columns ``[first, last)`` without ink between others, two or more wide."""
    filled = np.flatnonzero(ink.any(axis=0))
    wide = np.flatnonzero(np.diff(filled) > 2)
    return [(int(filled[i]) + 1, int(filled[i + 1])) for i in wide]


def crosses(ink: Bools, at: int, inside: Bools, wide: Bools) -> Bools:
    """Whether a row is blank at column `at` and yet a headline crosses the gutter there: the gap is narrower than half of
    what is usual, and the text after it does not begin where it does in most rows, or there with an indent; or the row
    begins within the gutter.

    Args:
        inside: whether each row has text on both sides of the column.
        wide: the same, with two blank columns or more between.
    """
    gaps, starts = _gaps(ink, at)
    edges, counts = np.unique(starts[wide], return_counts=True)
    narrow = gaps < max(2.0, float(np.median(gaps[wide])) / 2)
    indents = starts - edges[counts.argmax()]
    has_left = ink[:, :at].any(axis=1)
    has_right = starts < ink.shape[1]
    result: Bools = (inside & narrow & ((indents < 0) | (indents > _WIDEST_INDENT))) | (
        ~ink[:, at] & ~has_left & has_right & (indents < -1)
    )
    return result


def _gaps(ink: Bools, at: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Of the blank around column `at` in each row, its width (0 where there is ink) and where it ends."""
    columns = ink.shape[1]
    to_right = np.where(ink[:, at:].any(axis=1), ink[:, at:].argmax(axis=1), columns - at)
    to_left = np.where(ink[:, : at + 1].any(axis=1), ink[:, at::-1].argmax(axis=1), at + 1)
    return np.where(ink[:, at], 0, to_left + to_right - 1), at + to_right
