"""How good answers and retrieval are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from eval.commands.costs import faults
from eval.commands.shared import (
    DEFAULT_LIMIT,
    Baseline,
    Html,
    Json,
    Part,
    QuestionLimit,
    Sets,
    Together,
    open_bench,
    output_run,
    sets_or_sample,
)
from eval.runs import SHARED_BIGRAMS, PartFilter, merge_runs


def retrieval(
    sets: Sets = None,
    part: Part = "report",
    questions: QuestionLimit = DEFAULT_LIMIT,
    together: Together = False,
    baseline: Baseline = SHARED_BIGRAMS,
    json_file: Json = None,
    html: Html = None,
) -> None:
    """How well the articles that hold the answer are found, beside simpler systems."""
    with open_bench() as bench:
        output_run(
            bench.retrieval(sets_or_sample(sets), part, questions, together, baseline), json_file, html
        )


def answers(
    sets: Sets = None,
    part: Part = "report",
    questions: QuestionLimit = DEFAULT_LIMIT,
    together: Together = False,
    json_file: Json = None,
    html: Html = None,
) -> None:
    """How often answers are right, and questions rightly declined, beside the best single sentence."""
    with open_bench() as bench:
        output_run(bench.answers(sets_or_sample(sets), part, questions, together), json_file, html)


def dates(
    half: Annotated[
        str, typer.Option(help="tune, blind or both; only the tuning half shows its cases")
    ] = "both",
) -> None:
    """Share of time expressions read exactly, day for day."""
    from eval.dates import HALVES, read_cases, share_exact

    for name in HALVES:
        if half not in (name, "both"):
            continue
        readings = read_cases(name)
        typer.echo(f"{name}: {share_exact(readings):.4f} of {len(readings)} exact")
        for reading in readings:
            if name == "tune" and not reading.exact:
                typer.echo(reading)


def duplicates() -> None:
    """Share of a story's printings that are known as one, and of different stories wrongly taken for one."""
    from eval.duplicates import measure
    from eval.readings import SAMPLE

    for joined_pairs in measure(SAMPLE):
        typer.echo(
            f"{joined_pairs.kind}: {joined_pairs.share:.4f} of {joined_pairs.pairs} pairs taken for one story"
        )


def dialogues(
    part: Annotated[str, typer.Option(help="tune or report; empty: both")] = "",
    show: Annotated[bool, typer.Option("--show", help="print each wrong turn")] = False,
) -> None:
    """Share of the turns of the dialogues whose article is found first."""
    from eval.dialogues import load, measure_dialogues, table
    from eval.readings import SAMPLE

    console, held = Console(), load()
    with open_bench() as bench, bench.assistant(SAMPLE) as assistant:
        for name in (part,) if part else ("tune", "report"):
            chosen = [dialogue for dialogue in held if dialogue.part == name]
            results = measure_dialogues(
                track(chosen, f"dialogues, {name}", console=Console(stderr=True)), assistant
            )
            console.print(table(results, f"dialogues, {name}"))
            if show:
                for result in results:
                    if not result.right or result.cited_right is False:
                        console.print(result, highlight=False, markup=False)


def dated(
    sets: Sets = None,
    questions: QuestionLimit = DEFAULT_LIMIT,
    show: Annotated[bool, typer.Option("--show", help="print each question that went wrong")] = False,
) -> None:
    """Questions that need a date, made from the dated articles: right article first, right period understood."""
    from eval.dated import measure_dated, table
    from eval.dated_questions import make_questions

    console = Console()
    with open_bench() as bench:
        for folder in sets_or_sample(sets):
            with bench.assistant(folder) as assistant:
                made = make_questions(assistant.archive, questions)
                asked = track(made, f"{folder.name}, dated", console=Console(stderr=True))
                results = measure_dated(asked, assistant, bench.embedder.clock)
            console.print(table(results, f"{folder.name}, dated"))
            if show:
                for result in results:
                    if not (result.understood and result.right):
                        console.print(result, highlight=False, markup=False)


def several(
    sets: Annotated[list[Path], typer.Argument(metavar="SET…", help="folders of question sets")],
    part: Part = "report",
    questions: QuestionLimit = DEFAULT_LIMIT,
) -> None:
    """Questions that several articles answer together: all among the first five, all quoted with their days."""
    from eval.bench import DEFAULT_TODAY, sample_questions
    from eval.sets import load_all
    from eval.several import measure_several, table

    console = Console()
    with open_bench() as bench:
        for folder in sets:
            asked = sample_questions(
                [q for q in load_all(folder, DEFAULT_TODAY) if len(q.doc_ids) > 1], part, questions
            )
            with bench.assistant(folder) as assistant:
                shown = track(asked, f"{folder.name}, {part}", console=Console(stderr=True))
                console.print(table(measure_several(shown, assistant), f"{folder.name}, {part}"))


def spans(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET…", help="folders of question sets with answer spans")
    ],
    part: Part = "report",
    questions: QuestionLimit = DEFAULT_LIMIT,
) -> None:
    """How exactly the reader marks answers in paragraphs that hold them (exact match, F1; CMRC 2018's scorer)."""
    from eval.spans import mark_answers

    with open_bench() as bench:
        if bench.reader is None:
            raise typer.BadParameter("WENDA_READER=none marks nothing.")
        for folder in sets:
            marked = mark_answers(folder, part, questions, bench.reader)
            exact, f1 = (sum(getattr(m, score) for m in marked) / len(marked) for score in ("exact", "f1"))
            typer.echo(f"{folder.name}, {part}: exact {exact:.4f}, F1 {f1:.4f} of {len(marked)}")


def everything(
    sets: Sets = None,
    questions: QuestionLimit = DEFAULT_LIMIT,
    json_file: Json = None,
    html: Html = Path("report.html"),
) -> None:
    """Retrieval and answers on the sample paper, both halves of its questions, and on SET…; then all other figures of
    the sample paper, and the long proofs."""
    asked: list[tuple[Sequence[Path], PartFilter]] = [
        (sets_or_sample(None), "tune"),
        (sets_or_sample(None), "report"),
        (sets or [], "report"),
    ]
    with open_bench() as bench:
        runs = [
            measure(folders, part, questions)
            for folders, part in asked
            for measure in (bench.retrieval, bench.answers)
        ]
    output_run(merge_runs(runs), json_file, html)
    dates(half="both")
    duplicates()
    dialogues()
    dated()
    faults()
