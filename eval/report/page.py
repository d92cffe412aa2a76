"""Writes the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.bootstrap import Estimate
from eval.report import plots, worst
from eval.risk import THRESHOLDS, outcome
from eval.runs import OURS, AnswerRow, Column, RankedRow, Row, Run, by_title
from eval.statistics import differences, estimates, milliseconds, statistics


def write(run: Run, path: Path) -> None:
    """Write the page of a run; it needs nothing from outside."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [
        _of_ranks(columns, run.baseline_column(columns)) for columns in by_title(run.retrieval).values()
    ]
    sections += [
        _of_answers(columns, run.baseline_column(columns)) for columns in by_title(run.answers).values()
    ]
    page = environment.get_template("page.html.j2").render(run=run, sections=sections)
    path.write_text(page, encoding="utf-8")


def _of_ranks(columns: Sequence[Column[RankedRow]], against: Column[RankedRow] | None) -> dict[str, Any]:
    ours = [column for column in columns if column.system == OURS]
    return _section("Retrieval", columns, against) | {
        "plots": [("hit@k, with 95 % intervals", Markup(plots.hits(columns)))],
        "worst": [("Articles missed or ranked low", worst.missed(column)) for column in ours],
    }


def _of_answers(columns: Sequence[Column[AnswerRow]], against: Column[AnswerRow] | None) -> dict[str, Any]:
    ours = [column for column in columns if column.decline_below is not None]
    return _section("Answers", columns, against) | {
        "plots": [
            ("Risk and coverage", Markup(plots.risk_coverage(columns))),
            *(("Calibration, with the number of readings", Markup(plots.calibration(c))) for c in ours),
        ],
        "worst": [
            table
            for column in ours
            for table in (
                ("Wrong answers given, the surest first", worst.wrong(column)),
                ("Right answers not given", worst.declined(column)),
            )
        ],
        "outcomes": [
            outcome(column.rows, threshold)
            for column in ours
            for threshold in sorted({*THRESHOLDS, column.decline_below or 0.0})
        ],
    }


def _section(kind: str, columns: Sequence[Column[Row]], against: Column[Row] | None) -> dict[str, Any]:
    """What sections of both kinds show: figures by system, and by way of asking."""
    names = list(dict.fromkeys(name for column in columns for name in statistics(column)))
    return {
        "kind": kind,
        "title": columns[0].title,
        "questions": len(columns[0].rows),
        "against": against.system if against else "",
        "figures": names,
        "systems": [
            {
                "name": column.system,
                "values": estimates(column),
                "differences": differences(column, against) if against and column is not against else {},
                "milliseconds": milliseconds(column),
            }
            for column in columns
        ],
        "styles": [
            {
                "name": style or "other",
                "questions": len(columns[0].of_style(style).rows),
                "systems": _apart(columns, style),
            }
            for style in columns[0].styles
        ],
        "outcomes": [],
    }


def _apart(columns: Sequence[Column[Row]], style: str) -> Mapping[str, Mapping[str, Estimate]]:
    return {column.system: estimates(column.of_style(style)) for column in columns}
