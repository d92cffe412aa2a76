"""The questions that are worth a look: where Wenda was surest of what is wrong, or did not find what is there."""

from __future__ import annotations

from dataclasses import dataclass

from eval.runs import AnswerRow, Column, RankedRow

MAX_ITEMS = 20


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One question.

    Attributes:
        confidence: of the answer; None where no answer was given.
    """

    reason: str
    question: str
    said: str
    expected: str
    confidence: float | None = None


def missed(column: Column[RankedRow]) -> list[ReviewItem]:
    """Where the first article that holds the answer is ranked lowest."""
    rows = sorted(column.rows, key=lambda row: (row.measures["MRR@10"], row.measures["nDCG@10"]))
    return [
        ReviewItem(_rank(row.measures["MRR@10"]), row.question, row.said, row.expected)
        for row in rows[:MAX_ITEMS]
        if row.measures["MRR@10"] < 1
    ]


def wrong(column: Column[AnswerRow]) -> list[ReviewItem]:
    """The surest of the wrong answers."""
    items = [
        ReviewItem("wrong answer", row.question, row.said, row.expected, row.confidence)
        for row in column.rows
        if row.confidence is not None and not row.in_text
    ] + [
        ReviewItem("its articles were left out", row.question, row.said_without, "", row.confidence_without)
        for row in column.rows
    ]
    return _surest([item for item in items if _given(column, item)])


def declined(column: Column[AnswerRow]) -> list[ReviewItem]:
    """The right answers that were not given, the surest of them first."""
    items = [
        ReviewItem("declined", row.question, row.said, row.expected, row.confidence)
        for row in column.rows
        if row.confidence is not None and row.in_text
    ]
    return _surest([item for item in items if not _given(column, item)])


def _given(column: Column[AnswerRow], item: ReviewItem) -> bool:
    return (item.confidence or 0.0) >= (column.decline_below or 0.0)


def _surest(items: list[ReviewItem]) -> list[ReviewItem]:
    return sorted(items, key=lambda item: item.confidence or 0.0, reverse=True)[:MAX_ITEMS]


def _rank(reciprocal: float) -> str:
    return f"rank {round(1 / reciprocal)}" if reciprocal else "not among ten"
