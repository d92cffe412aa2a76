"""Lines set as display: headlines, column titles and the like, without the signs of icon fonts at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.clean import Printed, headline_mask, is_cjk, join_wrapped
from ingest.page.lines import Line

_DASH = ("—", "——", "--", "－－", "──", "―", "–")
_ICON_SIGNS = "■□●◆◇▲△▼▽★☆◎◉▶►▷◀◁※→←↑↓⊙♦♣♥♠✦✪➤✚❖|"


@dataclass(frozen=True)
class DisplayLine:
    """A display line without the stray letters and signs of an icon font at its ends.

    Attributes:
        line: the line as read.
        printed: its repaired text.
        icons: what was taken off its ends.
    """

    line: Line
    printed: Printed
    icons: tuple[Printed, ...]

    @property
    def text(self) -> str:
        """Its repaired text."""
        return self.printed.text

    @cached_property
    def width(self) -> float:
        """Em, spaces counted as none."""
        return sum(1.0 if is_cjk(char) else 0.5 for char in self.text if char != " ")

    @property
    def is_tight(self) -> bool:
        """Whether no empty line stands before it."""
        return self.line.blanks_before == 0

    @property
    def opens_with_dash(self) -> bool:
        """Whether it is set as a sub-headline (``——专访…``)."""
        return self.text.startswith(_DASH)


def display_line(line: Line, page_text: str) -> DisplayLine:
    """A display line; a letter at its end stays when the page's text says the same (``维生素C``)."""
    spaced = line.spaced
    start, end = 0, len(spaced.text)
    while end - start > 1 and _is_icon_end(spaced.text[start:end], page_text):
        end -= 1
    while end - start > 1 and _is_icon_start(spaced.text[start:end], page_text):
        start += 1
    icons = tuple(
        part for part in (spaced.cut(0, start), spaced.cut(end, len(spaced.text))) if part.text.strip()
    )
    return DisplayLine(line, _repaired(spaced.cut(start, end)), icons)


def _repaired(spaced: Printed) -> Printed:
    text = spaced.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    cut = spaced.cut(start, max(start, end))
    return cut.keep(headline_mask(cut.text))


def _is_icon_end(text: str, page_text: str) -> bool:
    last, before = text[-1], text[:-1].rstrip()[-1:]
    if last in _ICON_SIGNS or "\ue000" <= last <= "\uf8ff" or last == " ":
        return True
    lone = last.isascii() and last.isalpha() and not (before.isascii() and before.isalnum())
    return lone and before != "" and before + last not in page_text


def _is_icon_start(text: str, page_text: str) -> bool:
    first, after = text[0], text[1:].lstrip()[:1]
    if first in _ICON_SIGNS or "\ue000" <= first <= "\uf8ff" or first == " ":
        return True
    lone = first.isascii() and first.isalpha() and is_cjk(after)
    return lone and first + after not in page_text


def join_headline(lines: Sequence[DisplayLine]) -> Printed:
    """A title that was broken over lines, as one; a space where a gap divides it into halves of some length."""
    parts: list[Printed] = []
    for i, line in enumerate(lines):
        if i and _is_half(lines[:i]) and _is_half(lines[i:]) and not line.is_tight and parts:
            parts.append(Printed(" ", (parts[-1].raw_end,)))
        parts.append(line.printed)
    return join_wrapped(parts)


def _is_half(lines: Sequence[DisplayLine]) -> bool:
    return len(lines) >= 2 and sum(len(line.text) for line in lines) >= 8
