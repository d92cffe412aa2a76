"""A journal and a desk that are empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from declining import Newsroom

from rag.embedding import Embedder


@pytest.fixture
def newsroom(tmp_path: Path, embedder: Embedder) -> Iterator[Newsroom]:
    with closing(Newsroom(tmp_path, embedder)) as opened:
        yield opened
