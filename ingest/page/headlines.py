"""What the display lines beside a body are: its headline, sub-headline or shoulder, column title, or none of its.

Below a notice the first of them may be its closing: the office that signs it, and the day.

A block of display lines is cut into stretches, each given a role; the best reading is found by trying all
(a block has few lines). How a stretch is set speaks for its role: a dash opens a sub-headline, an icon font's
letter closes a column title, narrow lines are one headline broken over several, two halves with a space
between are a headline by themselves. What it says (`words`) speaks for or against its belonging to the body.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.page.display_lines import DisplayLine
from ingest.page.words import BodyWords, PageWords

Role = Literal["headline", "subheadline", "column", "closing", "rest"]

MOST_LINES = 8  # of one block that are considered from each side; a page's headline has fewer
_NARROW = 12.0  # em; a headline's lines at most so wide were broken to fit a column
_EVIDENCE = 0.35  # score of one character of a title that its body fully shares
_BY_CHANCE = 0.22  # the affinity that a title has with a body it does not belong to
_HEADLINE = 1.5
_SUBHEADLINE = -1.2
_COLUMN = -0.1
_REST = -1.2
_ODD_LINE = 3.0
_BROKEN_WORD = 1.0
_BOTH_WIDE = 0.7  # two wide lines are rather two titles than one broken title
_SHOULDER_FIRST = 0.3
_COLUMN_AFTER = -1.5  # column titles stand above headlines; one after a headline is the next article's
_SHOULDER_END = re.compile(r"(?:强调|指出|要求|表示|提出|会议|座谈会|召开|推进会|大会|时|中|上)$")
_COLUMN_WORDS = re.compile(
    r"(?:对话|聚焦|走基层|进行时|系列|专栏|专题报道|故事|在行动|回眸|巡礼|纪事|关注|直击|观察|访谈|一线|讲述|解读|问答|追踪|回音|播报|速递|快讯|之窗|身边|风采|看点|·|｜|组合拳|大家谈|面对面|行动)"
)


@dataclass(frozen=True)
class Reading:
    """A reading of a block of display lines: a role for each and how well it fits (higher is better)."""

    score: float
    roles: tuple[Role, ...]


class HeadlineReader:
    """Reads blocks of display lines on one page."""

    def __init__(self, words: PageWords, *, spaced_out: bool) -> None:
        """`spaced_out`: whether this page has empty lines between most lines, so that their lack binds two lines."""
        self._words = words
        self._spaced_out = spaced_out

    def readings(
        self, lines: Sequence[DisplayLine], body: BodyWords, *, closing: float | None = None
    ) -> tuple[Reading | None, Reading]:
        """The best reading with a headline (None when there is no line) and the best without one, so without sub-headline.

        Args:
            lines: one block, from above or below the body.
            body: what the body says.
            closing: for a block below its body, how readily the body takes a signature; None above it.
        """
        best = self._search(lines, body, closing)
        without = best[False]
        assert without is not None  # all lines may always be of no role
        return best[True], without

    def _search(
        self, lines: Sequence[DisplayLine], body: BodyWords, closing: float | None
    ) -> dict[bool, Reading | None]:
        """Dynamic programme over the lines; the state says which of headline, column and sub-headline are given."""
        table: list[dict[tuple[bool, bool, int], Reading]] = [{} for _ in range(len(lines) + 1)]
        table[0][(False, False, 0)] = Reading(0.0, ())
        for end in range(1, len(lines) + 1):
            for start in range(max(0, end - MOST_LINES), end):
                scores = self._role_scores(lines[start:end], body)
                if closing is not None and end - start == 1:
                    scores |= _closing_score(lines, start, closing)
                cut = self._cut_cost(lines, start)
                for state, so_far in table[start].items():
                    _extend(table[end], state, so_far, scores, cut, lines[start:end])
        final = table[len(lines)]
        return {
            True: _best([reading for (has, _, _), reading in final.items() if has]),
            False: _best([reading for (has, _, subs), reading in final.items() if not has and not subs]),
        }

    def _cut_cost(self, lines: Sequence[DisplayLine], at: int) -> float:
        """Lines set without a gap on a page full of gaps belong together."""
        if at == 0 or not self._spaced_out or not lines[at].is_tight:
            return 0.0
        if lines[at].opens_with_dash or lines[at - 1].icons:
            return 0.0
        return 0.6 if max(lines[at - 1].width, lines[at].width) <= _NARROW else 0.2

    def _odd_line(self, lines: Sequence[DisplayLine], affinity: float, body: BodyWords) -> float:
        """What it costs when one line of a title speaks of the body much less than the title as a whole."""
        if len(lines) == 1:
            return 0.0
        oddest = min(self._words.affinity(line.text, body) for line in lines)
        return _ODD_LINE * max(0.0, affinity - oddest - 0.2)

    def _role_scores(self, lines: Sequence[DisplayLine], body: BodyWords) -> dict[Role, float]:
        text = "".join(line.text for line in lines)
        length = sum(1 for char in text if char.isalnum()) * (0.4 if text.isascii() else 1.0)
        affinity = self._words.affinity(text, body)
        evidence = _EVIDENCE * min(length, 30) * (affinity - _BY_CHANCE)
        joins = sum(_join_cost(a, b, body) for a, b in itertools.pairwise(lines))
        joins += self._odd_line(lines, affinity, body)
        scores: dict[Role, float] = {
            "headline": _HEADLINE + evidence - joins + _headline_form(lines, text, length),
            "subheadline": _SUBHEADLINE + evidence - joins + _subheadline_form(lines, text, length),
            "column": _COLUMN - 2.0 * affinity - len(lines[1:]) + _column_form(lines, text, length),
        }
        if len(lines) == 1:
            scores["rest"] = _REST
        return scores


def _same_word(before: DisplayLine, after: DisplayLine, body: BodyWords) -> bool:
    """Whether the characters on both sides of a line break stand together in the body, as in a broken phrase."""
    return before.text[-1:].lower() + after.text[:1].lower() in body.pairs


def _closing_score(lines: Sequence[DisplayLine], at: int, readiness: float) -> dict[Role, float]:
    """A name under a notice, the likelier with a date after it; a date after a name."""
    line = lines[at].line
    if line.is_date:
        return {"closing": 1.5}
    if not line.is_signature:
        return {}
    dated = at + 1 < len(lines) and lines[at + 1].line.is_date
    return {"closing": readiness + (2.5 if dated else 0.0)}


def _extend(
    table: dict[tuple[bool, bool, int], Reading],
    state: tuple[bool, bool, int],
    so_far: Reading,
    scores: dict[Role, float],
    cut: float,
    lines: Sequence[DisplayLine],
) -> None:
    dashed = lines[0].opens_with_dash
    has_headline, has_column, subheadlines = state
    for role, score in scores.items():
        if (role == "headline" and has_headline) or (role == "column" and has_column):
            continue
        if (role == "subheadline" and subheadlines == 2) or (
            role == "closing" and set(so_far.roles) - {"closing"}
        ):
            continue
        after = (
            has_headline or role == "headline",
            has_column or role == "column",
            subheadlines + (role == "subheadline"),
        )
        if role == "subheadline" and not dashed:
            score += -_SHOULDER_FIRST if has_headline else _SHOULDER_FIRST
        if role == "column" and has_headline:
            score += _COLUMN_AFTER
        reached = Reading(so_far.score + score - cut, so_far.roles + (role,) * len(lines))
        if after not in table or reached.score > table[after].score:
            table[after] = reached


def _best(readings: Sequence[Reading]) -> Reading | None:
    return max(readings, key=lambda reading: reading.score, default=None)


def _join_cost(before: DisplayLine, after: DisplayLine, body: BodyWords) -> float:
    """How unlikely two lines are to be one title: wide ones, a dash or an icon between."""
    narrow, wide = sorted((before.width, after.width))
    cost = 0.0 if wide <= _NARROW else _BOTH_WIDE if narrow > 9 else 0.8
    cost += 0.12 * max(0.0, after.width - before.width - 2.5)
    cost -= _BROKEN_WORD if _same_word(before, after, body) else 0.0
    if after.opens_with_dash:
        cost += 3.0
    if before.icons:
        cost += 2.0
    if _has_halves(before.text) or _has_halves(after.text):
        cost += 0.6
    return cost


def _has_halves(text: str) -> bool:
    halves = text.split(" ")
    return 2 <= len(halves) <= 3 and min(len(half) for half in halves) >= 3 and not text.isascii()


def _headline_form(lines: Sequence[DisplayLine], text: str, length: float) -> float:
    score = -2.0 if length < 4 else -0.5 if length < 6 else -0.15 * max(0.0, length - 34)
    if len(lines) == 1 and _has_halves(text):
        score += 0.8
    if lines[0].opens_with_dash:
        score -= 3.0
    if len(lines) == 1 and text.endswith(("强调", "指出", "要求", "表示")):
        score -= 1.2
    if any(line.icons for line in lines):
        score -= 1.5
    if len(lines) == 1 and lines[0].line.is_signature:
        score -= 0.8
    if any(line.line.is_date or line.line.is_number for line in lines):
        score -= 5.0
    return score


def _subheadline_form(lines: Sequence[DisplayLine], text: str, length: float) -> float:
    score = 0.0
    if lines[0].opens_with_dash:
        score += 2.0
    elif length < 10:
        score -= 1.0
    elif _SHOULDER_END.search(text):
        score += 0.6
    if len(lines) == 1 and _has_halves(text):
        score -= 0.6
    if any(line.icons for line in lines):
        score -= 2.0
    return score


def _column_form(lines: Sequence[DisplayLine], text: str, length: float) -> float:
    score = -1.0 if length > 18 else 0.0
    if any(line.icons for line in lines):
        score += 2.0
    if _COLUMN_WORDS.search(text):
        score += 0.6
    if lines[0].opens_with_dash:
        score -= 2.0
    return score
