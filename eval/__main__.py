"""``python -m eval …``: figures to stdout, everything else to stderr."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

from eval import pages
from eval.runs import SHARED_BIGRAMS, Half, Run, SystemName, joined
from eval.verdicts import summarise
from rag.config import Settings
from rag.journal import Journal
from rag.schema import WendaError

if TYPE_CHECKING:  # the bench loads LangChain, Chroma and PyTorch
    from rich.table import Table

    from eval.bench import Bench

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)

Sets = Annotated[
    list[Path] | None, typer.Argument(metavar="SET…", help="folders of question sets; none: the sample paper")
]
Part = Annotated[Half, typer.Option(help="which half of the questions")]
Most = Annotated[int, typer.Option(help="questions of each set at most, chosen by a fixed seed", min=1)]
Together = Annotated[bool, typer.Option("--together", help="all sets in one archive; else each in its own")]
Baseline = Annotated[SystemName, typer.Option(help="the system that the others are compared with")]
Json = Annotated[
    Path | None, typer.Option("--json", help="keep the run in this file, for `compare` and `report`")
]
Html = Annotated[Path | None, typer.Option(help="write a page with plots and the worst questions")]
Kept = Annotated[Path, typer.Argument(help="a run that `--json` has kept")]
MOST = 300
WIDTH = 130  # of tables that go to a file


@app.callback()
def main() -> None:
    """Measure answers, retrieval and page splitting."""


@app.command()
def retrieval(
    sets: Sets = None,
    part: Part = "report",
    questions: Most = MOST,
    together: Together = False,
    baseline: Baseline = SHARED_BIGRAMS,
    json_file: Json = None,
    html: Html = None,
) -> None:
    """How well the articles that hold the answer are found, beside simpler systems."""
    with _bench() as bench:
        _deliver(bench.retrieval(_or_sample(sets), part, questions, together, baseline), json_file, html)


@app.command()
def answers(
    sets: Sets = None,
    part: Part = "report",
    questions: Most = MOST,
    together: Together = False,
    json_file: Json = None,
    html: Html = None,
) -> None:
    """How often answers are right, and questions rightly declined, beside the best single sentence."""
    with _bench() as bench:
        _deliver(bench.answers(_or_sample(sets), part, questions, together), json_file, html)


@app.command()
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


@app.command()
def duplicates() -> None:
    """Share of a story's printings that are known as one, and of different stories wrongly taken for one."""
    from eval.duplicates import measure
    from eval.readings import SAMPLE

    for joined_pairs in measure(SAMPLE):
        typer.echo(
            f"{joined_pairs.kind}: {joined_pairs.share:.4f} of {joined_pairs.pairs} pairs taken for one story"
        )


@app.command()
def dialogues(
    part: Annotated[str, typer.Option(help="tune or report; empty: both")] = "",
    show: Annotated[bool, typer.Option("--show", help="print each wrong turn")] = False,
) -> None:
    """Share of the turns of the dialogues whose article is found first."""
    from eval.dialogues import load, measure_dialogues, table
    from eval.readings import SAMPLE

    console, held = Console(), load()
    with _bench() as bench, bench.assistant(SAMPLE) as assistant:
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


@app.command()
def dated(
    sets: Sets = None,
    questions: Most = MOST,
    show: Annotated[bool, typer.Option("--show", help="print each question that went wrong")] = False,
) -> None:
    """Questions that need a date, made from the dated articles: right article first, right period understood."""
    from eval.dated import measure_dated, table
    from eval.dated_questions import make

    console = Console()
    with _bench() as bench:
        for folder in _or_sample(sets):
            with bench.assistant(folder) as assistant:
                made = make(assistant.archive, questions)
                asked = track(made, f"{folder.name}, dated", console=Console(stderr=True))
                results = measure_dated(asked, assistant, bench.embedder.clock)
            console.print(table(results, f"{folder.name}, dated"))
            if show:
                for result in results:
                    if not (result.understood and result.right):
                        console.print(result, highlight=False, markup=False)


@app.command()
def several(
    sets: Annotated[list[Path], typer.Argument(metavar="SET…", help="folders of question sets")],
    part: Part = "report",
    questions: Most = MOST,
) -> None:
    """Questions that several articles answer together: all among the first five, all quoted with their days."""
    from eval.bench import UNDATED, picked
    from eval.sets import load_all
    from eval.several import measure_several, table

    console = Console()
    with _bench() as bench:
        for folder in sets:
            asked = picked([q for q in load_all(folder, UNDATED) if len(q.doc_ids) > 1], part, questions)
            with bench.assistant(folder) as assistant:
                shown = track(asked, f"{folder.name}, {part}", console=Console(stderr=True))
                console.print(table(measure_several(shown, assistant), f"{folder.name}, {part}"))


@app.command("all")
def all_(
    sets: Sets = None, questions: Most = MOST, json_file: Json = None, html: Html = Path("report.html")
) -> None:
    """Retrieval and answers on the sample paper, both halves of its questions, and on SET…; then all other figures of
    the sample paper, and the long proofs."""
    asked: list[tuple[Sequence[Path], Half]] = [
        (_or_sample(None), "tune"),
        (_or_sample(None), "report"),
        (sets or [], "report"),
    ]
    with _bench() as bench:
        runs = [
            measure(folders, part, questions)
            for folders, part in asked
            for measure in (bench.retrieval, bench.answers)
        ]
    _deliver(joined(runs), json_file, html)
    dates(half="both")
    duplicates()
    dialogues()
    dated()
    faults()


@app.command()
def faults(
    names: Annotated[list[str] | None, typer.Argument(metavar="PROOF…", help="none: all of them")] = None,
) -> None:
    """The long proofs of the tests at full size: crashes, damage, random examples."""
    from eval.faults import prove, table

    with _told_errors():
        shown = prove(names or ())
    _print(iter([table(shown)]))
    for text in (text for row in shown for text in row.failed):
        typer.echo(text, err=True)
    if any(row.failed for row in shown):
        raise typer.Exit(1)


@app.command()
def compare(before: Kept, after: Kept) -> None:
    """What the second of two kept runs has changed, over the questions of both."""
    from eval.tables import changes

    with _told_errors():
        _print(changes(Run.load(before), Run.load(after)))


@app.command()
def report(
    runs: Annotated[list[Path], typer.Argument(metavar="RUN.json…", help="runs that `--json` has kept")],
    html: Annotated[Path, typer.Option(help="where to write the page")] = Path("report.html"),
) -> None:
    """One page of kept runs, with plots and the worst questions."""
    from eval.report import write

    with _told_errors():
        write(joined([Run.load(path) for path in runs]), html)


@app.command()
def verdicts(
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Share of checked statements that staff found right, by kind and by week."""
    with _told_errors():
        settings = Settings.load()
        with closing(Journal.open_to_read(settings)) as journal:
            summary = summarise(journal.verdicts(), settings.timezone)
    typer.echo(json.dumps(summary.as_json(), ensure_ascii=False) if as_json else summary.as_text())


app.command(name="pages", help="How well made-up pages are split.")(pages.main)


@app.command()
def calibrate(sets: Sets = None, questions: Most = MOST) -> None:
    """Fit the weights of `rag/search/weights.json` on the tuning parts of the sample paper and of SET…"""
    from eval.calibrate import fit_all, save
    from eval.known_readings import KnownReadings
    from eval.readings import SAMPLE, TUNING, Remembering
    from eval.tuning_cases import tuning_cases

    folders = [SAMPLE, TUNING, *(sets or [])]
    with _bench() as bench:
        if bench.reader is None:
            raise typer.BadParameter("WENDA_READER=none leaves nothing to weigh the readings of.")
        path = bench.settings.cache_dir / "eval" / "readings.sqlite3"
        with (
            closing(KnownReadings(bench.reader, bench.embedder.dtype, path)) as reader,
            tuning_cases(bench, folders, questions) as cases,
        ):
            save(fit_all(cases, Remembering(bench.embedder), reader))


@app.command()
def reading(sets: Sets = None, questions: Most = 60) -> None:
    """What reading costs and brings, by passages, their length, layers and number type, on the tuning parts."""
    from eval.reading_cost import curve, table
    from eval.readings import Remembering

    with _bench() as bench:
        cases = bench.cases(_or_sample(sets), "tune", questions)
        costs = curve(cases, bench.settings, Remembering(bench.embedder), bench.embedder.dtype)
    _print(iter([table(costs, f"{len(cases)} questions")]))


@app.command()
def spans(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET…", help="folders of question sets with answer spans")
    ],
    part: Part = "report",
    questions: Most = MOST,
) -> None:
    """How exactly the reader marks answers in paragraphs that hold them (exact match, F1; CMRC 2018's scorer)."""
    from eval.spans import mark

    with _bench() as bench:
        if bench.reader is None:
            raise typer.BadParameter("WENDA_READER=none marks nothing.")
        for folder in sets:
            marked = mark(folder, part, questions, bench.reader)
            exact, f1 = (sum(getattr(m, score) for m in marked) / len(marked) for score in ("exact", "f1"))
            typer.echo(f"{folder.name}, {part}: exact {exact:.4f}, F1 {f1:.4f} of {len(marked)}")


@app.command()
def speed(
    sets: Sets = None,
    passages: Annotated[
        int, typer.Option(help="in the archive, filled up with made-up ones", min=1)
    ] = 100_000,
    questions: Annotated[int, typer.Option(help="that are timed", min=1)] = 100,
) -> None:
    """How long a question takes in a large archive, beside one embedding of it."""
    from eval.speed import measure_speed, table

    with _bench() as bench:
        timings = measure_speed(
            _or_sample(sets), passages, questions, bench.settings, bench.embedder, bench.reader
        )
    _print(iter([table(timings, f"{len(timings[0].milliseconds)} questions, {passages:,} passages")]))


@app.command()
def memory(
    people: Annotated[int, typer.Option(help="that ask at once in the last step", min=1)] = 50,
) -> None:
    """How much memory the app takes with the sample paper, step by step (Linux)."""
    from eval.memory import measure_memory, table

    with _told_errors():
        _print(iter([table(measure_memory(people))]))


@app.command()
def train(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET…", help="folders of question sets with answer spans")
    ],
    into: Annotated[Path, typer.Option(help="folder for the weights: what WENDA_READER can name")] = Path(
        "reader"
    ),
    minutes: Annotated[
        float, typer.Option(help="of training in all; a killed run goes on where it was", min=0.1)
    ] = 75,
    seed: Annotated[int, typer.Option(help="of examples and new weights")] = 1,
    layers: Annotated[
        int, typer.Option(help="of the encoder, four frozen ones among them", min=5, max=12)
    ] = 8,
    onward_from: Annotated[
        Path | None, typer.Option("--onward-from", help="folder of a trained reader to go on from")
    ] = None,
) -> None:
    """Train the reader on the training parts of SET… (see eval/reader/README.md)."""
    from eval.reader.run import run

    with _told_errors():
        run(Settings.load(), sets, into, minutes, seed, layers, onward_from)


@app.command()
def ablation(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET…", help="folders of question sets with answer spans")
    ],
    minutes: Annotated[float, typer.Option(help="of each training", min=0.01)] = 10,
    questions: Most = 60,
    seed: Annotated[int, typer.Option(help="of examples and new weights")] = 1,
) -> None:
    """Which ingredient of the reader matters: trainings without one each, judged on the tuning parts of SET…"""
    from eval.reader.ablation import measure_ablation, table, variants

    with _bench() as bench:
        cases = bench.cases(sets, "tune", questions)
        judged = measure_ablation(sets, cases, bench.settings.cache_dir, variants(minutes, seed))
    _print(iter([table(judged, f"{len(cases)} questions, {minutes:g} minutes each")]))


@app.command()
def architecture() -> None:
    """Draw docs/architecture.svg from the code's imports, and count rooms, floors and what is too long."""
    from eval.architecture import PICTURE, draw, read_graph

    graph = read_graph()
    PICTURE.write_text(draw(graph), "utf-8")
    of_rag = [room for room in graph.imports if room.startswith("rag/")]
    typer.echo(f"rooms of rag: {len(of_rag)}, loose files among them: {len(graph.loose)}")
    typer.echo(f"floors of rag: {max(graph.floors[room] for room in of_rag)}")
    typer.echo(f"calls of regular expressions: {graph.regular_expressions}")
    for lines, path in graph.long_modules:
        typer.echo(f"{lines} lines: {path}")


@contextmanager
def _bench() -> Iterator[Bench]:
    from eval.bench import Bench

    with _told_errors(), Bench.open(Settings.load()) as bench:
        yield bench


@contextmanager
def _told_errors() -> Iterator[None]:
    try:
        yield
    except WendaError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _or_sample(sets: Sequence[Path] | None) -> Sequence[Path]:
    from eval.readings import SAMPLE

    return sets or [SAMPLE]


def _deliver(run: Run, json_file: Path | None, html: Path | None) -> None:
    from eval.tables import tables

    _print(tables(run))
    if json_file:
        run.save(json_file)
    if html:
        from eval.report import write

        write(run, html)


def _print(drawn: Iterator[Table]) -> None:
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    for table in drawn:
        console.print(table)


if __name__ == "__main__":
    app()
