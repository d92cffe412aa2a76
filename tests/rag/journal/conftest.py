"""A journal of the test's own, on both engines, and its clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from answers_given import Clock

from rag.config import Settings
from rag.journal import Journal


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, either_settings: Settings, clock: Clock) -> Iterator[Journal]:
    url = either_settings.archive.get_secret_value()
    with closing(Journal(tmp_path, url, days=30, clock=clock)) as opened:
        yield opened
