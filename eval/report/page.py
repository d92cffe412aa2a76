"""Collects the data of the report page and renders its template."""

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
    """Write the page of a run as one file without external resources."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sections = [
        _retrieval_section(columns, run.baseline_column(columns))
        for columns in by_title(run.retrieval).values()
    ]
    sections += [
        _answers_section(columns, run.baseline_column(columns)) for columns in by_title(run.answers).values()
    ]
    page = environment.get_template("page.html.j2").render(run=run, sections=sections)
    path.write_text(page, encoding="utf-8")


def _retrieval_section(
    columns: Sequence[Column[RankedRow]], baseline: Column[RankedRow] | None
) -> dict[str, Any]:
    ours = [column for column in columns if column.system == OURS]
    return _section("Retrieval", columns, baseline) | {
        "plots": [("hit@k, with 95 % intervals", Markup(plots.hits(columns)))],
        "worst": [("Articles missed or ranked low", worst.missed(column)) for column in ours],
    }


def _answers_section(
    columns: Sequence[Column[AnswerRow]], baseline: Column[AnswerRow] | None
) -> dict[str, Any]:
    ours = [column for column in columns if column.decline_below is not None]
    return _section("Answers", columns, baseline) | {
        "plots": [
            ("Risk and coverage", Markup(plots.risk_coverage(columns))),
            *(("Calibration, with the number of answers", Markup(plots.calibration(c))) for c in ours),
        ],
        "worst": [
            table
            for column in ours
            for table in (
                ("Wrong answers given, most confident first", worst.wrong(column)),
                ("Right answers not given", worst.declined(column)),
            )
        ],
        "outcomes": [
            outcome(column.rows, threshold)
            for column in ours
            for threshold in sorted({*THRESHOLDS, column.decline_below or 0.0})
        ],
    }


def _section(kind: str, columns: Sequence[Column[Row]], baseline: Column[Row] | None) -> dict[str, Any]:
    """The data that both kinds of section show: figures by system, and by style of question."""
    names = list(dict.fromkeys(name for column in columns for name in statistics(column)))
    return {
        "kind": kind,
        "title": columns[0].title,
        "questions": len(columns[0].rows),
        "baseline": baseline.system if baseline else "",
        "figures": names,
        "systems": [
            {
                "name": column.system,
                "values": estimates(column),
                "differences": differences(column, baseline) if baseline and column is not baseline else {},
                "milliseconds": milliseconds(column),
            }
            for column in columns
        ],
        "styles": [
            {
                "name": style,
                "questions": len(columns[0].of_style(style).rows),
                "systems": _by_system(columns, style),
            }
            for style in columns[0].styles
        ],
        "outcomes": [],
    }


def _by_system(columns: Sequence[Column[Row]], style: str) -> Mapping[str, Mapping[str, Estimate]]:
    return {column.system: estimates(column.of_style(style)) for column in columns}
