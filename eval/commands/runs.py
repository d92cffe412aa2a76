"""Runs that were kept, and what staff found."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from eval.commands.shared import Kept, show, told_errors
from eval.runs import Run, joined
from eval.verdicts import summarise
from rag.config import Settings
from rag.journal import Journal


def compare(before: Kept, after: Kept) -> None:
    """What the second of two kept runs has changed, over the questions of both."""
    from eval.tables import changes

    with told_errors():
        show(changes(Run.load(before), Run.load(after)))


def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN.json…", help="runs that `--json` has kept")],
    html: Annotated[Path, typer.Option(help="where to write the page")] = Path("report.html"),
) -> None:
    """One page of kept runs, with plots and the worst questions."""
    from eval.report import write

    with told_errors():
        write(joined([Run.load(path) for path in runs]), html)


def verdicts(
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Share of checked statements that staff found right, by kind and by week."""
    with told_errors():
        settings = Settings.load()
        with closing(Journal.open_to_read(settings)) as journal:
            summary = summarise(journal.verdicts(), settings.timezone)
    typer.echo(json.dumps(summary.as_json(), ensure_ascii=False) if as_json else summary.as_text())
