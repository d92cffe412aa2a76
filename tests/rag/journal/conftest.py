"""A journal of the test's own, and its clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from answers_given import Clock

from rag.journal import Journal


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    with closing(Journal(tmp_path, days=30, clock=clock)) as opened:
        yield opened
