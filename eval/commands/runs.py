"""Commands on saved runs and on the staff's verdicts."""

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
    """What changed between two saved runs, over the questions that both contain."""
    from eval.tables import changes

    with exit_on_error():
        print_tables(changes(Run.load(before), Run.load(after)))


def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN.json…", help="runs saved with `--json`")],
    html: Annotated[Path, typer.Option(help="where to write the page")] = Path("report.html"),
) -> None:
    """Write saved runs as one HTML page with plots and the worst questions."""
    from eval.report import write

    with exit_on_error():
        write(merge_runs([Run.load(path) for path in runs]), html)


def verdicts(
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Share of checked statements that staff marked as right, by kind and by week."""
    with exit_on_error():
        settings = Settings.load()
        with closing(Journal.open_to_read(settings)) as journal:
            summary = summarise(journal, settings.timezone)
    typer.echo(json.dumps(summary.as_json(), ensure_ascii=False) if as_json else summary.as_text())


def missed() -> None:
    """The declined questions for which a checker chose the line that answers them, as lines of `questions.jsonl`."""
    from eval.missed import missed_questions
    from rag.archive import Archive

    with exit_on_error():
        settings = Settings.load()
        with closing(Journal.open_to_read(settings)) as journal, closing(Archive.open(settings)) as archive:
            for question in missed_questions(journal, archive):
                typer.echo(json.dumps(question, ensure_ascii=False))
