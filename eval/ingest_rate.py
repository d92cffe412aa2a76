"""How fast articles go into a growing archive, embedding left out: `python -m eval ingest-rate`.

The articles of the question sets, and made-up ones whose sentences do not repeat, are shuffled together, so that each
thousand is like the others: what becomes slower does so because the archive grows.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from eval.readings import SAMPLE
from ingest import pipeline
from ingest.readers.options import ReadOptions
from ingest.report import SilentReporter
from rag.archive import Archive, Ledger
from rag.config import Settings
from rag.embedding import Embedder
from rag.index import Indexes
from rag.schema import WendaError

FIRST_DAY = date(1995, 1, 1)
DAYS = 30 * 365
STEP = 1000  # articles per line of the table
ENDS = 5  # the first and last so many lines are compared

_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")


class StubEmbedder(Embedder):
    """Gives each passage a random unit vector."""

    def __init__(self, embedder: Embedder) -> None:
        self.fingerprint, self.dtype = embedder.fingerprint, embedder.dtype
        self.dimensions = embedder.dimensions
        self._chance = np.random.default_rng(1)

    def encode_passages(
        self, texts: Sequence[str], on_batch: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        vectors = self._chance.standard_normal((len(texts), self.dimensions), np.float32)
        if on_batch is not None:
            on_batch(len(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@dataclass(frozen=True, slots=True)
class Rates:
    """Articles a second, one value per `STEP` articles: written to the archive, and to the search indexes."""

    archive: tuple[float, ...]
    indexes: tuple[float, ...]

    def together(self) -> tuple[float, ...]:
        return tuple(1 / (1 / a + 1 / i) for a, i in zip(self.archive, self.indexes, strict=True))


class _Stopwatch(SilentReporter):
    """Notes when the pipeline begins each file."""

    def __init__(self) -> None:
        self.begun: list[float] = []

    def working_on(self, name: str) -> None:
        self.begun.append(time.perf_counter())


def measure_rates(folders: Sequence[Path], articles: int, settings: Settings, embedder: Embedder) -> Rates:
    """Add `articles` articles to a new archive, then index them.

    Args:
        folders: question sets, whose articles are among them.

    Raises:
        WendaError: not all articles were added.
    """
    with TemporaryDirectory(dir=settings.cache_dir) as scratch:
        files = list(_exports(_mixed(folders, articles), Path(scratch)))
        home = settings.model_copy(update={"data_dir": Path(scratch, "data")})
        archive = Archive(home.data_dir)
        try:
            clock, stub = _Stopwatch(), StubEmbedder(embedder)
            report = pipeline.add(
                files, ReadOptions(source="rate"), archive=archive, load=lambda: stub, reporter=clock
            )
            if report.failures:
                raise WendaError(f"{report.failures[0]}")
            ends = [*clock.begun, time.perf_counter()]
            written = tuple(STEP / (after - before) for before, after in pairwise(ends))
            indexed = tuple(_index(home, archive, stub, len(files)))
        finally:
            archive.close()
    return Rates(written, indexed)


def _index(settings: Settings, archive: Archive, embedder: Embedder, steps: int) -> Iterator[float]:
    """Index all passages; articles a second for each of `steps` equal parts."""
    total = len(Ledger(archive).live_ids())
    done_at: list[tuple[int, float]] = []
    indexes = Indexes.open(
        settings, archive, fingerprint=embedder.fingerprint, dimensions=embedder.dimensions
    )
    started = time.perf_counter()
    try:
        indexes.sync(lambda done: done_at.append((done, time.perf_counter() - started)))
    finally:
        indexes.close()
    moments = np.interp(
        np.linspace(0, total, steps + 1), [0, *(d for d, _ in done_at)], [0, *(t for _, t in done_at)]
    )
    yield from (float(STEP / seconds) for seconds in np.diff(moments))


def _exports(articles: Sequence[dict[str, str]], folder: Path) -> Iterator[Path]:
    """The articles as export files of `STEP` lines each."""
    for start in range(0, len(articles) - STEP + 1, STEP):
        path = folder / f"{start:07}.jsonl"
        lines = (json.dumps(article, ensure_ascii=False) for article in articles[start : start + STEP])
        path.write_text("\n".join(lines), "utf-8")
        yield path


def _mixed(folders: Sequence[Path], number: int) -> list[dict[str, str]]:
    """Articles of the sets and made-up ones, shuffled: always the same for the same sets and number."""
    chance = random.Random(1)
    real = [article for folder in folders for article in _of_set(folder)]
    vocabulary = sorted({word for article in real[:5000] for word in _WORD.findall(article["text"])})
    made_up = [_made_up(i, vocabulary, chance) for i in range(max(0, number - len(real)))]
    articles = [*real, *made_up]
    chance.shuffle(articles)
    return articles[:number]


def _of_set(folder: Path) -> Iterator[dict[str, str]]:
    path = folder / ("articles.jsonl" if folder == SAMPLE else "corpus.jsonl")
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            yield article | {"id": f"{folder.name}-{article['id']}"}


def _made_up(number: int, vocabulary: Sequence[str], chance: random.Random) -> dict[str, str]:
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    sentences = (_sentence(vocabulary, chance) for _ in range(chance.randint(4, 20)))
    return {
        "id": f"made-up-{number}",
        "title": "".join(chance.choices(vocabulary, k=4)),
        "date": day.isoformat(),
        "text": f"{day.month}月{day.day}日，{''.join(sentences)}",
    }


def _sentence(vocabulary: Sequence[str], chance: random.Random) -> str:
    """Random words and a number: no two sentences are alike."""
    halves = ("".join(chance.choices(vocabulary, k=chance.randint(3, 7))) for _ in range(2))
    return f"{next(halves)}{chance.randrange(10**6)}，{next(halves)}。"


def table(rates: Rates) -> Table:
    """One row for each thousand; the ratio is that to the first `ENDS` thousand."""
    drawn = Table(title="articles a second, embedding left out")
    for heading in ("articles", "archive", "indexes", "together", "ratio to the first"):
        drawn.add_column(heading, justify="right")
    together = rates.together()
    first = float(np.mean(together[:ENDS]))
    for number, rate in enumerate(together):
        drawn.add_row(
            f"{(number + 1) * STEP:,}",
            f"{rates.archive[number]:.0f}",
            f"{rates.indexes[number]:.0f}",
            f"{rate:.0f}",
            f"{rate / first:.2f}",
        )
    drawn.add_section()
    ends = [(values[:ENDS], values[-ENDS:]) for values in (rates.archive, rates.indexes, together)]
    ratios = [f"{np.mean(last) / np.mean(begin):.2f}" for begin, last in ends]
    drawn.add_row(f"last {ENDS:,} / first {ENDS:,} thousand", *ratios, "")
    return drawn
