"""``python -m eval …``: figures to stdout, everything else to stderr."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from eval import pages
from eval.verdicts import summarise
from rag.config import Settings
from rag.journal import Journal
from rag.schema import WendaError

if TYPE_CHECKING:
    from eval.readings import Case
    from rag.embedding import Embedder

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Measure answers, retrieval and page splitting."""


@app.command()
def verdicts(
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Share of checked statements that staff found right, by kind and by week."""
    settings = Settings.load()
    try:
        with closing(Journal.open_to_read(settings)) as journal:
            summary = summarise(journal.verdicts(), settings.timezone)
    except WendaError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps(summary.as_json(), ensure_ascii=False) if as_json else summary.as_text())


Sets = Annotated[
    list[Path] | None, typer.Argument(metavar="SET…", help="folders of question sets; none: the sample paper")
]
# "today" for the questions of a set that name none: figures must not change by the day
UNDATED = date(2024, 12, 31)
Most = Annotated[int, typer.Option(help="questions of each set at most", min=1)]


@app.command()
def answers(
    sets: Sets = None,
    part: Annotated[str, typer.Option(help="tune or report")] = "report",
    questions: Most = 300,
    show: Annotated[bool, typer.Option("--show", help="print each wrong answer")] = False,
) -> None:
    """Share of questions answered rightly and declined rightly, over the thresholds."""
    from eval.answers import measure_answers, table
    from eval.readings import SAMPLE, Remembering

    settings, console = Settings.load(), Console()
    for folder, cases in _cases(sets or [SAMPLE], part, questions, settings):
        results = measure_answers(cases, Remembering(_embedder(settings)))
        console.print(table(results, f"{folder.name}, {part}", settings.decline_below))
        if show:
            for result in results:
                if result.right != result.answerable or not result.answerable:
                    console.print(result, highlight=False, markup=False)


@app.command()
def dialogues(
    part: Annotated[str, typer.Option(help="tune or report; empty: both")] = "",
    show: Annotated[bool, typer.Option("--show", help="print each wrong turn")] = False,
) -> None:
    """Share of the turns of the dialogues whose article is found first."""
    from eval.dialogues import Remembering, load, measure_dialogues, table
    from eval.readings import SAMPLE, searchable
    from rag.chain import Assistant

    settings, console, held = Settings.load(), Console(), load()
    embedder = _embedder(settings)
    with searchable(SAMPLE, settings, embedder) as retriever:
        assistant = Assistant(settings, retriever.archive, retriever.indexes, embedder, Remembering(embedder))
        for name in (part,) if part else ("tune", "report"):
            chosen = [dialogue for dialogue in held if dialogue.part == name]
            with counting(f"dialogues, {name}", len(chosen)) as on:
                results = measure_dialogues(chosen, assistant, on)
            console.print(table(results, f"dialogues, {name}"))
            if show:
                for result in results:
                    if not result.right or result.cited_right is False:
                        console.print(result, highlight=False, markup=False)


@app.command("all")
def all_() -> None:
    """Everything that needs nothing but the project itself: the sample paper, both halves of its questions and
    dialogues."""
    for part in ("tune", "report"):
        answers(part=part)
    dialogues()


app.command(name="pages", help="How well made-up pages are split.")(pages.main)


@app.command()
def calibrate(sets: Sets = None, questions: Most = 300) -> None:
    """Fit the weights of `rag/weights.json` on the tuning parts of the sample paper and of SET…"""
    from eval.calibrate import WORDS, fit, save
    from eval.readings import SAMPLE, TUNING, Remembering

    settings = Settings.load()
    folders = [SAMPLE, TUNING, *(sets or [])]
    cases = [case for _, some in _cases(folders, "tune", questions, settings) for case in some]
    answerer = Remembering(_embedder(settings))
    save(fit(cases, answerer), fit(cases, answerer, WORDS))


def _cases(
    sets: list[Path], part: str, questions: int, settings: Settings
) -> Iterator[tuple[Path, list[Case]]]:
    """The measured questions of one part of each set, chosen by a fixed seed where there are more."""
    from eval import sets as question_sets
    from eval.readings import measure, searchable

    for folder in sets:
        chosen = [q for q in question_sets.load(folder, UNDATED) if q.part == part]
        random.Random(1).shuffle(chosen)
        chosen = chosen[:questions]
        with (
            searchable(folder, settings, _embedder(settings)) as retriever,
            counting(folder.name, len(chosen)) as on,
        ):
            yield folder, measure(chosen, retriever, on)


@cache
def _embedder(settings: Settings) -> Embedder:
    from rag.embedding import Embedder

    return Embedder.load(settings)


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on stderr; call what it yields after each step."""
    with Progress(*Progress.get_default_columns(), console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


if __name__ == "__main__":
    app()
