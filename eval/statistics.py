"""The figures of a column of results, such as hit@1 or AUROC, with their intervals."""

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
    """Each figure with its interval, by name."""
    groups = [row.group for row in column.rows]
    return {name: estimate(statistic, groups) for name, statistic in statistics(column).items()}


def differences(column: Column[Row], baseline: Column[Row]) -> dict[str, Estimate]:
    """Each figure minus the baseline's, over the questions that both columns contain."""
    ours, theirs = shared(column, baseline), shared(baseline, column)
    groups = [row.group for row in ours.rows]
    baseline_statistics = statistics(theirs)
    return {
        name: difference(statistic, baseline_statistics[name], groups)
        for name, statistic in statistics(ours).items()
        if name in baseline_statistics and groups
    }


def shared(column: Column[Row], other: Column[Row]) -> Column[Row]:
    """The column reduced to the questions that `other` contains too, sorted by id."""
    ids = {row.id for row in other.rows}
    rows = sorted((row for row in column.rows if row.id in ids), key=lambda row: row.id)
    return column.model_copy(update={"rows": tuple(rows)})


def milliseconds(column: Column[Row]) -> tuple[float, float]:
    """Median and 95th percentile of the time per question."""
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
    answerable = np.array([row.confidence is not None for row in rows])
    confidence = np.array([row.confidence or 0.0 for row in rows])
    confidence_without = np.array([row.confidence_without for row in rows])
    right = np.array([row.in_text for row in rows])
    figures = {
        "in the text": share(right, answerable),
        "in the first statement": share([row.in_first for row in rows], answerable),
        "in the quote": share([row.in_quote for row in rows], answerable),
        "characters": share([row.length for row in rows], answerable),
        "AUROC": auroc(confidence, answerable, confidence_without),
        "AUROC, near misses": auroc(confidence, answerable, confidence_without, ~answerable),
        f"right, {MAX_FALSE_ANSWERS:.0%} let through": right_at_share(
            confidence, answerable & right, answerable, confidence_without
        ),
    }
    if decline_below is not None:
        answered = confidence >= decline_below
        in_nearest = np.array([bool(row.in_nearest) for row in rows])
        figures |= {
            "right": share(right & answered, answerable),
            "right, or in the nearest lines": share(
                (right & answered) | (in_nearest & ~answered), answerable
            ),
            "near misses declined": share(confidence_without < decline_below, ~answerable),
            "tempting line shown": share(
                in_nearest, [row.confidence is None and row.in_nearest is not None for row in rows]
            ),
            "wrongly declined": share(confidence < decline_below, answerable),
            "unanswerable answered": share(confidence_without >= decline_below),
        }
        cut_out = [row.confidence_cut_out for row in rows]
        measured = [c is not None for c in cut_out]
        if any(measured):
            figures["topic alone answered"] = share([(c or 0.0) >= decline_below for c in cut_out], measured)
    once = np.ones(len(rows))
    return {name: statistic for name, statistic in figures.items() if not np.isnan(statistic(once))}


def share(values: ArrayLike, among: ArrayLike = True) -> Statistic:
    """The mean of `values`, (n,), over the questions where `among`, (n,), is true."""
    array = np.asarray(values, np.float64)
    counted = np.broadcast_to(np.asarray(among, np.float64), array.shape)

    def statistic(drawn: NDArray[np.float64]) -> float:
        weights = drawn * counted
        return float(weights @ array / weights.sum()) if weights.any() else float("nan")

    return statistic


def auroc(
    confidence: ArrayLike, answerable: ArrayLike, confidence_without: ArrayLike, among: ArrayLike = True
) -> Statistic:
    """Probability that an answerable question has a higher confidence than one without its articles (Mann-Whitney U).

    Args:
        confidence: confidence of each question with all articles, (n,).
        answerable: whether an article answers the question, (n,).
        confidence_without: confidence of each question without its articles, (n,).
        among: which of these to compare with, (n,).
    """
    without = np.asarray(confidence_without, np.float64)
    compared = np.broadcast_to(np.asarray(among, np.float64), without.shape)
    order = np.argsort(without)
    below = np.searchsorted(without[order], confidence, "left")
    upto = np.searchsorted(without[order], confidence, "right")

    def statistic(drawn: NDArray[np.float64]) -> float:
        weights = drawn * np.asarray(answerable)
        less = np.concatenate(([0.0], np.cumsum((drawn * compared)[order])))
        if not weights.any() or not less[-1]:
            return float("nan")
        return float(weights @ (less[below] + less[upto]) / 2 / weights.sum() / less[-1])

    return statistic


def right_at_share(
    confidence: ArrayLike, right: ArrayLike, answerable: ArrayLike, confidence_without: ArrayLike
) -> Statistic:
    """Share of answerable questions answered correctly at the lowest threshold at which at most `MAX_FALSE_ANSWERS` of
    the unanswerable ones are answered.

    Args:
        confidence, answerable, confidence_without: see `auroc`.
        right: whether the statements hold the answer, (n,).
    """
    confidence, without = np.asarray(confidence), np.asarray(confidence_without, np.float64)
    order = np.argsort(-without)

    def statistic(drawn: NDArray[np.float64]) -> float:
        over_limit = np.cumsum(drawn[order]) > MAX_FALSE_ANSWERS * drawn.sum()
        highest_refused = without[order][np.argmax(over_limit)]
        return share(np.asarray(right) & (confidence > highest_refused), answerable)(drawn)

    return statistic
