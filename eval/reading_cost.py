"""What reading costs and what it brings, by how many passages are read and in which number type:
`python -m eval reading`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from rich.table import Table

from eval.readings import Case, Measured
from eval.sets import key_of
from rag.answer.extractive import ExtractiveAnswerer
from rag.config import Settings
from rag.reader import load_reader
from rag.rerank import READ, Ranked, Reranker
from rag.retrieve import fusion_for

PASSAGES = (4, 6, 8, 12, 16, 20)
NUMBER_TYPES = ("float32", "bfloat16")


@dataclass(frozen=True, slots=True)
class Cost:
    """One point of the curve.

    Attributes:
        milliseconds: median and 95th percentile of reading for one question.
        hit: share of the questions whose article comes first after reading.
        first: share whose best sentence holds the answer.
    """

    passages: int
    number_type: str
    milliseconds: tuple[float, float]
    hit: float
    first: float


def curve(cases: Sequence[Case], settings: Settings, answerer: ExtractiveAnswerer) -> list[Cost]:
    """Measure the answerable cases at each point."""
    answerable = [case for case in cases if case.question.answerable]
    return [
        _cost(answerable, Reranker(load_reader(settings, dtype), passages), answerer, dtype)
        for dtype, passages in product(NUMBER_TYPES, PASSAGES)
    ]


def table(costs: Sequence[Cost], title: str) -> Table:
    drawn = Table(title=title)
    for heading in (
        "passages",
        "number type",
        "p50 ms",
        "p95 ms",
        "against the shipped",
        "hit@1",
        "first sentence",
    ):
        drawn.add_column(heading, justify="right")
    shipped = {c.number_type: c.milliseconds[0] for c in costs if c.passages == READ}
    for c in costs:
        ratio = c.milliseconds[0] / shipped[c.number_type]
        p50, p95 = c.milliseconds
        drawn.add_row(
            str(c.passages),
            c.number_type,
            f"{p50:.0f}",
            f"{p95:.0f}",
            f"{ratio:.2f}",
            f"{c.hit:.3f}",
            f"{c.first:.3f}",
        )
    return drawn


def _cost(cases: Sequence[Case], reranker: Reranker, answerer: ExtractiveAnswerer, number_type: str) -> Cost:
    seconds, hits, firsts = [], [], []
    for case in cases:
        found = sorted(
            ((m.candidate, _score(case, m)) for m in case.measured), key=lambda pair: pair[1], reverse=True
        )
        started = time.perf_counter()
        ranked = reranker.rank(case.evidence, found)
        seconds.append(time.perf_counter() - started)
        hits.append(_is_right(case, ranked))
        claim = next(answerer.answer(case.evidence, ranked).claims, None)
        firsts.append(bool(claim) and case.question.answered_by(claim.text))
    p50, p95 = np.quantile(seconds, (0.5, 0.95)) * 1000
    return Cost(
        reranker.passages, number_type, (float(p50), float(p95)), float(np.mean(hits)), float(np.mean(firsts))
    )


def _score(case: Case, measured: Measured) -> float:
    return fusion_for(case.evidence.query, measured.candidate.passage.version).found.logit(measured.features)


def _is_right(case: Case, ranked: Sequence[Ranked]) -> bool:
    return bool(ranked) and bool(key_of(ranked[0].candidate.passage.version) & case.question.doc_ids)
