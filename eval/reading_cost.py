"""Time and quality of the reader, by number of passages, characters read of each, layers and number type:
`python -m eval reading`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np
from rich.table import Table

from eval.readings import Case, as_found
from rag.answer.extractive import ExtractiveAnswerer
from rag.config import Settings
from rag.reader import Reader, ReaderInput, Reading, load_reader
from rag.reader.reader import TrainedReader
from rag.search.reranker import Ranked, Reranker

PASSAGES = (4, 8, 12, 16, 20)
CHARACTERS = (60, 120, 180)
LAYERS = (6, 7)
NUMBER_TYPES = ("float32", "bfloat16")


@dataclass(frozen=True, slots=True)
class ReadingSetup:
    """How the reader is run.

    Attributes:
        passages: how many passages are read at once; None: as shipped, see `Reranker`.
        characters: how many characters of each passage are read; None: all.
        layers: how many encoder layers are kept, without training again; None: all.
    """

    number_type: str
    passages: int | None = None
    characters: int | None = None
    layers: int | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Time and quality of one setup.

    Attributes:
        milliseconds: median and 95th percentile of the reading time for one question.
        hit: share of questions whose article ranks first after reading.
        first: share of questions whose best sentence holds the answer.
    """

    setup: ReadingSetup
    milliseconds: tuple[float, float]
    hit: float
    first: float


class TruncatingReader:
    """Reads only the first characters of each passage."""

    def __init__(self, reader: Reader, characters: int) -> None:
        self.fingerprint = reader.fingerprint
        self._reader, self._characters = reader, characters

    def read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]:
        return self._reader.read(
            question, [ReaderInput(t.context, t.passage[: self._characters]) for t in texts]
        )


def setups(number_type: str) -> list[ReadingSetup]:
    """The shipped setup in both number types, and the setups that differ from it in one setting.

    Args:
        number_type: the number type that the app uses on this machine.
    """
    shipped = ReadingSetup(number_type)
    return [
        *(ReadingSetup(dtype) for dtype in sorted(NUMBER_TYPES, key=lambda dtype: dtype != number_type)),
        *(replace(shipped, passages=passages) for passages in PASSAGES),
        *(replace(shipped, characters=characters) for characters in CHARACTERS),
        *(replace(shipped, layers=layers) for layers in LAYERS),
    ]


def curve(
    cases: Sequence[Case], settings: Settings, answerer: ExtractiveAnswerer, number_type: str
) -> list[Cost]:
    """Measure each setup on the answerable cases, the shipped setup first."""
    answerable = [case for case in cases if case.question.answerable]
    readers = {dtype: load_reader(settings, dtype) for dtype in NUMBER_TYPES}
    return [
        _cost(
            answerable, setup, Reranker(_reader(readers[setup.number_type], setup), setup.passages), answerer
        )
        for setup in setups(number_type)
    ]


def table(costs: Sequence[Cost], title: str) -> Table:
    drawn = Table(title=title)
    for heading in (
        "passages",
        "characters",
        "layers",
        "number type",
        "p50 ms",
        "p95 ms",
        "times shipped",
        "hit@1",
        "first sentence",
    ):
        drawn.add_column(heading, justify="right")
    shipped = costs[0]
    for c in costs:
        p50, p95 = c.milliseconds
        drawn.add_row(
            str(c.setup.passages or "as shipped"),
            str(c.setup.characters or "all"),
            str(c.setup.layers or "all"),
            c.setup.number_type,
            f"{p50:.0f}",
            f"{p95:.0f}",
            f"{p50 / shipped.milliseconds[0]:.2f}",
            f"{c.hit:.3f}",
            f"{c.first:.3f}",
        )
    return drawn


def _reader(full: Reader | None, setup: ReadingSetup) -> Reader | None:
    if isinstance(full, TrainedReader) and setup.layers:
        network = deepcopy(full.network)
        network.keep_layers(setup.layers)
        return TrainedReader(network, full.tokenizer, full.fingerprint)
    return TruncatingReader(full, setup.characters) if full and setup.characters else full


def _cost(
    cases: Sequence[Case], setup: ReadingSetup, reranker: Reranker, answerer: ExtractiveAnswerer
) -> Cost:
    seconds, hits, firsts = [], [], []
    for case in cases:
        score = as_found(case)
        scored = ((m.candidate, score(m)) for m in case.measured)
        found = sorted(scored, key=lambda pair: pair[1], reverse=True)
        started = time.perf_counter()
        ranked = reranker.rank(case.evidence, found)
        seconds.append(time.perf_counter() - started)
        hits.append(_is_right(case, ranked))
        claim = next(answerer.answer(case.evidence, ranked).claims, None)
        firsts.append(bool(claim) and case.question.answered_by(claim.text))
    p50, p95 = np.quantile(seconds, (0.5, 0.95)) * 1000
    return Cost(setup, (float(p50), float(p95)), float(np.mean(hits)), float(np.mean(firsts)))


def _is_right(case: Case, ranked: Sequence[Ranked]) -> bool:
    return bool(ranked) and case.question.answered_in(ranked[0].candidate.passage.version)
