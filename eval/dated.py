"""How well questions that need a date are understood and answered: `python -m eval dated`."""

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
    """The result of a question, with its days as a filter and without.

    Attributes:
        period_right: the period was understood exactly.
        right, right_without: a right article is ranked first, with and without the filter.
        found: headline (or first words) and date of the article ranked first.
        added_ms: extra milliseconds of the search with the filter.
    """

    question: DatedQuestion
    period_right: bool
    right: bool
    right_without: bool
    found: str
    added_ms: float


def measure_dated(
    questions: Iterable[DatedQuestion], assistant: Assistant, clock: Callable[[], float]
) -> list[DatedResult]:
    """Ask each question twice, with and without its days as a filter; which comes first alternates.

    Args:
        clock: returns seconds.
    """
    return [_result(q, assistant, clock, dated_first=i % 2 == 0) for i, q in enumerate(questions)]


def table(results: Sequence[DatedResult], title: str) -> Table:
    """Shares with their intervals, one row for each kind of time phrase."""
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
        chosen = [r for r in results if kind in ("all", r.question.kind)]
        added = np.quantile([r.added_ms for r in chosen], (0.5, 0.95))
        drawn.add_row(
            kind,
            str(len(chosen)),
            str(_share(chosen, lambda r: r.period_right)),
            str(_share(chosen, lambda r: r.right)),
            str(_share(chosen, lambda r: r.right_without)),
            f"{added[0]:.1f} / {added[1]:.1f}",
        )
    return drawn


def _share(results: Sequence[DatedResult], is_true: Callable[[DatedResult], bool]) -> Estimate:
    return estimate(share([is_true(r) for r in results]), [r.question.source for r in results])


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
    """The articles that the chain finds, also for list questions; stops before the chain reads them."""
    return next((event.found for event in assistant.stream(request) if event.kind == "found"), ())


def _is_right(found: Sequence[Found], question: DatedQuestion) -> bool:
    return bool(found) and found[0].article_id in question.right
