"""Tests that run on both sets of engines: everything in the data folder, or everything on servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.config import Settings


@pytest.fixture
def server_settings(request: pytest.FixtureRequest) -> Settings:
    """Settings with a data folder for this test, with archive, journal and words in a PostgreSQL database of its own and the
    vectors on a Chroma server."""
    chroma, settings = request.getfixturevalue("chroma"), request.getfixturevalue("postgres_settings")
    servers = {"vectors": chroma.url, "words": settings.archive}
    return settings.model_copy(update=servers)


@pytest.fixture(params=("folder", "servers"))
def either_engines(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with a data folder for this test, with each set of engines in turn."""
    if request.param == "servers":
        settings: Settings = request.getfixturevalue("server_settings")
        return settings
    return Settings(_env_file=None, data_dir=tmp_path / "data")
