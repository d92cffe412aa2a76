"""Commands that measure the quality of answers, retrieval and date parsing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    print_tables,
    sets_or_sample,
)
from eval.runs import SHARED_BIGRAMS, PartFilter, merge_runs

if TYPE_CHECKING:
    from rich.table import Table

    from eval.bench import Bench


def retrieval(
    sets: Sets = None,
    part: Part = "report",
    questions: QuestionLimit = DEFAULT_LIMIT,
    together: Together = False,
    baseline: Baseline = SHARED_BIGRAMS,
    json_file: Json = None,
    html: Html = None,
) -> None:
    """How well the articles with the answer are found, compared with simpler systems."""
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
    llm: Annotated[
        str,
        typer.Option(
            help="a model words the answers: `printed`, `corrupted`, `unreported` (see eval/written.py), or a file of `record`"
        ),
    ] = "",
) -> None:
    """How often Wenda answers correctly and declines correctly, compared with a single-sentence baseline."""
    with open_bench() as bench:
        if llm:
            print_tables(iter([_written(bench, sets_or_sample(sets), part, questions, llm)]))
            return
        output_run(bench.answers(sets_or_sample(sets), part, questions, together), json_file, html)


def record(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET…", help="a set, and further sets for its archive")
    ],
    into: Annotated[Path, typer.Option(help="the file that the model's raw output is appended to")],
    part: Part = "report",
    questions: QuestionLimit = 100,
) -> None:
    """Ask the model of WENDA_LLM each question once and keep what it says, for `answers --llm`."""
    from eval.bench import comparable_questions
    from eval.written import RecordingModel, record
    from rag.llm import LanguageModel

    with open_bench() as bench:
        loaded = LanguageModel.load(bench.settings)
        model = RecordingModel(model=loaded.chat)
        asked = LanguageModel(model, loaded.name, loaded.timeout)
        with bench.assistant(sets[0], sets[1:], model=asked) as assistant:
            chosen = comparable_questions(part, questions)(sets[0])
            record(track(chosen, "questions", console=Console(stderr=True)), assistant, model, into)


def _written(bench: Bench, folders: Sequence[Path], part: PartFilter, limit: int, script: str) -> Table:
    """The answers that the model words, with and without the checker."""
    from eval.bench import comparable_questions
    from eval.written import Unchecked, article_texts, ask_all, raw_output, saying_model, written_table
    from rag.cite import ClaimChecker

    chosen = comparable_questions(part, limit)(folders[0])
    said = raw_output(script, chosen, article_texts(folders[0]))
    chosen = [question for question in chosen if question.id in said]
    answers = {}
    for name, kind in (("the checker", ClaimChecker), ("nothing", Unchecked)):
        model, asked = saying_model()
        checker = kind.load(bench.settings.cache_dir, bench.embedder)
        with bench.assistant(folders[0], folders[1:], model=asked, checker=checker) as assistant:
            shown = track(chosen, name, console=Console(stderr=True))
            answers[name] = list(ask_all(shown, said, assistant, model))
    return written_table(answers, f"{folders[0].name}, {part}, the model says: {script}")


def dates(
    half: Annotated[
        str, typer.Option(help="tune, blind or both; wrong cases are printed for the tuning half only")
    ] = "both",
) -> None:
    """Share of time expressions parsed to exactly the right days."""
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
    """Share of reprints recognised as the same story, and of different stories wrongly joined."""
    from eval.duplicates import measure
    from eval.readings import SAMPLE

    for count in measure(SAMPLE):
        typer.echo(f"{count.kind}: {count.share:.4f} of {count.pairs} pairs joined as one story")


def talks(
    sets: Annotated[
        list[Path],
        typer.Argument(metavar="SET…", help="a set with dialogues.jsonl, and further sets for its archive"),
    ],
    part: Part = "report",
    show: Annotated[bool, typer.Option("--show", help="print each wrong turn")] = False,
) -> None:
    """Residents' dialogues, answered turn by turn: the share of right turns by kind."""
    from eval.talks import load_talks, measure_talks, talk_table

    console = Console()
    with open_bench() as bench, bench.assistant(sets[0], sets[1:]) as assistant:
        dialogues = load_talks(sets[0], part)
        shown = track(dialogues, f"{sets[0].name}, {part}", console=Console(stderr=True))
        results = measure_talks(shown, assistant)
    console.print(talk_table(results, f"{sets[0].name}, {part}"))
    if show:
        for result in results:
            if not result.right:
                console.print(result, highlight=False, markup=False)


def claims(
    folder: Annotated[Path, typer.Argument(metavar="SET", help="a set with claims.jsonl and corpus.jsonl")],
    part: Part = "report",
    show: Annotated[bool, typer.Option("--show", help="print each claim judged wrongly")] = False,
) -> None:
    """Share of a language model's true sentences that pass the check, and of wrong ones that it catches, by kind."""
    from eval.claims.labelled import check_claims, claims_table, load_claims
    from rag.cite import ClaimChecker

    console = Console()
    with open_bench() as bench:
        checker = ClaimChecker.load(bench.settings.cache_dir, bench.embedder)
        shown = track(load_claims(folder, part), "claims", console=Console(stderr=True))
        checked = list(check_claims(shown, checker))
    console.print(claims_table(checked, f"{folder.name}, {part}"))
    if show:
        for one in checked:
            if not one.right:
                words = "、".join(one.verdict.at_fault)
                console.print(one.claim.kind, one.claim.text, words, highlight=False, markup=False)


def dialogues(
    part: Annotated[str, typer.Option(help="tune or report; empty: both")] = "",
    show: Annotated[bool, typer.Option("--show", help="print each wrong turn")] = False,
) -> None:
    """Share of dialogue turns for which a right article is ranked first."""
    from eval.dialogues import load, measure_dialogues, table
    from eval.readings import SAMPLE

    console, all_dialogues = Console(), load()
    with open_bench() as bench, bench.assistant(SAMPLE) as assistant:
        for name in (part,) if part else ("tune", "report"):
            chosen = [dialogue for dialogue in all_dialogues if dialogue.part == name]
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
    show: Annotated[bool, typer.Option("--show", help="print each question answered wrongly")] = False,
) -> None:
    """Questions with a date, generated from dated articles: right article ranked first, right period understood."""
    from eval.dated import measure_dated, table
    from eval.dated_questions import make_questions

    console = Console()
    with open_bench() as bench:
        for folder in sets_or_sample(sets):
            with bench.assistant(folder) as assistant:
                generated = make_questions(assistant.archive, questions)
                shown = track(generated, f"{folder.name}, dated", console=Console(stderr=True))
                results = measure_dated(shown, assistant, bench.embedder.clock)
            console.print(table(results, f"{folder.name}, dated"))
            if show:
                for result in results:
                    if not (result.period_right and result.right):
                        console.print(result, highlight=False, markup=False)


def several(
    sets: Annotated[list[Path], typer.Argument(metavar="SET…", help="folders of question sets")],
    part: Part = "report",
    questions: QuestionLimit = DEFAULT_LIMIT,
) -> None:
    """Questions that need several articles: all in the first five, all quoted with their dates."""
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
    """How precisely the reader marks an answer in a paragraph that contains it (exact match, F1; CMRC 2018's scorer)."""
    from eval.spans import mark_answers

    with open_bench() as bench:
        if bench.reader is None:
            raise typer.BadParameter("This command needs a reader: WENDA_READER is none.")
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
    """Measure retrieval and answers on the sample paper (tuning and report parts) and on SET… (report part); then run
    the other measurements on the sample paper, and the long proofs."""
    measured: list[tuple[Sequence[Path], PartFilter]] = [
        (sets_or_sample(None), "tune"),
        (sets_or_sample(None), "report"),
        (sets or [], "report"),
    ]
    with open_bench() as bench:
        runs = [
            measure(folders, part, questions)
            for folders, part in measured
            for measure in (bench.retrieval, bench.answers)
        ]
    output_run(merge_runs(runs), json_file, html)
    dates(half="both")
    duplicates()
    dialogues()
    dated()
    faults()
