"""Long proofs (marked `proof`): the test suite runs a sample of their cases, `python -m eval faults` runs all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest

T = TypeVar("T")

_whole = False


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="run all cases of the long proofs")


def pytest_configure(config: pytest.Config) -> None:
    global _whole
    _whole = config.getoption("whole")


def sized(sample: T, whole: T) -> T:
    """`sample` in a normal run, `whole` with `--whole`. Call it at import time of a test module."""
    return whole if _whole else sample


def some_of(cases: Sequence[T], every: int) -> Sequence[T]:
    """Every `every`-th case in a normal run, all cases with `--whole`."""
    return sized(cases[::every], cases)
