"""What the commands share: arguments, opening the bench, printing results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from eval.runs import PartFilter, Run, SystemName
from rag.config import Settings
from rag.schema import WendaError

if TYPE_CHECKING:  # the bench loads LangChain, Chroma and PyTorch
    from rich.table import Table

    from eval.bench import Bench

Sets = Annotated[
    list[Path] | None, typer.Argument(metavar="SET…", help="folders of question sets; none: the sample paper")
]
Part = Annotated[PartFilter, typer.Option(help="which part of the questions")]
QuestionLimit = Annotated[
    int, typer.Option(help="questions per set at most, sampled with a fixed seed", min=1)
]
Together = Annotated[
    bool, typer.Option("--together", help="put all sets into one archive; default: one archive each")
]
Baseline = Annotated[SystemName, typer.Option(help="the system to compare the others with")]
Json = Annotated[
    Path | None, typer.Option("--json", help="save the run to this file, for `compare` and `report`")
]
Html = Annotated[Path | None, typer.Option(help="write a page with plots and the worst questions")]
RunFile = Annotated[Path, typer.Argument(help="a run saved with `--json`")]
DEFAULT_LIMIT = 300
WIDTH = 130  # characters of a table that is written to a file


@contextmanager
def open_bench() -> Iterator[Bench]:
    from eval.bench import Bench

    with exit_on_error(), Bench.open(Settings.load()) as bench:
        yield bench


@contextmanager
def exit_on_error() -> Iterator[None]:
    """Print the message of a `WendaError` to stderr and exit with status 1."""
    try:
        yield
    except WendaError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def sets_or_sample(sets: Sequence[Path] | None) -> Sequence[Path]:
    from eval.readings import SAMPLE

    return sets or [SAMPLE]


def output_run(run: Run, json_file: Path | None, html: Path | None) -> None:
    from eval.tables import tables

    if json_file:
        run.save(json_file)
    print_tables(tables(run))
    if html:
        from eval.report import write

        write(run, html)


def print_tables(tables: Iterator[Table]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    for table in tables:
        console.print(table)
