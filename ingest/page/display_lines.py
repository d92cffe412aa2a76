"""Display lines (headlines, column titles and the like), without the stray characters of icon fonts at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.clean import AlignedText, headline_mask, is_cjk, join_wrapped
from ingest.page.lines import Line

_DASH = ("—", "——", "--", "－－", "──", "―", "–")
_ICON_SIGNS = "■□●◆◇▲△▼▽★☆◎◉▶►▷◀◁※→←↑↓⊙♦♣♥♠✦✪➤✚❖|"


@dataclass(frozen=True)
class DisplayLine:
    """A display line without the stray characters of an icon font at its ends.

    Attributes:
        line: the line as read.
        repaired: its repaired text, without the icon characters.
        icons: the icon characters removed from its ends.
    """

    line: Line
    repaired: AlignedText
    icons: tuple[AlignedText, ...]

    @property
    def text(self) -> str:
        """The characters of `repaired`."""
        return self.repaired.text

    @cached_property
    def width(self) -> float:
        """Its width in em, without spaces."""
        return sum(1.0 if is_cjk(char) else 0.5 for char in self.text if char != " ")

    @property
    def is_tight(self) -> bool:
        """Whether there is no empty line before it."""
        return self.line.blanks_before == 0

    @property
    def opens_with_dash(self) -> bool:
        """Whether it begins with a dash, as a sub-headline does (``——专访…``)."""
        return self.text.startswith(_DASH)


def display_line(line: Line, page_text: str) -> DisplayLine:
    """A line as a display line. A letter at its end is kept if the page's text has it too, as in ``维生素C``."""
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


def _repaired(spaced: AlignedText) -> AlignedText:
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


def join_headline(lines: Sequence[DisplayLine]) -> AlignedText:
    """The lines of a title joined to one, with a space between two halves that an empty line separates."""
    parts: list[AlignedText] = []
    for i, line in enumerate(lines):
        if i and _is_half(lines[:i]) and _is_half(lines[i:]) and not line.is_tight and parts:
            parts.append(AlignedText(" ", (parts[-1].raw_end,)))
        parts.append(line.repaired)
    return join_wrapped(parts)


def _is_half(lines: Sequence[DisplayLine]) -> bool:
    return len(lines) >= 2 and sum(len(line.text) for line in lines) >= 8
