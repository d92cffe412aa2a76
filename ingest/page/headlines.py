"""Gives roles to the display lines beside a body: headline, sub-headline (or shoulder), column title, or none.

Below a notice, the first lines may also be its closing: the office that signs it, and the date.

A block of display lines is divided into groups of adjacent lines, and each group gets a role. All divisions are
scored, because a block has few lines. Form is one part of the score: a sub-headline begins with a dash, a column
title ends with an icon, narrow lines are one headline broken over several lines, and a line of two halves with a
space between is a headline by itself. The other part is how well the group's words fit the body (`words`).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.page.display_lines import DisplayLine
from ingest.page.words import BodyWords, PageWords
from rag.text.script import to_simplified

Role = Literal["headline", "subheadline", "column", "closing", "unassigned"]

MOST_LINES = 8  # lines of a block considered from each side; a headline with its sub-headlines has fewer
_NARROW = 12.0  # em; headline lines up to this width were broken to fit a column
_EVIDENCE = 0.35  # score per character of a title whose words are all in the body
_BY_CHANCE = 0.22  # usual affinity of a title with a body that it does not belong to
_HEADLINE = 1.5
_SUBHEADLINE = -1.2
_COLUMN = -0.1
_UNASSIGNED = -1.2
_ODD_LINE = 3.0
_BROKEN_WORD = 1.0
_BOTH_WIDE = 0.7  # two wide lines are more likely two titles than one broken title
_SHOULDER_FIRST = 0.3
_ENGLISH_SHOULDER = -1.5
_COLUMN_AFTER = -1.5  # a column title is above its headline; one below a headline belongs to the next article
_SHOULDER_ENDS = tuple("强调|指出|要求|表示|提出|会议|座谈会|召开|推进会|大会|时|中|上".split("|"))
_COLUMN_WORDS = (
    "对话|聚焦|走基层|进行时|系列|专栏|专题报道|故事|在行动|回眸|巡礼|纪事|关注|直击|观察|访谈|一线|讲述|解读|问答|追踪|回音|播报|速递|快讯|之窗|身边|风采|看点|·|｜|组合拳|大家谈|面对面|行动"
).split("|")


@dataclass(frozen=True)
class Reading:
    """A role for each display line of a block, and the score of these roles together (higher is better)."""

    score: float
    roles: tuple[Role, ...]


class HeadlineReader:
    """Gives roles to the display lines of one page."""

    def __init__(self, words: PageWords, *, spaced_out: bool) -> None:
        """
        Args:
            spaced_out: whether most lines of the page have an empty line before them; lines without one then belong
                together.
        """
        self._words = words
        self._spaced_out = spaced_out

    def readings(
        self, lines: Sequence[DisplayLine], body: BodyWords, *, closing: float | None = None
    ) -> tuple[Reading | None, Reading]:
        """The best reading with a headline (None if there is no line), and the best without headline and sub-headline.

        Args:
            lines: the display lines above or below the body.
            body: the body's words.
            closing: for lines below the body, the score of a signature there; None for lines above it.
        """
        best = self._search(lines, body, closing)
        without = best[False]
        assert without is not None  # every line can be unassigned
        return best[True], without

    def _search(
        self, lines: Sequence[DisplayLine], body: BodyWords, closing: float | None
    ) -> dict[bool, Reading | None]:
        """Dynamic programme over the lines. The state is (has headline, has column title, number of sub-headlines)."""
        table: list[dict[tuple[bool, bool, int], Reading]] = [{} for _ in range(len(lines) + 1)]
        table[0][(False, False, 0)] = Reading(0.0, ())
        for end in range(1, len(lines) + 1):
            for start in range(max(0, end - MOST_LINES), end):
                scores = self.role_scores(lines[start:end], body)
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
        """Cost of giving two lines different roles if no empty line separates them on a page full of empty lines."""
        if at == 0 or not self._spaced_out or not lines[at].is_tight:
            return 0.0
        if lines[at].opens_with_dash or lines[at - 1].icons:
            return 0.0
        return 0.6 if max(lines[at - 1].width, lines[at].width) <= _NARROW else 0.2

    def _odd_line(self, lines: Sequence[DisplayLine], affinity: float, body: BodyWords) -> float:
        """Cost of a line that fits the body much worse than the title as a whole."""
        if len(lines) == 1:
            return 0.0
        oddest = min(self._words.affinity(line.text, body) for line in lines)
        return _ODD_LINE * max(0.0, affinity - oddest - 0.2)

    def role_scores(self, lines: Sequence[DisplayLine], body: BodyWords) -> dict[Role, float]:
        """The scores of some lines together in each role."""
        text = to_simplified("".join(line.text for line in lines))
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
            scores["unassigned"] = _UNASSIGNED
        return scores


def _same_word(before: DisplayLine, after: DisplayLine, body: BodyWords) -> bool:
    """Whether the characters on both sides of a line break are a pair in the body, as if the break splits a word."""
    return before.text[-1:].lower() + after.text[:1].lower() in body.pairs


def _closing_score(lines: Sequence[DisplayLine], at: int, readiness: float) -> dict[Role, float]:
    """Score of a line as the closing of a notice: a date, or a signature (more likely with a date after it)."""
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
    """Add to `table` the readings that extend `so_far` by `lines` in each role; keep the best reading per state."""
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
            score += _order_score(lines[0], below_headline=has_headline)
        if role == "column" and has_headline:
            score += _COLUMN_AFTER
        reached = Reading(so_far.score + score - cut, so_far.roles + (role,) * len(lines))
        if after not in table or reached.score > table[after].score:
            table[after] = reached


def _order_score(line: DisplayLine, *, below_headline: bool) -> float:
    """Score of a sub-headline by its place: Chinese papers rather print one above the headline, English ones below it."""
    if line.line.is_latin:
        return 0.0 if below_headline else _ENGLISH_SHOULDER
    return -_SHOULDER_FIRST if below_headline else _SHOULDER_FIRST


def _best(readings: Sequence[Reading]) -> Reading | None:
    return max(readings, key=lambda reading: reading.score, default=None)


def _join_cost(before: DisplayLine, after: DisplayLine, body: BodyWords) -> float:
    """Cost of reading two lines as one title: higher if both are wide, or a dash or an icon is between them."""
    narrow, wide = sorted((before.width, after.width))
    cost = 0.0 if wide <= _NARROW else _BOTH_WIDE if narrow > 9 else 0.8
    cost += 0.12 * max(0.0, after.width - before.width - 2.5)
    cost -= _BROKEN_WORD if _same_word(before, after, body) else 0.0
    if after.opens_with_dash:
        cost += 3.0
    if before.icons:
        cost += 2.0
    if before.line.is_latin and before.text.isupper() != after.text.isupper():
        cost += 3.5
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
    elif text.endswith(_SHOULDER_ENDS):
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
    if any(word in text for word in _COLUMN_WORDS):
        score += 0.6
    if lines[0].opens_with_dash:
        score -= 2.0
    return score
