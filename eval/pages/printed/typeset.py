"""Breaks text into lines of a column: Chinese on a grid of squares, English by its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from eval.pages.lines import NO_LINE_END, NO_LINE_START, word_borders

_HYPHENATED = 7  # letters of the shortest word that is divided
_TIED = re.compile(
    r"[0-9A-Za-z][0-9A-Za-z年月日岁名万亿%％]|.[,.:;!?)]"
)  # no headline breaks between two of these
_VOWELS = "aeiouy"
# Widths of Latin characters in em, as in Noto's CJK fonts, serif and sans together.
_WIDTHS = {
    0.25: " '‘’",
    0.3: "ij|",
    0.35: "!(),-./:;[\\]l·",
    0.4: "Ift{}",
    0.45: '"?Jr“”',
    0.5: "*1`sz",
    0.55: "$023456789_acevxy–",
    0.6: "#+<=>FLSZ^gkoq~",
    0.65: "BEPTYbdhnpu",
    0.7: "ACKRVX",
    0.75: "&DGOQ",
    0.8: "HNU",
    0.85: "w",
    0.95: "%@Mm—",
    1.05: "W",
}
_WIDTH = {char: width for width, chars in _WIDTHS.items() for char in chars}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph.

    Attributes:
        indent: in em.
        width: natural width in em, without the indent.
        last: of its paragraph.
    """

    text: str
    indent: float
    width: float
    last: bool


def set_paragraph(text: str, width: float, *, indent: float = 2.0, english: bool = False) -> list[Line]:
    """The lines of a paragraph in a column of `width` em."""
    remaining = _words(text) if english else _tokens(text)
    lines: list[Line] = []
    while remaining:
        space = width - (indent if not lines else 0)
        line, remaining = (_fill_words if english else _fill)(remaining, space)
        line = line.strip(" ")
        natural = width_em(line, english=english)
        lines.append(Line(line, 0.0 if lines else indent, natural, not remaining))
    return lines


def split_headline(headline: str, count: int, *, english: bool = False) -> list[str]:
    """A headline in `count` lines of about the same width, broken between words; in fewer where it has too few."""
    borders = [m.end() for m in re.finditer(r"\S+\s*", headline)] if english else word_borders(headline)
    borders = [at for at in borders if not _TIED.match(headline, max(0, at - 1))] or [len(headline)]
    length = len(headline)
    cuts = sorted({min(borders, key=lambda at: abs(at - length * i / count)) for i in range(1, count)})
    lines = [headline[a:b].strip() for a, b in zip([0, *cuts], [*cuts, length], strict=True)]
    return [line for line in lines if line]


def width_em(text: str, *, english: bool = False) -> float:
    """The natural width of a text. Quotation marks and dashes of Chinese text are as wide as its characters."""
    return sum(1.0 if not english and char in "‘’“”—" else _WIDTH.get(char, 1.0) for char in text)


# --- Chinese -----------------------------------------------------------------------------------------


def _tokens(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+ ?|\d[\d.,]*%?|.", text)


def _fill(tokens: list[str], width: float) -> tuple[str, list[str]]:
    """One line and the remaining tokens. Punctuation that may not begin a line is squeezed in if there is other
    punctuation to squeeze, or else takes the character before it along."""
    used, end = 0.0, 0
    while end < len(tokens) and (end == 0 or used + width_em(tokens[end]) <= width):
        used += width_em(tokens[end])
        end += 1
    if end < len(tokens) and tokens[end] in NO_LINE_START:
        squeezable = any(token in "，。、；：”“（）《》" for token in tokens[:end])
        end += 1 if squeezable else -1
    while end > 1 and end < len(tokens) and (tokens[end - 1] in NO_LINE_END or tokens[end] in NO_LINE_START):
        end -= 1
    return "".join(tokens[:end]), tokens[end:]


# --- English -----------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text)


def _fill_words(words: list[str], width: float) -> tuple[str, list[str]]:
    used, end = 0.0, 0
    while end < len(words) and (end == 0 or used + width_em(words[end].rstrip(), english=True) <= width):
        used += width_em(words[end], english=True)
        end += 1
    line, rest = "".join(words[:end]), words[end:]
    if rest and width - used > 0.12 * width and (parts := _divided(rest[0], width - used)):
        return line + parts[0], [parts[1], *rest[1:]]
    return line, rest


def _divided(word: str, width: float) -> tuple[str, str] | None:
    """A word in two parts, the first with a hyphen and no wider than `width` em; None if it cannot be divided."""
    letters = word.strip()
    if len(letters) < _HYPHENATED or not letters.isalpha() or not letters.islower():
        return None
    for at in range(len(letters) - 3, 2, -1):
        around = "".join("v" if char in _VOWELS else "c" for char in letters[at - 2 : at + 2])
        if around in ("cvcv", "vccv") and width_em(letters[:at] + "-", english=True) <= width:
            return letters[:at] + "-", word[at:]
    return None
