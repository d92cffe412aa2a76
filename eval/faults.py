"""Runs the long proofs of the test suite at full size: `python -m eval faults`.

A proof covers many cases: crashes at many moments, damage to each file, thousands of random examples. The test suite itself
runs only a sample of the cases.
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
    """No test is marked with the requested proof names."""


@dataclass
class ProofResult:
    """The result of one test over all its cases.

    Attributes:
        proof: the name in `pytest.mark.proof`.
        sentence: the property that the test checks, from its name.
        failures: one error text for each failed case.
    """

    proof: str
    sentence: str
    cases: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)


def run_proofs(names: Collection[str] = (), tests: Path = TESTS) -> list[ProofResult]:
    """Run the proofs with these names, or all, with progress on stderr.

    Raises:
        NoSuchProof: no proof has such a name, or no test was collected.
    """
    with os.fdopen(os.dup(2), "w") as stderr:  # a copy: pytest captures the original
        plugin = _ProofPlugin(names, Progress(console=Console(file=stderr)))
        with plugin.progress:
            pytest.main(
                [str(tests), "--whole", "-p", "no:terminal", "-o", "addopts=--strict-markers"], [plugin]
            )
    if not plugin.results:
        known = ", ".join(sorted(plugin.known)) or "none; run this from a checkout with the tests"
        raise NoSuchProof(f"No proof is named {', '.join(names) or 'anything'}. Known proofs: {known}.")
    return list(plugin.results.values())


def table(results: Iterable[ProofResult]) -> Table:
    drawn = Table(title="long proofs")
    for column in ("proof", "what holds"):
        drawn.add_column(column)
    for column in ("cases", "failed", "seconds"):
        drawn.add_column(column, justify="right")
    for row in results:
        drawn.add_row(row.proof, row.sentence, str(row.cases), str(len(row.failures)), f"{row.seconds:.0f}")
    return drawn


class _ProofPlugin:
    """A pytest plugin that selects the proofs and counts their cases and failures."""

    def __init__(self, names: Collection[str], progress: Progress) -> None:
        self.names = names
        self.progress = progress
        self.known: set[str] = set()
        self.results: dict[str, ProofResult] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        marked = [(item, mark.args[0]) for item in items if (mark := item.get_closest_marker("proof"))]
        self.known = {name for _, name in marked}
        chosen = [(item, name) for item, name in marked if not self.names or name in self.names]
        for item, name in chosen:
            self.results.setdefault(_test_of(item.nodeid), ProofResult(name, _sentence(item.nodeid)))
        items[:] = [item for item, _ in chosen]
        self.task = self.progress.add_task("proofs", total=len(items))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        result = self.results[_test_of(report.nodeid)]
        result.seconds += report.duration
        if report.when == "call":
            result.cases += 1
            self.progress.advance(self.task)
        if report.failed:
            result.failures.append(f"{report.nodeid}\n{report.longreprtext}")


def _test_of(nodeid: str) -> str:
    return nodeid.partition("[")[0]


def _sentence(nodeid: str) -> str:
    name = _test_of(nodeid).rpartition("::")[2]
    return name.removeprefix("test_").replace("_", " ")
