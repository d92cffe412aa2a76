"""Breaks paragraphs and headlines into the lines of a column."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Sequence

import rjieba

from eval.pages.style import PageStyle

NO_LINE_START = "，。、；：？！”’）》】…％%"
NO_LINE_END = "“‘（《【"


def set_paragraph(text: str, width: int, style: PageStyle, rng: random.Random) -> list[str]:
    """The lines of a paragraph. Lines may break anywhere except before closing and after opening punctuation."""
    indent = 0 if style.indent == "flush" else 2
    lines: list[str] = []
    remaining = _tokens(text)
    while remaining:
        line, remaining = _fill(remaining, width - (indent if not lines else 0), rng)
        lines.append(
            _spaced("".join(line).strip(), style, rng, last=not remaining, short=_width_em(line) < width - 1)
        )
    if style.indent == "kept":
        lines[0] = "\u3000\u3000" + lines[0]
    return lines


def set_headline(headline: str, width: int, rng: random.Random) -> list[str]:
    """The lines of a headline. A headline that is too wide is broken at its space, else evenly at word borders."""
    max_width = width * rng.uniform(0.45, 0.8) if rng.random() < 0.5 else 30.0
    length = len(headline)
    if length <= max_width:
        return [headline]
    pieces = headline.split(" ")
    if len(pieces) == 2 and max(map(len, pieces)) <= max_width * 1.3:
        return pieces
    count = min(4, max(2, round(length / max(max_width, 4))))
    borders = word_borders(headline)
    cuts = sorted({min(borders, key=lambda at: abs(at - length * i / count)) for i in range(1, count)})
    lines = [headline[a:b].strip() for a, b in zip([0, *cuts], [*cuts, length], strict=True)]
    return [line for line in lines if line]


def _tokens(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]+ ?|\d[\d.,]*%?|.", text)


def _width_em(tokens: Sequence[str]) -> float:
    return sum(0.5 if ord(char) < 128 else 1.0 for token in tokens for char in token)


def _fill(tokens: list[str], width: float, rng: random.Random) -> tuple[list[str], list[str]]:
    """The tokens of one line, and the remaining ones. Punctuation that may not begin the next line is squeezed in, or
    moves to the next line with the token before it."""
    used = 0.0
    end = 0
    while end < len(tokens) and (used + _width_em(tokens[end : end + 1]) <= width or end == 0):
        used += _width_em(tokens[end : end + 1])
        end += 1
    if end < len(tokens) and tokens[end] in NO_LINE_START:
        squeezable = sum(token in "，。、；：”“（）《》" for token in tokens[:end]) >= 1
        if squeezable and rng.random() < 0.8:
            end += 1
        elif end > 2:
            end -= 1
    while end > 1 and end < len(tokens) and tokens[end - 1] in NO_LINE_END:
        end -= 1
    while 1 < end < len(tokens) and tokens[end] in NO_LINE_START:
        end += 1
    return tokens[:end], tokens[end:]


def _spaced(line: str, style: PageStyle, rng: random.Random, *, last: bool, short: bool) -> str:
    if not last and rng.random() < (0.4 if short else style.justified):
        return " ".join(re.findall(r"[A-Za-z\d.,%]+|.", line.replace(" ", "")))
    return re.sub(
        r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])",
        lambda _: " " if rng.random() < style.digit_space else "",
        line,
    )


def word_borders(headline: str) -> list[int]:
    """Offsets where a headline may break: between words, not before closing or after opening punctuation."""
    ends = itertools.accumulate(len(word) for word in rjieba.cut(headline))
    return [
        at
        for at in ends
        if at == len(headline) or (headline[at] not in NO_LINE_START and headline[at - 1] not in NO_LINE_END)
    ]
