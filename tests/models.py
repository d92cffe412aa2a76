"""The shipped models, loaded once per test process, and assistants that share them."""

from __future__ import annotations

from functools import cache

from rag.config import Settings
from rag.embedding import Embedder
from rag.service import Assistant, Models


@cache
def shared_models() -> Models:
    return Models.load(Settings(_env_file=None))


def shared_embedder() -> Embedder:
    return shared_models().embedder


def open_assistant(settings: Settings, *, journal: bool = False) -> Assistant:
    """`Assistant.open` with the shared models, which takes milliseconds."""
    return Assistant.open(settings, models=shared_models(), journal=journal)
