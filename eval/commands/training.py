"""Commands that fit weights and train the reader."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from eval.commands.shared import DEFAULT_LIMIT, QuestionLimit, Sets, exit_on_error, open_bench, print_tables
from rag.config import Settings


def calibrate(sets: Sets = None, questions: QuestionLimit = DEFAULT_LIMIT) -> None:
    """Fit the weights of `rag/search/weights.json` on the tuning parts of the sample paper and of SET…"""
    from eval.cached_reader import CachedReader
    from eval.calibrate import fit_all, save
    from eval.readings import SAMPLE, TUNING, MemoizingAnswerer
    from eval.tuning_cases import tuning_cases

    folders = [SAMPLE, TUNING, *(sets or [])]
    with open_bench() as bench:
        if bench.reader is None:
            raise typer.BadParameter("This command needs a reader: WENDA_READER is none.")
        path = bench.settings.cache_dir / "eval" / "readings.sqlite3"
        with (
            closing(CachedReader(bench.reader, bench.embedder.dtype, path)) as reader,
            tuning_cases(bench, folders, questions) as cases,
        ):
            save(fit_all(cases, MemoizingAnswerer(bench.embedder, reader), reader))


def train(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET…", help="folders of question sets with answer spans")
    ],
    into: Annotated[Path, typer.Option(help="folder for the weights, to name in WENDA_READER")] = Path(
        "reader"
    ),
    minutes: Annotated[float, typer.Option(help="total training time; a killed run resumes", min=0.1)] = 75,
    seed: Annotated[int, typer.Option(help="seed of the examples and new weights")] = 1,
    layers: Annotated[
        int, typer.Option(help="encoder layers, including four frozen ones", min=5, max=12)
    ] = 8,
    onward_from: Annotated[
        Path | None, typer.Option("--onward-from", help="folder of a trained reader to continue from")
    ] = None,
    teacher: Annotated[
        Path | None, typer.Option(help="folder of a trained reader whose output is learnt as well")
    ] = None,
) -> None:
    """Train the reader on the training parts of SET… (see eval/reader/README.md)."""
    from eval.reader.run import run

    with exit_on_error():
        run(Settings.load(), sets, into, minutes, seed, layers, onward_from, teacher)


def train_queries(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET…", help="folders of question sets with answer spans")
    ],
    into: Annotated[Path, typer.Option(help="folder for the weights")] = Path("query_adapter"),
    minutes: Annotated[float, typer.Option(help="training time", min=0.01)] = 60,
    seed: Annotated[int, typer.Option(help="seed of the rewordings and new weights")] = 1,
    onward_from: Annotated[
        Path | None, typer.Option("--onward-from", help="folder of a trained adapter to continue from")
    ] = None,
) -> None:
    """Train the query adapter, which finds Chinese passages for English questions, on the training parts of SET…"""
    from eval.query_adapter import run

    with exit_on_error(), open_bench() as bench:
        run(bench, sets, into, minutes, seed, onward_from)


def train_claims(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET…", help="a set with claims.jsonl, and question sets")
    ],
    into: Annotated[Path, typer.Option(help="folder for the weights")] = Path("claim_checker"),
    minutes: Annotated[float, typer.Option(help="total training time; a killed run resumes", min=0.1)] = 60,
    seed: Annotated[int, typer.Option(help="seed of the examples")] = 1,
    onward_from: Annotated[
        Path | None,
        typer.Option(help="folder of a reader or claim checker to start from; default: the shipped reader"),
    ] = None,
    layers: Annotated[int, typer.Option(help="encoder layers, the frozen ones included")] = 8,
    teacher: Annotated[
        Path | None, typer.Option(help="folder of a claim checker whose output is learnt as well")
    ] = None,
) -> None:
    """Train the network of the claim checker on the training parts of SET… (see rag/cite/weights/README.md)."""
    from eval.claims.training import run
    from rag.reader.reader import SHIPPED

    with exit_on_error():
        run(Settings.load(), sets, into, minutes, seed, onward_from or SHIPPED, layers, teacher)


def ablation(
    sets: Annotated[
        list[Path], typer.Argument(metavar="SET…", help="folders of question sets with answer spans")
    ],
    minutes: Annotated[float, typer.Option(help="minutes per training", min=0.01)] = 10,
    questions: QuestionLimit = 60,
    seed: Annotated[int, typer.Option(help="seed of the examples and new weights")] = 1,
) -> None:
    """Which parts of the training matter: train without one of them at a time, evaluate on the tuning parts of SET…"""
    from eval.reader.ablation import measure_ablation, table, variants

    with open_bench() as bench:
        cases = bench.cases(sets, "tune", questions)
        results = measure_ablation(sets, cases, bench.settings.cache_dir, variants(minutes, seed))
    print_tables(iter([table(results, f"{len(cases)} questions, {minutes:g} minutes each")]))


def intents(
    sets: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[SET…]", help="folders of question sets: their questions are no small talk"),
    ] = None,
    into: Annotated[
        Path | None, typer.Option(help="folder for the weights; default: where the program loads them from")
    ] = None,
) -> None:
    """Train the classifier of intents on the lines of eval/intents and the training parts of SET…"""
    from eval.intents.run import run
    from rag.question.intent import SHIPPED

    with open_bench() as bench:
        print_tables(run(bench.embedder, sets or [], into or SHIPPED))
