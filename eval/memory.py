"""How much memory the app takes, step by step: `python -m eval memory`.

One fresh process loads the parts of the app one after the other. Another process is the app itself, with the sample paper in
its own folder: many people ask it at once, over HTTP and through the queue, as the page does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from eval.processes import Usage
from eval.serving import ROOT, App, questions_of, run_python, served

if TYPE_CHECKING:
    from rich.table import Table

SAMPLE = ROOT / "ingest" / "sample"
Steps = list[tuple[str, Usage]]
"""The memory of a process after each step."""


def measure_memory(people: int) -> Steps:
    """Memory after imports, each model and the dictionary; then of the idle app, and after `people` asked at once.

    Raises:
        MeasurementFailed: there is no /proc (Linux), or the app did not start or answer.
    """
    with TemporaryDirectory() as folder:
        data = Path(folder)
        run_python("-m", "ingest", "add", str(SAMPLE), "--paper", "栖川日报", data=data)
        loading = map(json.loads, run_python("-m", "eval.memory", data=data).splitlines())
        steps = [(line.pop("step"), Usage(**line)) for line in loading]
        with served(data) as app:
            app.wait_until_idle()
            steps.append(("served", Usage.of(app.pid)))
            _ask_at_once(app, people)
            app.wait_until_idle()
            steps.append((f"{people} asked at once", Usage.of(app.pid)))
    return steps


def table(steps: Sequence[tuple[str, Usage]]) -> Table:
    from rich.table import Table

    drawn = Table(title="memory, MB")
    for heading in ("after", "resident", "times imports", "proportional", "dirty", "clean"):
        drawn.add_column(heading, justify="left" if heading == "after" else "right")
    for step, u in steps:
        numbers = (u.proportional, u.dirty, u.clean)
        drawn.add_row(
            step,
            f"{u.resident:.0f}",
            f"{u.resident / steps[0][1].resident:.2f}",
            *(f"{number:.0f}" for number in numbers),
        )
    return drawn


def _ask_at_once(app: App, people: int) -> None:
    questions = questions_of([SAMPLE / "questions.jsonl"])
    with ThreadPoolExecutor(people) as threads:
        list(threads.map(app.ask, (questions[i % len(questions)] for i in range(people))))


# --- loading part by part, in a separate process ---


def _load_step_by_step() -> Iterator[tuple[str, Usage]]:
    import rag.reader.network  # noqa: F401 # brings PyTorch, which the app imports with its models
    import web.site  # noqa: F401
    from rag.config import Settings
    from rag.embedding import Embedder
    from rag.language.en.glossary import expressions
    from rag.reader import ReaderInput, load_reader

    yield "imports", Usage.of(os.getpid())
    settings = Settings.load()
    embedder = Embedder.load(settings)
    embedder.encode_query("白鹭大桥全长多少米？")
    yield "embedder", Usage.of(os.getpid())
    reader = load_reader(settings, embedder.dtype, embedder.encoder)
    if reader is not None:
        reader.read("白鹭大桥全长多少米？", [ReaderInput("", "白鹭大桥全长612米。")])
    yield "reader", Usage.of(os.getpid())
    expressions("dictionary")
    yield "dictionary", Usage.of(os.getpid())


if __name__ == "__main__":
    for step, taken in _load_step_by_step():
        print(json.dumps({"step": step, **asdict(taken)}), flush=True)  # noqa: T201
