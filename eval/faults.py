"""The long proofs among the tests, at full size: `python -m eval faults`.

Crashes at many moments, damage to each file, thousands of random examples: a run of the tests takes a sample of each.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from rag.schema import WendaError

TESTS = Path(__file__).parents[1] / "tests"


class NoSuchProof(WendaError):
    """Proofs were asked for that no test is marked with."""


@dataclass
class ProofResult:
    """What one test shows, over all its cases.

    Attributes:
        proof: its name, that of `pytest.mark.proof`.
        sentence: what holds in each case.
        failed: what went wrong, one text for each failed case.
    """

    proof: str
    sentence: str
    cases: int = 0
    seconds: float = 0.0
    failed: list[str] = field(default_factory=list)


def run_proofs(names: Collection[str] = (), tests: Path = TESTS) -> list[ProofResult]:
    """Run the proofs of these names, or all of them, with progress on stderr.

    Raises:
        NoSuchProof: there is none of such a name, or no test could be collected.
    """
    with os.fdopen(os.dup(2), "w") as stderr:  # pytest captures the real one
        watching = _Watching(names, Progress(console=Console(file=stderr)))
        with watching.progress:
            pytest.main(
                [str(tests), "--whole", "-p", "no:terminal", "-o", "addopts=--strict-markers"], [watching]
            )
    if not watching.shown:
        known = ", ".join(sorted(watching.known)) or "none: run from a checkout with its tests"
        raise NoSuchProof(f"No test proves {', '.join(names) or 'anything'}. Proofs: {known}.")
    return list(watching.shown.values())


def table(shown: Iterable[ProofResult]) -> Table:
    drawn = Table(title="long proofs")
    for column in ("proof", "what holds"):
        drawn.add_column(column)
    for column in ("cases", "failed", "seconds"):
        drawn.add_column(column, justify="right")
    for row in shown:
        drawn.add_row(row.proof, row.sentence, str(row.cases), str(len(row.failed)), f"{row.seconds:.0f}")
    return drawn


class _Watching:
    """A pytest plugin that keeps what is proven and counts it."""

    def __init__(self, names: Collection[str], progress: Progress) -> None:
        self.names = names
        self.progress = progress
        self.known: set[str] = set()
        self.shown: dict[str, ProofResult] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        marked = [(item, mark.args[0]) for item in items if (mark := item.get_closest_marker("proof"))]
        self.known = {name for _, name in marked}
        chosen = [(item, name) for item, name in marked if not self.names or name in self.names]
        for item, name in chosen:
            self.shown.setdefault(_test_of(item.nodeid), ProofResult(name, _sentence(item.nodeid)))
        items[:] = [item for item, _ in chosen]
        self.task = self.progress.add_task("proofs", total=len(items))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        shown = self.shown[_test_of(report.nodeid)]
        shown.seconds += report.duration
        if report.when == "call":
            shown.cases += 1
            self.progress.advance(self.task)
        if report.failed:
            shown.failed.append(f"{report.nodeid}\n{report.longreprtext}")


def _test_of(nodeid: str) -> str:
    return nodeid.partition("[")[0]


def _sentence(nodeid: str) -> str:
    name = _test_of(nodeid).rpartition("::")[2]
    return name.removeprefix("test_").replace("_", " ")
