"""The figures of a column: what each is, and their values with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eval.bootstrap import Estimate, Statistic, difference, estimate
from eval.runs import AnswerRow, Column, RankedRow, Row

MAX_FALSE_ANSWERS = (
    0.05  # of the unanswerable questions are answered, at the threshold that systems are compared at
)


def estimates(column: Column[Row]) -> dict[str, Estimate]:
    """Each figure with its interval."""
    groups = [row.group for row in column.rows]
    return {name: estimate(statistic, groups) for name, statistic in statistics(column).items()}


def differences(column: Column[Row], baseline: Column[Row]) -> dict[str, Estimate]:
    """How much each figure is more than the baseline's, over the questions that both were asked."""
    ours, theirs = shared(column, baseline), shared(baseline, column)
    groups = [row.group for row in ours.rows]
    against = statistics(theirs)
    return {
        name: difference(statistic, against[name], groups)
        for name, statistic in statistics(ours).items()
        if name in against and groups
    }


def shared(column: Column[Row], other: Column[Row]) -> Column[Row]:
    """The questions that `other` was asked too, in one order."""
    ids = {row.id for row in other.rows}
    rows = sorted((row for row in column.rows if row.id in ids), key=lambda row: row.id)
    return column.model_copy(update={"rows": tuple(rows)})


def milliseconds(column: Column[Row]) -> tuple[float, float]:
    """Median and 95th percentile of the time a question takes."""
    p50, p95 = np.quantile([row.seconds for row in column.rows], (0.5, 0.95)) * 1000
    return float(p50), float(p95)


def statistics(column: Column[Row]) -> Mapping[str, Statistic]:
    """The figures of a column, by name."""
    ranked = [row for row in column.rows if isinstance(row, RankedRow)]
    answers = [row for row in column.rows if isinstance(row, AnswerRow)]
    return _of_answers(answers, column.decline_below) if answers else _of_ranks(ranked)


def _of_ranks(rows: Sequence[RankedRow]) -> dict[str, Statistic]:
    return {name: share([row.measures[name] for row in rows]) for name in rows[0].measures} if rows else {}


def _of_answers(rows: Sequence[AnswerRow], decline_below: float | None) -> dict[str, Statistic]:
    there = np.array([row.confidence is not None for row in rows])
    confidence = np.array([row.confidence or 0.0 for row in rows])
    absent = np.array([row.confidence_without for row in rows])
    right = np.array([row.in_text for row in rows])
    figures = {
        "in the text": share(right, there),
        "in the first statement": share([row.in_first for row in rows], there),
        "in the quote": share([row.in_quote for row in rows], there),
        "characters": share([row.length for row in rows], there),
        "AUROC": auroc(confidence, there, absent),
        f"right, {MAX_FALSE_ANSWERS:.0%} let through": right_at_share(
            confidence, there & right, there, absent
        ),
    }
    if decline_below is not None:
        figures |= {
            "wrongly declined": share(confidence < decline_below, there),
            "unanswerable answered": share(absent >= decline_below),
        }
        cut_out = [row.confidence_cut_out for row in rows]
        known = [c is not None for c in cut_out]
        if any(known):
            figures["topic alone answered"] = share([(c or 0.0) >= decline_below for c in cut_out], known)
    return figures


def share(values: ArrayLike, among: ArrayLike = True) -> Statistic:
    """The mean of `values`, (n,), over the questions that are `among` those that count, (n,)."""
    array = np.asarray(values, np.float64)
    counted = np.broadcast_to(np.asarray(among, np.float64), array.shape)

    def statistic(drawn: NDArray[np.float64]) -> float:
        weights = drawn * counted
        return float(weights @ array / weights.sum()) if weights.any() else float("nan")

    return statistic


def auroc(confidence: ArrayLike, there: ArrayLike, absent: ArrayLike) -> Statistic:
    """Probability that an answerable question has more confidence than one whose articles are left out
    (Mann-Whitney U).

    Args:
        confidence, there: of each question with all articles, and whether that can be answered, (n,).
        absent: confidence without the articles that answer, (n,).
    """
    absent = np.asarray(absent, np.float64)
    order = np.argsort(absent)
    below = np.searchsorted(absent[order], confidence, "left")
    upto = np.searchsorted(absent[order], confidence, "right")

    def statistic(drawn: NDArray[np.float64]) -> float:
        weights = drawn * np.asarray(there)
        less = np.concatenate(([0.0], np.cumsum(drawn[order])))
        if not weights.any():
            return float("nan")
        return float(weights @ (less[below] + less[upto]) / 2 / weights.sum() / less[-1])

    return statistic


def right_at_share(confidence: ArrayLike, right: ArrayLike, there: ArrayLike, absent: ArrayLike) -> Statistic:
    """The share of the answerable questions answered rightly at the lowest threshold at which no more than
    `MAX_FALSE_ANSWERS` of the unanswerable ones are answered. Arguments as of `auroc`; `right`: which hold the answer."""
    confidence, absent = np.asarray(confidence), np.asarray(absent, np.float64)
    order = np.argsort(-absent)

    def statistic(drawn: NDArray[np.float64]) -> float:
        let_through = np.cumsum(drawn[order]) > MAX_FALSE_ANSWERS * drawn.sum()
        highest_refused = absent[order][np.argmax(let_through)]
        return share(np.asarray(right) & (confidence > highest_refused), there)(drawn)

    return statistic
