"""Long proofs (marked `proof`): a run of the tests takes some of their cases, `python -m eval faults` all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")

_whole = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="take all cases of the long proofs")


def pytest_configure(config: pytest.Config) -> None:
    global _whole
    _whole = config.getoption("whole")


def sized(sample: T, whole: T) -> T:
    """How much of a long proof this run takes. To be called as a test's module is imported."""
    return whole if _whole else sample


def some_of(cases: Sequence[T], every: int) -> Sequence[T]:
    """All cases of a long proof, or each `every`-th."""
    return sized(cases[::every], cases)
