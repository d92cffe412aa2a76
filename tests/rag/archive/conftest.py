"""The tests of the archive run on both engines."""

from __future__ import annotations

import pytest

from rag.config import Settings


@pytest.fixture
def settings(either_settings: Settings) -> Settings:
    return either_settings
