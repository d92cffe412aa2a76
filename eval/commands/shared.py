"""What the commands share: their arguments, the bench, and how results are shown."""

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
Part = Annotated[PartFilter, typer.Option(help="which half of the questions")]
QuestionLimit = Annotated[
    int, typer.Option(help="questions of each set at most, chosen by a fixed seed", min=1)
]
Together = Annotated[bool, typer.Option("--together", help="all sets in one archive; else each in its own")]
Baseline = Annotated[SystemName, typer.Option(help="the system that the others are compared with")]
Json = Annotated[
    Path | None, typer.Option("--json", help="keep the run in this file, for `compare` and `report`")
]
Html = Annotated[Path | None, typer.Option(help="write a page with plots and the worst questions")]
RunFile = Annotated[Path, typer.Argument(help="a run that `--json` has kept")]
DEFAULT_LIMIT = 300
WIDTH = 130  # of tables that go to a file


@contextmanager
def open_bench() -> Iterator[Bench]:
    from eval.bench import Bench

    with exit_on_error(), Bench.open(Settings.load()) as bench:
        yield bench


@contextmanager
def exit_on_error() -> Iterator[None]:
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

    print_tables(tables(run))
    if json_file:
        run.save(json_file)
    if html:
        from eval.report import write

        write(run, html)


def print_tables(drawn: Iterator[Table]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    for table in drawn:
        console.print(table)
