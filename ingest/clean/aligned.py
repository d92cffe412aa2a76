"""Repaired text with each character's offset in the file, and joining its lines to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.clean.characters import is_wide
from ingest.clean.hyphens import is_word_break
from rag.text.normalise import replace_look_alikes

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe]"
)
_SOFT_HYPHEN = "\u00ad"


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A text and, for each of its characters, its offset in the decoded file (in code points)."""

    text: str
    offsets: tuple[int, ...]

    @property
    def raw_start(self) -> int:
        """Offset of its first character in the file; 0 if it is empty."""
        return self.offsets[0] if self.offsets else 0

    @property
    def raw_end(self) -> int:
        """Offset in the file just after its last character; 0 if it is empty."""
        return self.offsets[-1] + 1 if self.offsets else 0

    def keep(self, mask: Sequence[bool]) -> AlignedText:
        """The characters for which `mask` (one value per character) is true."""
        kept = [i for i, is_kept in enumerate(mask) if is_kept]
        return AlignedText("".join(self.text[i] for i in kept), tuple(self.offsets[i] for i in kept))

    def cut(self, start: int, end: int) -> AlignedText:
        """The characters ``[start, end)``."""
        return AlignedText(self.text[start:end], self.offsets[start:end])


def clean_line(raw: str, start: int, end: int) -> AlignedText:
    """``raw[start:end]`` without invisible characters and without spaces at its ends; each run of spaces becomes one
    space, full-width digits and letters become ASCII, and radicals (``⽉``) become characters (``月``)."""
    chars: list[str] = []
    offsets: list[int] = []
    line = replace_look_alikes(raw[start:end])
    last = start + len(line.rstrip()) - 1
    for offset, char in enumerate(line, start):
        char = to_half_width(char)
        if char == _SOFT_HYPHEN and offset == last:
            char = "-"  # it is printed at a line's end only
        if _INVISIBLE.match(char):
            continue
        if char.isspace():
            if chars and chars[-1] != " ":
                chars.append(" ")
                offsets.append(offset)
            continue
        chars.append(char)
        offsets.append(offset)
    if chars and chars[-1] == " ":
        chars.pop()
        offsets.pop()
    return AlignedText("".join(chars), tuple(offsets))


def to_half_width(char: str) -> str:
    """A full-width digit or Latin letter as ASCII, so that ``２０２４`` becomes ``2024``; other characters unchanged."""
    if "０" <= char <= "９" or "Ａ" <= char <= "Ｚ" or "ａ" <= char <= "ｚ":
        return chr(ord(char) - 0xFEE0)
    return char


def join_wrapped(lines: Iterable[AlignedText]) -> AlignedText:
    """The lines of one paragraph joined: Chinese without a space at the line break, English words with one, and a word
    that is divided with a hyphen (``coun-``, ``cil``) without the hyphen."""
    text: list[str] = []
    offsets: list[int] = []
    for line in lines:
        if not line.text:
            continue
        if text and is_word_break("".join(text[-40:]), line.text):
            text.pop()
            offsets.pop()
        elif text and _needs_space(text[-1], line.text[0]):
            text.append(" ")
            offsets.append(offsets[-1])
        text.extend(line.text)
        offsets.extend(line.offsets)
    return AlignedText("".join(text), tuple(offsets))


def _needs_space(before: str, after: str) -> bool:
    """Whether there is a space between two characters when the line break between them is removed."""
    if before == " " or after == " " or before in "-/(" or is_wide(before) or is_wide(after):
        return False
    if before.isdigit() and after.isdigit():
        return False
    return not (after in "%.,;:!?)" or (before.isdigit() and after in "℃°"))
