"""Indexes over the test's own archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest
from newsroom import open_indexes
from postgres_server import PostgresServer
from sqlalchemy import Engine, create_engine

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


@pytest.fixture
def engine(postgres: PostgresServer) -> Iterator[Engine]:
    """An empty database of PostgreSQL."""
    url = postgres.new_database(migrated=False)
    engine = create_engine(url)
    yield engine
    engine.dispose()
    postgres.drop(url)
