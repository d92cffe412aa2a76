"""What a PDF or a scan shows: lines of text with their place and size, rules, tints and pictures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on a page, in points (1/72 inch) from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A run of characters in one line (or, upright, in one column of characters) of one column of the page.

    Attributes:
        size: font size in points; of a recognised line, the height of its characters.
        bold: whether the font is bold; of a recognised line, whether it has far more ink than others of its size.
        font: the family of most of its Chinese characters, or of all; empty if it is not known.
        upright: whether its characters stand below each other.
        confidence: of the text recognition, from 0 to 1; 1 if the text is the file's own.
    """

    text: str
    box: Rect
    size: float
    bold: bool = False
    font: str = ""
    upright: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page.

    Attributes:
        width, height: in points.
        lines: in any order.
        rules: thin lines, and the edges of frames.
        tints: filled areas behind text.
        pictures: photos and drawings.
    """

    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    rules: tuple[Rect, ...] = ()
    tints: tuple[Rect, ...] = ()
    pictures: tuple[Rect, ...] = ()
