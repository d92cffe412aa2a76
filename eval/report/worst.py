"""The questions that are worth a look: where Wenda was surest of what is wrong, or did not find what is there."""

from __future__ import annotations

from dataclasses import dataclass

from eval.runs import AnswerRow, Column, RankedRow

MOST = 20


@dataclass(frozen=True, slots=True)
class Look:
    """One question.

    Attributes:
        confidence: of the answer; None where no answer was given.
    """

    why: str
    question: str
    said: str
    expected: str
    confidence: float | None = None


def missed(column: Column[RankedRow]) -> list[Look]:
    """Where the first article that holds the answer is ranked lowest."""
    rows = sorted(column.rows, key=lambda row: (row.measures["MRR@10"], row.measures["nDCG@10"]))
    return [
        Look(_rank(row.measures["MRR@10"]), row.question, row.said, row.expected)
        for row in rows[:MOST]
        if row.measures["MRR@10"] < 1
    ]


def wrong(column: Column[AnswerRow]) -> list[Look]:
    """The surest of the wrong answers."""
    looks = [
        Look("wrong answer", row.question, row.said, row.expected, row.confidence)
        for row in column.rows
        if row.confidence is not None and not row.in_text
    ] + [
        Look("its articles were left out", row.question, row.said_without, "", row.confidence_without)
        for row in column.rows
    ]
    return _surest([look for look in looks if _given(column, look)])


def declined(column: Column[AnswerRow]) -> list[Look]:
    """The right answers that were not given, the surest of them first."""
    looks = [
        Look("declined", row.question, row.said, row.expected, row.confidence)
        for row in column.rows
        if row.confidence is not None and row.in_text
    ]
    return _surest([look for look in looks if not _given(column, look)])


def _given(column: Column[AnswerRow], look: Look) -> bool:
    return (look.confidence or 0.0) >= (column.decline_below or 0.0)


def _surest(looks: list[Look]) -> list[Look]:
    return sorted(looks, key=lambda look: look.confidence or 0.0, reverse=True)[:MOST]


def _rank(reciprocal: float) -> str:
    return f"rank {round(1 / reciprocal)}" if reciprocal else "not among ten"
