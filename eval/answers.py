"""How often answers are right, and how often a question is rightly declined: `python -m eval answers`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.table import Table

from eval.readings import Case, Measured, Reading
from eval.sets import Question
from rag.answer.extractive import ExtractiveAnswerer
from rag.evidence import as_row
from rag.retrieve import fusion_for

THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Result:
    """What a question came to.

    Attributes:
        answerable: whether the archive, as it was left to this question, answers it.
        right, first_right: whether the answer is in the statements, in the first of them.
    """

    question: Question
    answerable: bool
    confidence: float
    right: bool
    first_right: bool
    said: tuple[str, ...]


def measure_answers(
    cases: Sequence[Case], answerer: ExtractiveAnswerer, on_done: Callable[[], None] = lambda: None
) -> list[Result]:
    """Read each question twice: with all articles, and with those left out that answer it."""
    results = []
    for case in cases:
        results += [_result(reading, answerer) for reading in case.readings(_score(case))]
        on_done()
    return results


def _score(case: Case) -> Callable[[Measured], float]:
    def score(measured: Measured) -> float:
        fusion = fusion_for(case.evidence.query, measured.candidate.passage.version)
        return fusion.passage.logit(as_row(measured.features))

    return score


def _result(reading: Reading, answerer: ExtractiveAnswerer) -> Result:
    verdict = answerer.read(reading.case.evidence, reading.ranked)
    claims = list(verdict.claims)
    right = [any(reading.right(s.version, claim.text) for s in claim.supports) for claim in claims]
    return Result(
        question=reading.case.question,
        answerable=reading.answerable,
        confidence=verdict.confidence,
        right=any(right),
        first_right=bool(right) and right[0],
        said=tuple(claim.text for claim in claims),
    )


def auroc(results: Sequence[Result]) -> float:
    """Probability that an answerable question has more confidence than one whose articles are left out
    (Mann-Whitney U)."""
    there = np.array([r.confidence for r in results if r.answerable])
    absent = np.array([r.confidence for r in results if not r.answerable])
    if not len(there) or not len(absent):
        return float("nan")
    return float(np.mean(there[:, None] > absent) + np.mean(there[:, None] == absent) / 2)


def at_threshold(results: Sequence[Result], threshold: float) -> dict[str, float]:
    """What residents would get if less confidence than `threshold` meant "not reported".

    Returns:
        answered: share of the answerable questions that are answered;
        right, first_right: share of the answerable questions whose statements, whose first one, hold the answer;
        risk: share of all answers given, to answerable and other questions, whose statements do not;
        answered_wrongly: share of the others that are answered.
    """
    there = [r for r in results if r.answerable]
    absent = [r for r in results if not r.answerable]
    given = [r for r in results if r.confidence >= threshold]

    def share(chosen: Sequence[Result], whole: Sequence[Result]) -> float:
        return len(chosen) / len(whole) if whole else float("nan")

    return {
        "answered": share([r for r in there if r.confidence >= threshold], there),
        "right": share([r for r in there if r.confidence >= threshold and r.right], there),
        "first_right": share([r for r in there if r.confidence >= threshold and r.first_right], there),
        "risk": share([r for r in given if not r.right], given),
        "answered_wrongly": share([r for r in absent if r.confidence >= threshold], absent),
    }


def table(results: Sequence[Result], title: str, shipped: float) -> Table:
    """The risk-coverage curve: one row a threshold, the shipped one marked."""
    drawn = Table(title=f"{title}: {len(results)} readings, AUROC {auroc(results):.3f}")
    names = list(at_threshold(results, 0.5))
    for name in ("threshold", *names):
        drawn.add_column(name, justify="right")
    for threshold in sorted({*THRESHOLDS, shipped}):
        row = at_threshold(results, threshold)
        mark = "*" if threshold == shipped else ""
        drawn.add_row(f"{mark}{threshold:.2f}", *(f"{row[name]:.3f}" for name in names))
    return drawn
