"""Undoes bold type that was set by printing a line two or three times: ``青青石石路路``, or a whole line again."""

from __future__ import annotations

import re

import rjieba

from ingest.clean.aligned import AlignedText

_FEWEST_GROUPS = 3  # of equal characters
_FEWEST_GROUPS_INSIDE = 5  # in a part of a line, such as a dispatch line that is set bold
_FEWEST_LETTERS = 5  # different ones, of a line that is there twice: `加油加油` is so printed
_GROUPS = {times: re.compile(rf"(?:(\S)\1{{{times - 1}}})+") for times in (4, 3, 2)}


def undouble(line: AlignedText) -> AlignedText:
    """A line whose characters, or some run of them, are each printed two, three or four times, with each printed once.

    Real doublings stay: ``天天向上``, ``高高兴兴``, ``谢谢爸爸妈妈``, numbers.
    """
    kept = line.keep(_mask(line.text))
    return line if kept.text == line.text else undouble(kept)


def _mask(text: str) -> list[bool]:
    mask = [True] * len(text)
    compact = [i for i, char in enumerate(text) if char != " "]
    joined = "".join(text[i] for i in compact)
    if times := _times_repeated(joined):
        start = compact[len(joined) // times]
        return [i < start for i in range(len(text))]
    for times, groups in _GROUPS.items():
        for match in groups.finditer(joined):
            is_whole = len(match.group()) == len(joined)
            fewest = _FEWEST_GROUPS if is_whole else _FEWEST_GROUPS_INSIDE
            if len(match.group()) >= times * fewest and _is_printed_again(match.group(), times):
                for at in range(match.start(), match.end()):
                    mask[compact[at]] = (at - match.start()) % times == 0
        if not all(mask):
            break
    return mask


def _times_repeated(line: str) -> int:
    """How often a line without spaces has one text printed one after the other; 0 if only once."""
    for times in (3, 2):
        part = line[: len(line) // times]
        if part * times == line and len(set(filter(str.isalpha, part))) >= _FEWEST_LETTERS:
            return times
    return 0


def _is_printed_again(run: str, times: int) -> bool:
    """Whether a run of doubled characters is no row of dots, no number and no words like ``高高兴兴`` or ``妈妈``."""
    singles = run[::times]
    letters = sum(map(str.isalpha, singles))
    if letters < _FEWEST_GROUPS or len(set(singles)) * 2 < len(singles):
        return False
    return times > 2 or any(len(word) not in (2, 4) for word in rjieba.cut(run, False))
