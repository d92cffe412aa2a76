"""The interface of the vector index, and the parameters of its graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from chromadb.api.collection_configuration import CreateHNSWConfiguration
from numpy.typing import NDArray

from rag.index.hit import Hit

# On 10,000 random vectors the default graph (16 neighbours, 100 candidates) finds 76 % of the true top ten, this one 99 %.
GRAPH = CreateHNSWConfiguration(space="cosine", max_neighbors=32, ef_construction=100, ef_search=400)


class DenseIndex(Protocol):
    """Finds the passages whose vectors are nearest to a question's. Searching is thread-safe; one thread writes.

    All methods but `close` raise `Damaged` when the index cannot be read or written. An index on a server raises
    `EngineUnavailable` when the server does not answer: the index is intact then, and must not be rebuilt.
    """

    def search(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` passages with the highest cosine to `vector`, or all passages if there are fewer."""
        ...

    def ids(self) -> set[int]:
        """All passages in Chroma's database. Its graph may lack some of them; only searching for them can show that."""
        ...

    def count(self) -> int:
        """The number of `ids`."""
        ...

    def put(self, passage_ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add passages; those that the index already has are skipped.

        A passage's vector never changes, and adding one again takes five times as long.

        Args:
            vectors: (len(passage_ids), dimensions).
        """
        ...

    def drop(self, passage_ids: Sequence[int]) -> None:
        """Delete passages. Unknown ids are ignored."""
        ...

    def close(self) -> None:
        """Close the index. Running searches must have ended."""
        ...
