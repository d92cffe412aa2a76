"""Runs that were kept, and what staff found."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from eval.commands.shared import RunFile, exit_on_error, print_tables
from eval.runs import Run, merge_runs
from eval.verdicts import summarise
from rag.config import Settings
from rag.journal import Journal


def compare(before: RunFile, after: RunFile) -> None:
    """What the second of two kept runs has changed, over the questions of both."""
    from eval.tables import changes

    with exit_on_error():
        print_tables(changes(Run.load(before), Run.load(after)))


def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN.json…", help="runs that `--json` has kept")],
    html: Annotated[Path, typer.Option(help="where to write the page")] = Path("report.html"),
) -> None:
    """One page of kept runs, with plots and the worst questions."""
    from eval.report import write

    with exit_on_error():
        write(merge_runs([Run.load(path) for path in runs]), html)


def verdicts(
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Share of checked statements that staff found right, by kind and by week."""
    with exit_on_error():
        settings = Settings.load()
        with closing(Journal.open_to_read(settings)) as journal:
            summary = summarise(journal.verdicts(), settings.timezone)
    typer.echo(json.dumps(summary.as_json(), ensure_ascii=False) if as_json else summary.as_text())
