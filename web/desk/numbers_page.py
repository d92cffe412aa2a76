"""`/desk/numbers`: plots of questions, shares, how long answers take, and reports."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI, Request
from starlette.responses import Response

from rag.config import Settings
from rag.journal import DayNumbers, Journal
from web.desk.board_wording import TEXTS
from web.desk.plots import Plot, Series, plot
from web.desk.routes import DESK_PATH
from web.desk.staff_page import StaffPage
from web.wording import Wording

PERIODS = (7, 30, 90)
"""Days that can be chosen."""


def add_numbers(app: FastAPI, journal: Journal, settings: Settings) -> None:
    """Add the page."""
    page = StaffPage(settings, TEXTS)

    @app.get(f"{DESK_PATH}/numbers")
    def numbers(request: Request) -> Response:
        asked = request.query_params.get("days", "")
        days = next((period for period in PERIODS if str(period) == asked), PERIODS[1])
        found = journal.numbers(settings.today(), days, page.zone)
        plots = numbers_plots(found, page.words(request))
        return page(request, "numbers.html", plots=plots, days=days, periods=PERIODS, totals=_totals(found))


def numbers_plots(found: Sequence[DayNumbers], words: Wording) -> list[Plot]:
    """The plots of so many days, oldest first."""
    days = [numbers.day for numbers in found]

    def series(key: str, style: str, values: Sequence[float | int | None]) -> Series:
        return Series(words(key), style, values)

    return [
        plot(
            "questions",
            words("plot_questions"),
            words("unit_questions"),
            days,
            [
                series("answered", "first", [numbers.answered for numbers in found]),
                series("declined", "second", [numbers.declined for numbers in found]),
                series("small_talk", "third", [numbers.small_talk for numbers in found]),
                series("not_searched", "fourth", [numbers.other for numbers in found]),
            ],
            "bars",
        ),
        plot(
            "shares",
            words("plot_shares"),
            "%",
            days,
            [
                series("answered", "first", [_percent(n.share(n.answered)) for n in found]),
                series("declined", "second", [_percent(n.share(n.declined)) for n in found]),
                series("small_talk", "third", [_percent(n.share(n.small_talk)) for n in found]),
            ],
            "lines",
            100,
        ),
        plot(
            "latency",
            words("plot_latency"),
            words("unit_seconds"),
            days,
            [
                series("p50", "first", [numbers.latency(50) for numbers in found]),
                series("p95", "second", [numbers.latency(95) for numbers in found]),
            ],
            "lines",
        ),
        plot(
            "reports",
            words("plot_reports"),
            words("unit_reports"),
            days,
            [
                series("handled_reports", "first", [len(numbers.hours) for numbers in found]),
                series("open_reports", "second", [numbers.reports - len(numbers.hours) for numbers in found]),
            ],
            "bars",
        ),
        plot(
            "handling",
            words("plot_handling"),
            words("unit_hours"),
            days,
            [series("median_hours", "first", [numbers.hours_to_handle for numbers in found])],
            "lines",
        ),
    ]


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _totals(found: Sequence[DayNumbers]) -> dict[str, int]:
    """Sums over all days, by the key of their wording."""
    return {
        "total_questions": sum(numbers.questions for numbers in found),
        "total_answered": sum(numbers.answered for numbers in found),
        "total_declined": sum(numbers.declined for numbers in found),
        "total_reports": sum(numbers.reports for numbers in found),
    }
