"""``python -m eval …``: figures to stdout, everything else to stderr."""

from __future__ import annotations

import json
from contextlib import closing
from typing import Annotated

import typer

from eval.verdicts import summarise
from rag.config import Settings
from rag.journal import Journal
from rag.schema import WendaError

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Measure answers, retrieval and page splitting."""


@app.command()
def verdicts(
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Share of checked statements that staff found right, by kind and by week."""
    settings = Settings()
    try:
        with closing(Journal.open(settings)) as journal:
            summary = summarise(journal.verdicts(), settings.timezone)
    except WendaError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps(summary.as_json(), ensure_ascii=False) if as_json else summary.as_text())


if __name__ == "__main__":
    app()
