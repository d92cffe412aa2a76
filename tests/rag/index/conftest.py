"""Indexes over the test's own archive."""

from __future__ import annotations

import pytest
from newsroom import open_indexes


@pytest.fixture
def indexes(settings, archive):
    indexes = open_indexes(settings, archive)
    yield indexes
    indexes.close()
