"""Selects the questions to review: confident wrong answers, right answers not given, and articles ranked low."""

from __future__ import annotations

from dataclasses import dataclass

from eval.runs import AnswerRow, Column, RankedRow

MAX_ITEMS = 20


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One question to review.

    Attributes:
        confidence: confidence of the answer; None for a ranking.
    """

    reason: str
    question: str
    said: str
    expected: str
    confidence: float | None = None


def missed(column: Column[RankedRow]) -> list[ReviewItem]:
    """Questions whose first right article is ranked lowest or not at all."""
    rows = sorted(column.rows, key=lambda row: (row.measures["MRR@10"], row.measures["nDCG@10"]))
    return [
        ReviewItem(_rank(row.measures["MRR@10"]), row.question, row.said, row.expected)
        for row in rows[:MAX_ITEMS]
        if row.measures["MRR@10"] < 1
    ]


def wrong(column: Column[AnswerRow]) -> list[ReviewItem]:
    """The most confident wrong answers."""
    items = [
        ReviewItem("wrong answer", row.question, row.said, row.expected, row.confidence)
        for row in column.rows
        if row.confidence is not None and not row.in_text
    ] + [
        ReviewItem("its articles were left out", row.question, row.said_without, "", row.confidence_without)
        for row in column.rows
    ]
    return _most_confident([item for item in items if _is_given(column, item)])


def declined(column: Column[AnswerRow]) -> list[ReviewItem]:
    """Right answers that were not given, most confident first."""
    items = [
        ReviewItem("declined", row.question, row.said, row.expected, row.confidence)
        for row in column.rows
        if row.confidence is not None and row.in_text
    ]
    return _most_confident([item for item in items if not _is_given(column, item)])


def _is_given(column: Column[AnswerRow], item: ReviewItem) -> bool:
    return (item.confidence or 0.0) >= (column.decline_below or 0.0)


def _most_confident(items: list[ReviewItem]) -> list[ReviewItem]:
    return sorted(items, key=lambda item: item.confidence or 0.0, reverse=True)[:MAX_ITEMS]


def _rank(reciprocal: float) -> str:
    return f"rank {round(1 / reciprocal)}" if reciprocal else "not in first ten"
