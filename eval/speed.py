"""How long a question takes in a large archive, compared with embedding it once: `python -m eval speed`.

The archive holds the articles of the question sets and filler articles, see `eval.filler`. Questions without a period are
also asked with a time phrase in front, once with the phrase as a filter and once with the filter off.
"""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.table import Table
from sentence_transformers import SentenceTransformer

from eval.bench import DEFAULT_TODAY
from eval.cached_embedder import CachedEmbedder
from eval.filler import Filler
from eval.readings import open_retriever
from eval.sets import Question, load
from rag.config import Settings
from rag.embedding.embedded import embedded_folder
from rag.question import understand
from rag.reader import Reader
from rag.schema import Filters, Request
from rag.service import Assistant, Models

WARM_UP = 10  # questions asked before timing
SPREAD = 30 * 365  # filler articles are dated within so many days before `DEFAULT_TODAY`
WHEN = ("上个月", "去年", "{year}年3月", "{year}年6月15日", "{year}年9月以来", "{year}年之前")
REPEATS = 2  # runs of a dated question; the fastest counts, because the first one fills caches


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one step, one value per question."""

    name: str
    milliseconds: tuple[float, ...]

    def quantile(self, share: float) -> float:
        return float(np.quantile(self.milliseconds, share))


def measure_speed(
    folders: Sequence[Path],
    passages: int,
    questions: int,
    settings: Settings,
    embedder: CachedEmbedder,
    reader: Reader | None,
) -> list[Timing]:
    """Time each question, its embedding alone, and (if it names no period) the question with a time phrase in front."""
    fp32_model = SentenceTransformer(
        str(embedded_folder(settings.cache_dir)), device="cpu", local_files_only=True
    ).float()
    chosen = _report_questions(folders, questions + WARM_UP)
    with _assistant(folders, passages, settings, embedder, reader) as assistant:
        for question in chosen[:WARM_UP]:
            assistant.ask(Request(question=question.text, today=question.today))
        times: defaultdict[str, list[float]] = defaultdict(list)
        for number, question in enumerate(chosen[WARM_UP:]):
            started = time.perf_counter()
            fp32_model.encode_query([question.text], show_progress_bar=False)
            times["one fp32 embedding"].append((time.perf_counter() - started) * 1000)
            steps = assistant.ask(Request(question=question.text, today=question.today)).timings_ms
            for name in ("found", "read", "total"):
                if name in steps:
                    times[name].append(steps[name])
            if understand(Request(question=question.text, today=question.today)).period is None:
                dated, added = _dated(assistant, question, WHEN[number % len(WHEN)])
                times["found, with days"].append(dated)
                times["added by days"].append(added)
    return [Timing(name, tuple(values)) for name, values in times.items()]


def _report_questions(folders: Sequence[Path], limit: int) -> list[Question]:
    """Up to `limit` questions of the report parts, sampled with a fixed seed."""
    loaded = [question for folder in folders for question in load(folder, DEFAULT_TODAY)]
    available = [question for question in loaded if question.part == "report"]
    return random.Random(1).sample(available, min(limit, len(available)))


def _dated(assistant: Assistant, question: Question, when: str) -> tuple[float, float]:
    """Milliseconds until the passages are found with the time phrase as a filter, and how many of them the filter adds."""
    when = when.format(year=question.today.year - 1)
    request = Request(question=f"{when}{question.text}"[:2000], today=question.today)
    without = request.model_copy(update={"filters": Filters(any_time=True)})
    unfiltered = min(_found(assistant, without) for _ in range(REPEATS))
    filtered = min(_found(assistant, request) for _ in range(REPEATS))
    return filtered, filtered - unfiltered


def _found(assistant: Assistant, request: Request) -> float:
    """Milliseconds until the passages are found."""
    started = time.perf_counter()
    next(event for event in assistant.stream(request) if event.kind in ("found", "done"))
    return (time.perf_counter() - started) * 1000


def table(timings: Sequence[Timing], title: str) -> Table:
    drawn = Table(title=title)
    for heading in ("up to", "p50 ms", "p95 ms", "p50 times one fp32 embedding"):
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
    """An assistant over an archive of at least `passages` passages, which is kept in the cache. Questions are embedded
    without the vector cache, so that their time is real."""
    name = f"speed-dated-{passages}"
    with open_retriever(folders[0], settings, embedder, folders[1:], name) as retriever:
        Filler(retriever.archive, DEFAULT_TODAY, SPREAD).fill_up(passages)
    uncached = embedder.uncached
    with open_retriever(folders[0], settings, uncached, folders[1:], name) as retriever:
        yield Assistant(settings, retriever.archive, retriever.indexes, Models(uncached, reader))
