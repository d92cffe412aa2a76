"""Text that knows where it was printed, and its lines joined to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.clean.characters import is_wide

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe]"
)


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A stretch of text and, for each of its characters, its place in the decoded file (code points)."""

    text: str
    offsets: tuple[int, ...]

    @property
    def raw_start(self) -> int:
        """Where its first character was printed; 0 for an empty stretch."""
        return self.offsets[0] if self.offsets else 0

    @property
    def raw_end(self) -> int:
        """Just after the place where its last character was printed; 0 for an empty stretch."""
        return self.offsets[-1] + 1 if self.offsets else 0

    def keep(self, mask: Sequence[bool]) -> AlignedText:
        """The characters for which `mask` (one value a character) is true."""
        kept = [i for i, wanted in enumerate(mask) if wanted]
        return AlignedText("".join(self.text[i] for i in kept), tuple(self.offsets[i] for i in kept))

    def cut(self, start: int, end: int) -> AlignedText:
        """The characters ``[start, end)``."""
        return AlignedText(self.text[start:end], self.offsets[start:end])


def clean_line(raw: str, start: int, end: int) -> AlignedText:
    """``raw[start:end]`` without invisible characters and outer spaces, runs of spaces as one, full-width ASCII halved."""
    chars: list[str] = []
    at: list[int] = []
    for place in range(start, end):
        char = to_half_width(raw[place])
        if _INVISIBLE.match(char):
            continue
        if char.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                at.append(place)
            continue
        chars.append(char)
        at.append(place)
    if chars and chars[-1] == " ":
        chars.pop()
        at.pop()
    return AlignedText("".join(chars), tuple(at))


def to_half_width(char: str) -> str:
    """A full-width digit or Latin letter as its ASCII twin, so that ``２０２４`` is found as ``2024``."""
    if "０" <= char <= "９" or "Ａ" <= char <= "Ｚ" or "ａ" <= char <= "ｚ":
        return chr(ord(char) - 0xFEE0)
    return char


def join_wrapped(lines: Iterable[AlignedText]) -> AlignedText:
    """The lines of one paragraph as one stretch: Chinese without a space, English words with one."""
    text: list[str] = []
    at: list[int] = []
    for line in lines:
        if not line.text:
            continue
        if text and _words_meet(text[-1], line.text[0]):
            text.append(" ")
            at.append(at[-1])
        text.extend(line.text)
        at.extend(line.offsets)
    return AlignedText("".join(text), tuple(at))


def _words_meet(before: str, after: str) -> bool:
    """Whether a space stood between two characters before the line was broken between them."""
    if before == " " or after == " " or before in "-/(" or is_wide(before) or is_wide(after):
        return False
    if before.isdigit() and after.isdigit():
        return False
    return not (after in "%.,;:!?)" or (before.isdigit() and after in "℃°"))
