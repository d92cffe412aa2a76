"""The models that ship, loaded once in each process of the tests, and assistants that share them."""

from __future__ import annotations

from functools import cache

from rag.answer import ExtractiveAnswerer
from rag.archive import Archive
from rag.chain import Assistant
from rag.config import Settings
from rag.embedding import Embedder
from rag.index import Indexes
from rag.reader import Reader, load_reader


@cache
def shared_embedder() -> Embedder:
    return Embedder.load(Settings(_env_file=None))


@cache
def shared_reader() -> Reader | None:
    return load_reader(Settings(_env_file=None), shared_embedder().dtype)


def open_assistant(settings: Settings) -> Assistant:
    """What `Assistant.open` opens without a language model, in milliseconds."""
    embedder = shared_embedder()
    archive = Archive(settings.data_dir)
    indexes = Indexes.open(
        settings, archive, fingerprint=embedder.fingerprint, dimensions=embedder.dimensions
    )
    return Assistant(settings, archive, indexes, embedder, shared_reader(), ExtractiveAnswerer(embedder))
