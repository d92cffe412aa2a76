"""The vector index in a folder: Chroma runs in this process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import chromadb
import numpy as np
from chromadb.api.client import Client
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from rag.index.damage import noticing_damage
from rag.index.dense.base import GRAPH
from rag.index.hit import Hit, best_first

COLLECTION = "passages"
_COUNT = slice(20, 28)  # of a graph's header: its number of vectors
BATCH = 5000  # Chroma refuses more than 5,461 rows in one call


class ChromaFolder:
    """A `DenseIndex` in one folder. Only the owner of the indexes opens it."""

    def __init__(self, path: Path) -> None:
        """Open the index at `path`; create it if it does not exist.

        Raises:
            Damaged
        """
        self._path = path
        with noticing_damage("Chroma cannot be opened"):
            settings = ChromaSettings(anonymized_telemetry=False)
            self._client = cast(Client, chromadb.PersistentClient(path=str(path), settings=settings))
            try:
                self._collection = self._client.get_or_create_collection(
                    COLLECTION,
                    embedding_function=None,
                    configuration=CreateCollectionConfiguration(hnsw=GRAPH),
                )
                self._empty = not self._collection.get(limit=1, include=[])["ids"]
                _blank_unused(path)
            except BaseException:
                self._client.close()
                raise

    def close(self) -> None:
        """Close the folder. Without this, chromadb keeps it open until the process ends."""
        self._client.close()

    def search(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """See `DenseIndex.search`."""
        if self._empty:  # Chroma reports damage while it adds the first passages
            return []
        with noticing_damage("Chroma cannot be searched"):
            found = self._collection.query(query_embeddings=vector, n_results=k, include=["distances"])
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        return best_first(Hit(int(i), 1.0 - d) for i, d in zip(ids, distances, strict=True))

    def ids(self) -> set[int]:
        """See `DenseIndex.ids`."""
        with noticing_damage("Chroma cannot be read"):
            return {int(i) for i in self._collection.get(include=[])["ids"]}

    def count(self) -> int:
        """See `DenseIndex.count`."""
        with noticing_damage("Chroma cannot be read"):
            return self._collection.count()

    def put(self, passage_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """See `DenseIndex.put`."""
        with noticing_damage("Chroma cannot be written"):
            for i in range(0, len(passage_ids), BATCH):
                ids = [str(j) for j in passage_ids[i : i + BATCH]]
                present = set(self._collection.get(ids=ids, include=[])["ids"])
                new = [j for j, passage_id in enumerate(ids) if passage_id not in present]
                if new:
                    self._collection.add(ids=[ids[j] for j in new], embeddings=vectors[i : i + BATCH][new])
                self._empty = False
            _blank_unused(self._path)

    def drop(self, passage_ids: Sequence[int]) -> None:
        """See `DenseIndex.drop`."""
        with noticing_damage("Chroma cannot be written"):
            for i in range(0, len(passage_ids), BATCH):
                self._collection.delete(ids=[str(j) for j in passage_ids[i : i + BATCH]])


def _blank_unused(path: Path) -> None:
    """Overwrite the vectors' files of a graph that has none yet.

    Chroma writes them for a hundred vectors, from memory that it never cleared: words of an article that was taken down
    could stand there. Once the graph has vectors (after a thousand), the files have no room for anything else.
    """
    for header in path.glob("*/header.bin"):
        if any(header.read_bytes()[_COUNT]):
            continue
        for name in ("data_level0.bin", "length.bin"):
            with (header.parent / name).open("r+b") as file:
                size = file.seek(0, 2)
                file.seek(0)
                file.write(bytes(size))
