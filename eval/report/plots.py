"""Draws the plots of the page as inline SVG."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eval.risk import PossibleAnswers
from eval.runs import AnswerRow, Column, RankedRow
from eval.statistics import estimates

HITS = ("hit@1", "hit@5", "hit@10")
BINS = 10
STYLE: dict[Any, Any] = {
    "svg.hashsalt": "wenda",  # makes the file deterministic
    "svg.fonttype": "none",  # keeps text as text, in the browser's fonts
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 9,
}


def hits(columns: Sequence[Column[RankedRow]]) -> str:
    """hit@k of each system, with intervals."""
    figure, axes = _figure(8, 3)
    width = 0.8 / len(columns)
    for index, column in enumerate(columns):
        found = [estimates(column)[name] for name in HITS]
        values = np.array([e.value for e in found])
        spread = [values - [e.low for e in found], np.array([e.high for e in found]) - values]
        x = np.arange(len(HITS)) + (index - (len(columns) - 1) / 2) * width
        axes.bar(x, values, width * 0.9, yerr=np.maximum(spread, 0), label=column.system, capsize=2)
    axes.set_xticks(np.arange(len(HITS)), HITS)
    axes.set_ylim(0, 1)
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    return _svg(figure)


def risk_coverage(columns: Sequence[Column[AnswerRow]]) -> str:
    """Share of wrong answers among the most confident ones, over the share of answers given."""
    figure, axes = _figure(4.5, 3)
    for column in columns:
        given = PossibleAnswers.of(column.rows)
        wrong = ~given.right[np.argsort(-given.confidence, kind="stable")]
        count = np.arange(1, len(wrong) + 1)
        axes.plot(count / len(wrong), np.cumsum(wrong) / count, label=column.system)
        if column.decline_below is not None:
            sure = given.confidence >= column.decline_below
            axes.plot(
                sure.mean(),
                (~given.right[sure]).mean() if sure.any() else 0.0,
                "o",
                label=f"shipped threshold, {column.decline_below:g}",
            )
    axes.set_xlabel("share of all questions answered")
    axes.set_ylabel("share of the answers wrong")
    axes.set_ylim(0, 1)
    axes.legend(frameon=False)
    return _svg(figure)


def calibration(column: Column[AnswerRow]) -> str:
    """Share of right answers in each bin of confidence."""
    figure, axes = _figure(3.6, 3)
    given = PossibleAnswers.of(column.rows)
    bin_of = np.minimum((given.confidence * BINS).astype(int), BINS - 1)
    filled = [b for b in range(BINS) if (bin_of == b).any()]
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    axes.plot(
        [given.confidence[bin_of == b].mean() for b in filled],
        [given.right[bin_of == b].mean() for b in filled],
        "o-",
    )
    for b in filled:
        position = (given.confidence[bin_of == b].mean(), given.right[bin_of == b].mean())
        axes.annotate(
            str((bin_of == b).sum()), position, textcoords="offset points", xytext=(4, -10), color="0.4"
        )
    axes.set_xlabel("confidence")
    axes.set_ylabel("share right")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    return _svg(figure)


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.subplots()


def _svg(figure: Figure) -> str:
    output = io.StringIO()
    with mpl.rc_context(STYLE):
        figure.savefig(output, format="svg", metadata={"Date": None, "Creator": None})
    text = output.getvalue()
    return re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
