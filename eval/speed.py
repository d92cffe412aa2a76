"""How long a question takes in a large archive, beside one embedding of it: `python -m eval speed`.

The archive holds the question sets' articles, filled up with dated articles of their shuffled sentences whose vectors
are noised copies of real ones: as many passages as wished, without embedding them. Questions that name no days are also
asked with a time phrase before them, once as it is and once restricting nothing.
"""

from __future__ import annotations

import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from rich.table import Table
from sentence_transformers import SentenceTransformer

from eval.bench import DEFAULT_TODAY
from eval.cached_embedder import CachedEmbedder
from eval.readings import open_retriever
from eval.sets import Question, load
from ingest import pipeline
from ingest.progress import progress_reporter
from ingest.readers.options import ReadOptions
from rag.archive import Archive, Ledger
from rag.config import Settings
from rag.embedding import Embedder
from rag.embedding.embedded import embedded_folder
from rag.question import understand
from rag.reader import Reader
from rag.schema import Filters, Request
from rag.service import Assistant, Models
from rag.text.sentences import sentence_spans

SENTENCES = 60  # of a filling article
NOISE = 0.6  # length of what is added to a unit vector
WARM_UP = 10  # questions
SPREAD = 5 * 365  # days up to `DEFAULT_TODAY` on which the filling articles are printed
WHEN = ("上个月", "去年", "{year}年3月", "{year}年6月15日", "{year}年9月以来", "{year}年之前")
TIMES = 2  # that a question is asked with its days and without, of which the quicker counts: the first fills caches


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one step, question by question."""

    name: str
    milliseconds: tuple[float, ...]

    def quantile(self, share: float) -> float:
        return float(np.quantile(self.milliseconds, share))


class NoisyEmbedder(Embedder):
    """Gives each passage the noised vector of some real one."""

    def __init__(self, embedder: Embedder, real: NDArray[np.float32]) -> None:
        self.fingerprint, self.dtype, self.dimensions = (
            embedder.fingerprint,
            embedder.dtype,
            embedder.dimensions,
        )
        self._real, self._chance = real, np.random.default_rng(1)

    def encode_passages(
        self, texts: Sequence[str], on_batch: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        chosen = self._real[self._chance.integers(len(self._real), size=len(texts))]
        noise = self._chance.standard_normal(chosen.shape, np.float32) * (NOISE / np.sqrt(self.dimensions))
        noised: NDArray[np.float32] = chosen + noise
        if on_batch is not None:
            on_batch(len(texts))
        return noised / np.linalg.norm(noised, axis=1, keepdims=True)


def measure_speed(
    folders: Sequence[Path],
    passages: int,
    questions: int,
    settings: Settings,
    embedder: CachedEmbedder,
    reader: Reader | None,
) -> list[Timing]:
    """Ask each question once, and again for some days where it names none; the embedding of the question alone is timed
    in turn with the whole answer."""
    exact = SentenceTransformer(
        str(embedded_folder(settings.cache_dir)), device="cpu", local_files_only=True
    ).float()
    asked = [
        question
        for folder in folders
        for question in load(folder, DEFAULT_TODAY)
        if question.part == "report"
    ]
    chosen = random.Random(1).sample(asked, min(questions + WARM_UP, len(asked)))
    with _assistant(folders, passages, settings, embedder, reader) as assistant:
        for question in chosen[:WARM_UP]:
            assistant.ask(Request(question=question.text, today=question.today))
        laps: defaultdict[str, list[float]] = defaultdict(list)
        for number, question in enumerate(chosen[WARM_UP:]):
            started = time.perf_counter()
            exact.encode_query([question.text], show_progress_bar=False)
            laps["one fp32 embedding"].append((time.perf_counter() - started) * 1000)
            plain = assistant.ask(Request(question=question.text, today=question.today)).timings_ms
            for name in ("found", "read", "total"):
                if name in plain:
                    laps[name].append(plain[name])
            if understand(Request(question=question.text, today=question.today)).period is None:
                dated, added = _dated(assistant, question, WHEN[number % len(WHEN)])
                laps["found, with days"].append(dated)
                laps["added by days"].append(added)
    return [Timing(name, tuple(values)) for name, values in laps.items()]


def _dated(assistant: Assistant, question: Question, when: str) -> tuple[float, float]:
    """How long it takes to find what a question restricted to some days asks for, and how much longer that is than
    when the same words restrict nothing."""
    when = when.format(year=question.today.year - 1)
    request = Request(question=f"{when}{question.text}"[:2000], today=question.today)
    without = request.model_copy(update={"filters": Filters(any_time=True)})
    undated = min(_found(assistant, without) for _ in range(TIMES))
    dated = min(_found(assistant, request) for _ in range(TIMES))
    return dated, dated - undated


def _found(assistant: Assistant, request: Request) -> float:
    """Milliseconds until the passages are found."""
    started = time.perf_counter()
    next(event for event in assistant.stream(request) if event.kind in ("found", "done"))
    return (time.perf_counter() - started) * 1000


def table(timings: Sequence[Timing], title: str) -> Table:
    drawn = Table(title=title)
    for heading in ("up to", "p50 ms", "p95 ms", "p50 against one fp32 embedding"):
        drawn.add_column(heading, justify="right")
    for timing in timings:
        ratio = timing.quantile(0.5) / timings[0].quantile(0.5)
        drawn.add_row(
            timing.name, f"{timing.quantile(0.5):.0f}", f"{timing.quantile(0.95):.0f}", f"{ratio:.1f}"
        )
    return drawn


@contextmanager
def _assistant(
    folders: Sequence[Path],
    passages: int,
    settings: Settings,
    embedder: CachedEmbedder,
    reader: Reader | None,
) -> Iterator[Assistant]:
    """Over an archive of so many passages, kept in the cache; it embeds every question anew."""
    name = f"speed-dated-{passages}"
    with open_retriever(folders[0], settings, embedder, folders[1:], name) as retriever:
        _fill(retriever.archive, passages, embedder)
    exact = embedder.uncached
    with open_retriever(folders[0], settings, exact, folders[1:], name) as retriever:
        yield Assistant(settings, retriever.archive, retriever.indexes, Models(exact, reader))


def _fill(archive: Archive, passages: int, embedder: Embedder) -> None:
    ledger, versions = Ledger(archive), archive.newest(archive.coverage().articles)
    sentences = [v.text[s.start : s.end] for v in versions for s in sentence_spans(v.text)]
    real = np.array(list(ledger.vectors(ledger.sample(5000)).values()), np.float32)
    noised = NoisyEmbedder(embedder, real)
    with TemporaryDirectory() as folder:
        while (missing := passages - (held := len(ledger.live_ids()))) > 0:
            # another seed and other ids than any run before had, one that was stopped included
            chance = random.Random(held)
            path = Path(folder) / f"{held}.jsonl"
            texts = ("".join(chance.choices(sentences, k=SENTENCES)) for _ in range(max(1, missing // 12)))
            lines = (
                json.dumps({"id": f"filling-{held}-{i}", "date": _day(chance), "text": text})
                for i, text in enumerate(texts)
            )
            path.write_text("\n".join(lines), "utf-8")
            with progress_reporter() as bar:
                pipeline.add(
                    [path], ReadOptions(source="filling"), archive=archive, load=lambda: noised, reporter=bar
                )


def _day(chance: random.Random) -> str:
    return str(DEFAULT_TODAY - timedelta(days=chance.randrange(SPREAD)))
