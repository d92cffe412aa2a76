"""Whether a question that needs a date is understood, and finds its article first: `python -m eval dated`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from rich.table import Table

from eval.bootstrap import Estimate, estimate
from eval.dated_questions import DatedQuestion
from eval.statistics import share
from rag.question import understand
from rag.schema import Filters, Found, Request
from rag.service import Assistant


@dataclass(frozen=True, slots=True)
class DatedResult:
    """What came of a question, and of the same one when its days restrict nothing (`without`).

    Attributes:
        understood: it was taken to mean exactly the days that its time phrase means.
        right, right_without: a right article is found first.
        found: headline or first words of what is found first, with its day.
        added_ms: how much longer the search took than without the days.
    """

    question: DatedQuestion
    understood: bool
    right: bool
    right_without: bool
    found: str
    added_ms: float


def measure_dated(
    questions: Iterable[DatedQuestion], assistant: Assistant, clock: Callable[[], float]
) -> list[DatedResult]:
    """Ask each question twice, as a resident's is: with and without its days, in turn which comes first.

    Args:
        clock: seconds.
    """
    return [_result(q, assistant, clock, dated_first=i % 2 == 0) for i, q in enumerate(questions)]


def table(results: Sequence[DatedResult], title: str) -> Table:
    """Shares with their intervals, kind by kind."""
    drawn = Table(title=title, caption="95 % intervals by bootstrap over articles")
    for name in (
        "kind",
        "questions",
        "period understood",
        "right first",
        "without days",
        "added ms, p50 / p95",
    ):
        drawn.add_column(name, justify="right")
    for kind in dict.fromkeys(("all", *(r.question.kind for r in results))):
        some = [r for r in results if kind in ("all", r.question.kind)]
        added = np.quantile([r.added_ms for r in some], (0.5, 0.95))
        drawn.add_row(
            kind,
            str(len(some)),
            str(_share(some, lambda r: r.understood)),
            str(_share(some, lambda r: r.right)),
            str(_share(some, lambda r: r.right_without)),
            f"{added[0]:.1f} / {added[1]:.1f}",
        )
    return drawn


def _share(results: Sequence[DatedResult], holds: Callable[[DatedResult], bool]) -> Estimate:
    return estimate(share([holds(r) for r in results]), [r.question.source for r in results])


def _result(
    question: DatedQuestion, assistant: Assistant, clock: Callable[[], float], *, dated_first: bool
) -> DatedResult:
    request = Request(question=question.text, today=question.today)
    without = request.model_copy(update={"filters": Filters(any_time=True)})
    found: dict[bool, tuple[Found, ...]] = {}
    seconds: dict[bool, float] = {}
    for dated in (dated_first, not dated_first):
        started = clock()
        found[dated] = _found(assistant, request if dated else without)
        seconds[dated] = clock() - started
    return DatedResult(
        question,
        understand(request).period == question.period,
        _is_right(found[True], question),
        _is_right(found[False], question),
        " ".join(f"{f.headline or f.text[:30]} ({f.date})" for f in found[True][:1]),
        (seconds[True] - seconds[False]) * 1000,
    )


def _found(assistant: Assistant, request: Request) -> tuple[Found, ...]:
    """What the chain finds, lists too; it is left before it reads."""
    return next((event.found for event in assistant.stream(request) if event.kind == "found"), ())


def _is_right(found: Sequence[Found], question: DatedQuestion) -> bool:
    return bool(found) and found[0].article_id in question.right
