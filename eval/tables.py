"""Shows runs as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields

from rich.table import Table

from eval.bootstrap import Estimate
from eval.risk import THRESHOLDS, Outcome, outcome
from eval.runs import AnswerRow, Column, Row, Run, by_title
from eval.statistics import differences, estimates, milliseconds, shared, statistics

BY_STYLE = (
    "hit@1",
    "all@5",
    "right",
    "right, or in the nearest lines",
    "near misses declined",
    "tempting line shown",
)  # figures shown for each style of question


def tables(run: Run) -> Iterator[Table]:
    """Tables for each part of each set: figures, figures by style of question, and results at other thresholds."""
    measured: list[Sequence[Column[Row]]] = [
        *by_title(run.retrieval).values(),
        *by_title(run.answers).values(),
    ]
    for columns in measured:
        yield _figures(columns, run.baseline_column(columns))
        if columns[0].styles:
            yield _by_style(columns)
    for column in run.answers:
        if column.decline_below is not None:
            yield _risk(column, column.decline_below)


def changes(before: Run, after: Run) -> Iterator[Table]:
    """Tables of what changed from one run to another, over the systems and questions that both contain."""
    earlier = {(c.title, c.system, kind): c for kind, columns in _kinds(before) for c in columns}
    for kind, columns in _kinds(after):
        for column in columns:
            previous = earlier.get((column.title, column.system, kind))
            if previous and shared(column, previous).rows:
                yield _change(shared(previous, column), shared(column, previous))


def _kinds(run: Run) -> tuple[tuple[str, Sequence[Column[Row]]], ...]:
    return ("retrieval", run.retrieval), ("answers", run.answers)


def _change(before: Column[Row], after: Column[Row]) -> Table:
    drawn = _table(f"{after.title}, {after.system}: {len(after.rows)} questions in both runs")
    for heading in ("first", "second", "difference"):
        drawn.add_column(heading, justify="right")
    first, second = estimates(before), estimates(after)
    for name, change in differences(after, before).items():
        drawn.add_row(name, f"{first[name].value:.3f}", f"{second[name].value:.3f}", _difference(change))
    return drawn


def _figures(columns: Sequence[Column[Row]], baseline: Column[Row] | None) -> Table:
    """One row per figure, one column per system. A cell shows the value and its interval, and the difference from the
    baseline and its interval."""
    drawn = _table(f"{columns[0].title}: {len(columns[0].rows)} questions")
    drawn.caption = "95 % intervals by bootstrap over groups of questions" + (
        f"; below them the difference from {baseline.system} (* : interval excludes zero)" if baseline else ""
    )
    cells: dict[str, list[str]] = {name: [] for column in columns for name in statistics(column)}
    times = []
    for column in columns:
        drawn.add_column(column.system, justify="right")
        found = estimates(column)
        compared = differences(column, baseline) if baseline and baseline is not column else {}
        for name, row in cells.items():
            lines = [f"{found[name].value:.3f}\n{_interval(found[name])}"] if name in found else []
            lines += [_difference(compared[name])] if name in compared else []
            row.append("\n".join(lines))
        times.append("{:.0f} / {:.0f}".format(*milliseconds(column)))
    for name, row in cells.items():
        drawn.add_row(name, *row)
    drawn.add_row("ms, p50 / p95", *times)
    return drawn


def _by_style(columns: Sequence[Column[Row]]) -> Table:
    drawn = _table(f"{columns[0].title}: by style of question")
    for column in columns:
        drawn.add_column(column.system, justify="right")
    for style in columns[0].styles:
        in_style = [column.of_style(style) for column in columns]
        found = [estimates(column) for column in in_style]
        for name in (name for name in BY_STYLE if name in found[0]):
            values = (
                f"{figures[name].value:.3f}\n{_interval(figures[name])}" if name in figures else ""
                for figures in found
            )
            drawn.add_row(f"{style} ({len(in_style[0].rows)}), {name}", *values)
    return drawn


def _risk(column: Column[AnswerRow], shipped: float) -> Table:
    """One row per threshold; the shipped one is marked with a star."""
    drawn = Table(title=f"{column.title}, {column.system}: by threshold")
    for field in fields(Outcome):
        drawn.add_column(field.name.replace("_", " "), justify="right")
    for threshold in sorted({*THRESHOLDS, shipped}):
        _, *shares = astuple(outcome(column.rows, threshold))
        mark = "*" if threshold == shipped else ""
        drawn.add_row(f"{mark}{threshold:.2f}", *(f"{share:.3f}" for share in shares))
    return drawn


def _table(title: str) -> Table:
    drawn = Table(title=title, show_lines=True)
    drawn.add_column("")
    return drawn


def _interval(estimate: Estimate) -> str:
    return f"{estimate.low:.2f}–{estimate.high:.2f}"


def _difference(estimate: Estimate) -> str:
    mark = "*" if estimate.clear_of_zero else ""
    return f"{estimate.value:+.3f}{mark}\n{estimate.low:+.2f}…{estimate.high:+.2f}"
