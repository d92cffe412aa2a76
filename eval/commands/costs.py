"""Commands for cost (reading time, speed, memory), file formats, fault tests and the architecture picture."""

from __future__ import annotations

from typing import Annotated

import typer

from eval.commands.shared import QuestionLimit, Sets, exit_on_error, open_bench, print_tables, sets_or_sample


def reading(sets: Sets = None, questions: QuestionLimit = 60) -> None:
    """Time and quality of the reader by number and length of passages, layers and number type, on the tuning parts."""
    from eval.reading_cost import curve, table
    from eval.readings import MemoizingAnswerer

    with open_bench() as bench:
        cases = bench.cases(sets_or_sample(sets), "tune", questions)
        costs = curve(
            cases, bench.settings, MemoizingAnswerer(bench.embedder, bench.reader), bench.embedder.dtype
        )
    print_tables(iter([table(costs, f"{len(cases)} questions")]))


def speed(
    sets: Sets = None,
    passages: Annotated[
        int, typer.Option(help="passages in the archive; generated ones fill it up", min=1)
    ] = 100_000,
    questions: Annotated[int, typer.Option(help="questions to time", min=1)] = 100,
) -> None:
    """How long a question takes in a large archive, compared with embedding it once."""
    from eval.speed import measure_speed, table

    with open_bench() as bench:
        timings = measure_speed(
            sets_or_sample(sets), passages, questions, bench.settings, bench.embedder, bench.reader
        )
    print_tables(iter([table(timings, f"{len(timings[0].milliseconds)} questions, {passages:,} passages")]))


def ingest_rate(
    sets: Sets = None,
    articles: Annotated[int, typer.Option(help="articles to add, in thousands", min=1)] = 50,
) -> None:
    """How fast articles go into a growing archive, embedding left out."""
    from eval.ingest_rate import STEP, measure_rates, table
    from rag.config import Settings
    from rag.embedding import Embedder

    with exit_on_error():
        settings = Settings.load()
        rates = measure_rates(sets_or_sample(sets), articles * STEP, settings, Embedder.load(settings))
    print_tables(iter([table(rates)]))


def queues(
    answers: Annotated[int, typer.Option(help="answers in the journal", min=1000)] = 100_000,
) -> None:
    """How fast the desk's queues are in a journal of many answers, half of them checked."""
    from eval.queues import measure_queues

    for timing in measure_queues(answers):
        typer.echo(f"{timing.name:24} {timing.p50:8.1f} ms p50 {timing.p95:8.1f} ms p95")


def memory(
    people: Annotated[int, typer.Option(help="people asking at once in the last step", min=1)] = 50,
) -> None:
    """How much memory the app takes with the sample paper, step by step (Linux)."""
    from eval.memory import measure_memory, table

    with exit_on_error():
        print_tables(iter([table(measure_memory(people))]))


def load(
    sets: Sets = None,
    residents: Annotated[
        list[int] | None,
        typer.Option(help="how many ask at once; several are measured one after the other", min=1),
    ] = None,
    baseline: Annotated[
        str,
        typer.Option(help="a git revision to measure in the same run, with the same articles and questions"),
    ] = "",
) -> None:
    """How long residents wait when many ask the app at once, each a question of its own, and what it takes (Linux)."""
    from eval.load import measure_load, table

    with exit_on_error():
        levels = measure_load(sets_or_sample(sets), residents or (1, 10, 50, 200), baseline)
        print_tables(iter([table(levels)]))


def formats() -> None:
    """Whether all articles are found in files of each format and dialect, how fast, and with how much memory."""
    from eval.formats.printed import printed_samples
    from eval.formats.run import read_samples, speed, table
    from eval.formats.samples import samples
    from eval.pages.printed.chromium import NoChromium
    from eval.processes import peak_memory

    with exit_on_error():
        made, notes = list(samples()), []
        try:
            made += printed_samples()
        except NoChromium as error:
            notes.append(f"PDF and scans were left out: {error}")
        with peak_memory() as peak:
            readings = list(read_samples(made))
    print_tables(iter([table(readings)]))
    notes += filter(None, (speed(readings, name) for name in ("pdf", "scan")))
    notes.append(f"{peak.megabytes:.0f} MB at most, of all processes together")
    notes += [f"{r.sample.path} ({r.sample.dialect}): {problem}" for r in readings for problem in r.problems]
    for note in notes:
        typer.echo(note)


def faults(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="PROOF…", help="proofs to run; none: all")
    ] = None,
) -> None:
    """Run the test suite's long proofs at full size: crashes, damaged files, random examples."""
    from eval.faults import run_proofs, table

    with exit_on_error():
        results = run_proofs(names or ())
    print_tables(iter([table(results)]))
    failures = [failure for result in results for failure in result.failures]
    for failure in failures:
        typer.echo(failure, err=True)
    if failures:
        raise typer.Exit(1)


def architecture() -> None:
    """Draw docs/architecture.svg from the code's imports; count rooms, floors, regular expressions and long modules."""
    from eval.architecture import PICTURE, draw, read_graph

    graph = read_graph()
    PICTURE.write_text(draw(graph), "utf-8")
    rag_rooms = [room for room in graph.imports if room.startswith("rag/")]
    typer.echo(f"rooms of rag: {len(rag_rooms)}, of them single files: {len(graph.single_files)}")
    typer.echo(f"floors of rag: {max(graph.floors[room] for room in rag_rooms)}")
    typer.echo(f"calls of regular expressions: {graph.regular_expressions}")
    for lines, path in graph.long_modules:
        typer.echo(f"{lines} lines: {path}")
