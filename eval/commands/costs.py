"""What answers cost, and what holds whatever happens."""

from __future__ import annotations

from typing import Annotated

import typer

from eval.commands.shared import Most, Sets, open_bench, or_sample, show, told_errors


def reading(sets: Sets = None, questions: Most = 60) -> None:
    """What reading costs and brings, by passages, their length, layers and number type, on the tuning parts."""
    from eval.reading_cost import curve, table
    from eval.readings import Remembering

    with open_bench() as bench:
        cases = bench.cases(or_sample(sets), "tune", questions)
        costs = curve(cases, bench.settings, Remembering(bench.embedder), bench.embedder.dtype)
    show(iter([table(costs, f"{len(cases)} questions")]))


def speed(
    sets: Sets = None,
    passages: Annotated[
        int, typer.Option(help="in the archive, filled up with made-up ones", min=1)
    ] = 100_000,
    questions: Annotated[int, typer.Option(help="that are timed", min=1)] = 100,
) -> None:
    """How long a question takes in a large archive, beside one embedding of it."""
    from eval.speed import measure_speed, table

    with open_bench() as bench:
        timings = measure_speed(
            or_sample(sets), passages, questions, bench.settings, bench.embedder, bench.reader
        )
    show(iter([table(timings, f"{len(timings[0].milliseconds)} questions, {passages:,} passages")]))


def memory(
    people: Annotated[int, typer.Option(help="that ask at once in the last step", min=1)] = 50,
) -> None:
    """How much memory the app takes with the sample paper, step by step (Linux)."""
    from eval.memory import measure_memory, table

    with told_errors():
        show(iter([table(measure_memory(people))]))


def faults(
    names: Annotated[list[str] | None, typer.Argument(metavar="PROOF…", help="none: all of them")] = None,
) -> None:
    """The long proofs of the tests at full size: crashes, damage, random examples."""
    from eval.faults import prove, table

    with told_errors():
        shown = prove(names or ())
    show(iter([table(shown)]))
    for text in (text for row in shown for text in row.failed):
        typer.echo(text, err=True)
    if any(row.failed for row in shown):
        raise typer.Exit(1)


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
