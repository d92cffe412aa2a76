"""How long residents wait when many ask at once: `python -m eval load`.

The app is a process of its own with the articles of the sets; residents are threads of this one, and ask over HTTP and the
page's queue. No question is asked twice. A git revision can be measured in the same run, as the baseline.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from eval.processes import MeasurementFailed, cpu_seconds, peak_memory
from eval.serving import ROOT, App, NotAnswered, Timing, questions_of, run_python, served

if TYPE_CHECKING:
    from rich.table import Table

FEWEST_QUESTIONS = 50  # of one measurement: few residents ask several, one after the other
WARM_UP = 10  # questions asked before measuring
CURRENT = "this checkout"
# Small sets have fewer questions than are asked: an opening makes another question of each.
OPENINGS = ("", "请问", "你好，", "想问一下，", "麻烦问问，", "请教一下：", "打听一下，", "您好，请问")


@dataclass(frozen=True, slots=True)
class Load:
    """What happened while `residents` asked at once.

    Attributes:
        app: `CURRENT`, or the baseline's revision.
        timings: of the questions answered.
        errors: questions that got no answer.
        seconds: from the first question to the last answer.
        cpu: seconds of CPU that the app took.
        memory: the most memory (Pss, MB) of the app and the processes it started.
    """

    app: str
    residents: int
    timings: tuple[Timing, ...]
    errors: tuple[str, ...]
    seconds: float
    cpu: float
    memory: float

    def whole(self, share: float) -> float:
        """The quantile of the seconds until the whole answer."""
        return _quantile([t.whole for t in self.timings], share)

    def first(self, share: float) -> float:
        """The quantile of the seconds until the first statement, of the answers that have one."""
        return _quantile([t.first for t in self.timings if t.first is not None], share)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.timings) / self.seconds

    @property
    def cpu_each(self) -> float:
        """Seconds of CPU for each answer: unlike the others, it hardly depends on what else the machine does."""
        return self.cpu / len(self.timings) if self.timings else float("nan")


def measure_load(sets: Sequence[Path], residents: Sequence[int], baseline: str = "") -> Iterator[Load]:
    """Measure each number of residents, with the baseline first.

    Args:
        baseline: a git revision; empty: none.

    Raises:
        MeasurementFailed: there is no /proc (Linux), no such revision, or an app did not start.
    """
    if baseline:
        with _revision(baseline) as root:
            yield from _measure(baseline, root, sets, residents)
    yield from _measure(CURRENT, ROOT, sets, residents)


def _measure(name: str, root: Path, sets: Sequence[Path], residents: Sequence[int]) -> Iterator[Load]:
    unasked = _distinct(questions_of([folder / "questions.jsonl" for folder in sets]))
    with TemporaryDirectory() as folder:
        data = Path(folder)
        for chosen in sets:
            corpus = chosen / "corpus.jsonl"
            articles = corpus if corpus.exists() else chosen
            run_python("-m", "ingest", "add", str(articles.absolute()), data=data, root=root)
        with served(data, root) as app:
            app.wait_until_idle()
            for question in islice(unasked, WARM_UP):
                app.ask(question)
            for number in residents:
                app.wait_until_idle()
                questions = list(islice(unasked, max(number, FEWEST_QUESTIONS)))
                yield load_of(name, app, number, questions)


def load_of(name: str, app: App, residents: int, questions: Sequence[str]) -> Load:
    """Let residents ask; who has an answer asks the next question."""

    def ask(question: str) -> Timing | str:
        try:
            return app.ask(question)
        except NotAnswered as error:
            return str(error)

    cpu, started = cpu_seconds(app.pid), time.perf_counter()
    with peak_memory(app.pid) as peak, ThreadPoolExecutor(residents) as threads:
        results = list(threads.map(ask, questions))
        seconds = time.perf_counter() - started
    return Load(
        name,
        residents,
        timings=tuple(one for one in results if isinstance(one, Timing)),
        errors=tuple(one for one in results if isinstance(one, str)),
        seconds=seconds,
        cpu=cpu_seconds(app.pid) - cpu,
        memory=peak.megabytes,
    )


def _distinct(questions: Sequence[str]) -> Iterator[str]:
    """The questions in a random order that is always the same, then with other openings."""
    shuffled = random.Random(1).sample(questions, len(questions))
    return (opening + question for opening, question in product(OPENINGS, shuffled))


@contextmanager
def _revision(name: str) -> Iterator[Path]:
    """A copy of the program as it was at a git revision.

    Raises:
        MeasurementFailed: git does not know it.
    """
    with TemporaryDirectory() as folder:
        packed, root = Path(folder, "revision.tar"), Path(folder, "revision")
        command = ["git", "archive", f"--output={packed}", name, "--"]
        if subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False).returncode:
            raise MeasurementFailed(f"git knows no revision {name!r} of this program; see its message above.")
        with tarfile.open(packed) as files:
            files.extractall(root, filter="data")
        yield root


def _quantile(values: Sequence[float], share: float) -> float:
    return float(np.quantile(values, share)) if values else float("nan")


def table(loads: Iterator[Load]) -> Table:
    """One row for each measurement; ratios are to the baseline with as many residents, or else to the fewest residents."""
    from rich.table import Table

    drawn = Table(title="many ask at once; in brackets: times the baseline")
    headings = (
        "app",
        "residents",
        "p50 s",
        "p95 s",
        "first p50 s",
        "errors",
        "answers/s",
        "CPU s each",
        "MB",
    )
    for heading in headings:
        drawn.add_column(heading, justify="left" if heading == "app" else "right")
    first: Load | None = None
    baselines: dict[int, Load] = {}
    for load in loads:
        first = first or load
        base = baselines.setdefault(load.residents, load) if first.app != CURRENT else first
        drawn.add_row(load.app, str(load.residents), *_figures(load, base))
    return drawn


def _figures(load: Load, base: Load) -> Iterator[str]:
    def figure(value: float, other: float, digits: int) -> str:
        return f"{value:.{digits}f} ({value / other:.2f})"

    yield figure(load.whole(0.5), base.whole(0.5), 2)
    yield figure(load.whole(0.95), base.whole(0.95), 2)
    yield figure(load.first(0.5), base.first(0.5), 2)
    yield str(len(load.errors))
    yield figure(load.rate, base.rate, 1)
    yield figure(load.cpu_each, base.cpu_each, 3)
    yield figure(load.memory, base.memory, 0)
