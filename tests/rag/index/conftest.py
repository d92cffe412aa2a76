"""Indexes over the test's own archive."""

from __future__ import annotations

from contextlib import ExitStack, closing

import pytest
from newsroom import open_indexes

from rag.archive import Archive


@pytest.fixture
def indexes(settings, archive):
    indexes = open_indexes(settings, archive)
    yield indexes
    indexes.close()


@pytest.fixture
def archive_of():
    """Opens the archive that settings name."""
    with ExitStack() as opened:
        yield lambda settings: opened.enter_context(closing(Archive.open(settings)))
