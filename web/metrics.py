"""`/metrics` for Prometheus: answers by step, status and door, the line, and how recent each source is.

They contain no words and no addresses. This machine may read them, and others with a key of the scope `metrics`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from ipaddress import ip_address

from fastapi import Depends, FastAPI, Request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from prometheus_fastapi_instrumentator import Instrumentator
from starlette.datastructures import Headers

from rag.archive import FreshnessReader
from rag.config import Settings
from rag.database import DatabaseUnusable
from rag.limits import Asker
from rag.schema import Answer
from rag.service import Assistant
from web.api.access import Access
from web.api.problems import Problem

PATH = "/metrics"
SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2, 3, 5, 8, 12, 20, 40)
# Event streams stay open as long as a page is.
_NOT_TIMED = ["/gradio_api/", PATH, "/healthz", "/readyz"]
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


class AnswerMetrics:
    """Counts the answers that are given; an observer of the assistant."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._answers = Counter(
            "wenda_answers",
            "Answers given, by status; not_reported are the declined ones.",
            ("status", "door"),
            registry=registry,
        )
        self._seconds = Histogram(
            "wenda_answer_seconds",
            "Seconds from the beginning of an answer to the end of each step; a kept answer has only `total`.",
            ("step",),
            buckets=SECONDS,
            registry=registry,
        )
        self._failures = Counter(
            "wenda_model_failures", "Failures of the language model.", ("failure",), registry=registry
        )

    def __call__(self, answer: Answer, asker: Asker) -> None:
        self._answers.labels(answer.status, asker.door).inc()
        for step, milliseconds in answer.timings_ms.items():
            self._seconds.labels(step).observe(milliseconds / 1000)
        if answer.model_use is not None and answer.model_use.failure:
            self._failures.labels(answer.model_use.failure).inc()


class StateMetrics(Collector):
    """The state at the moment of asking: the line, the indexes, and the freshness of each source."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._settings = settings
        self._freshness = FreshnessReader(assistant.archive)

    def collect(self) -> Iterator[Metric]:
        line = self._assistant.limits.line
        yield _gauge("wenda_waiting", "People who wait for their turn.", line.waiting)
        yield _gauge("wenda_answering", "Answers that are being worked out.", line.answering)
        try:
            yield from self._of_archive()
        except DatabaseUnusable:
            yield _gauge("wenda_archive_readable", "Whether the archive can be read.", 0)

    def _of_archive(self) -> Iterator[Metric]:
        indexes = self._assistant.indexes
        yield _gauge("wenda_can_search", "Whether searches are complete now.", indexes.can_search)
        yield _gauge("wenda_pending_passages", "Passages that the indexes lack.", indexes.pending_count)
        articles = GaugeMetricFamily("wenda_articles", "Live articles of each source.", labels=["source"])
        newest = GaugeMetricFamily(
            "wenda_newest_article_timestamp_seconds",
            "Day of the newest article of each source.",
            labels=["source"],
        )
        taken_in = GaugeMetricFamily(
            "wenda_taken_in_timestamp_seconds",
            "When something was last taken in from each source.",
            labels=["source"],
        )
        late = GaugeMetricFamily(
            "wenda_source_late",
            "Whether the next edition of a source should be in by now.",
            labels=["source"],
        )
        for source in self._freshness.read(self._settings.today(), datetime.now(UTC)).sources:
            articles.add_metric([source.source], source.articles)
            taken_in.add_metric([source.source], source.taken_in.timestamp())
            if source.last is not None:
                day = datetime.combine(source.last.day, time(), UTC)
                newest.add_metric([source.source], day.timestamp())
                late.add_metric([source.source], source.last.late)
        yield from (articles, newest, taken_in, late)
        yield _gauge("wenda_archive_readable", "Whether the archive can be read.", 1)


def add_metrics(app: FastAPI, assistant: Assistant, settings: Settings, access: Access) -> None:
    """Measure the app and the assistant, and serve what was measured at `PATH`."""
    registry = CollectorRegistry()
    registry.register(StateMetrics(assistant, settings))
    assistant.observers.append(AnswerMetrics(registry))
    instrumentator = Instrumentator(registry=registry, excluded_handlers=_NOT_TIMED)

    def may_read(request: Request) -> None:
        if not is_this_machine(request):
            access.caller(request, "rest").require("metrics")

    async def refused(_: Request, problem: Problem) -> object:
        return problem.response()

    app.add_exception_handler(Problem, refused)
    instrumentator.instrument(app)
    instrumentator.expose(app, PATH, include_in_schema=False, dependencies=[Depends(may_read)])


def is_this_machine(request: Request) -> bool:
    """Whether a request comes from a program on this machine, and not through a proxy on it."""
    try:
        address = ip_address(request.client.host if request.client else "")
    except ValueError:
        return False
    return address.is_loopback and not _is_forwarded(request.headers)


def _is_forwarded(headers: Headers) -> bool:
    return any(name in headers for name in _FORWARDED)


def _gauge(name: str, description: str, value: float) -> Metric:
    return GaugeMetricFamily(name, description, value=float(value))
