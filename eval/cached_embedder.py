"""An embedding model that caches its vectors on disk, so that a second run takes seconds."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rag.embedding import Embedder
from rag.embedding.encoder import Encoder

Role = Literal["query", "plain query", "passage"]


class CachedEmbedder(Embedder):
    """Caches the vectors of an `Embedder` by the model's fingerprint, role and text.

    Attributes:
        saved: seconds of embedding that the cache has saved so far.
        uncached: the wrapped model.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        """
        Args:
            path: the database file; created if missing, and safe to share between processes.
        """
        self.fingerprint = embedder.fingerprint
        self.query_fingerprint = embedder.query_fingerprint
        self.dtype = embedder.dtype
        self.dimensions = embedder.dimensions
        self.saved = 0.0
        self.uncached = embedder
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB, seconds REAL)"
        )

    def close(self) -> None:
        self._database.close()

    @property
    def encoder(self) -> Encoder | None:
        return self.uncached.encoder

    def clock(self) -> float:
        """Seconds as if nothing were cached: differences include the embedding time that the cache saved."""
        return time.perf_counter() + self.saved

    def encode_query(self, text: str, *, adapted: bool = True) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encode(
            [text],
            "query" if adapted else "plain query",
            lambda new: self.uncached.encode_query(new[0], adapted=adapted)[None],
        )[0]
        return vector

    def encode_passages(
        self, texts: Sequence[str], on_batch: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        return self._encode(texts, "passage", lambda new: self.uncached.encode_passages(new, on_batch))

    def _encode(
        self, texts: Sequence[str], role: Role, embed: Callable[[list[str]], NDArray[np.float32]]
    ) -> NDArray[np.float32]:
        keys = [self._key(text, role) for text in texts]
        known = self._read(keys)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            started = time.perf_counter()
            vectors = embed(list(new.values()))
            self._write(list(new), vectors, (time.perf_counter() - started) / len(new))
            known |= dict(zip(new, vectors, strict=True))
        return np.array([known[key] for key in keys], np.float32).reshape(-1, self.dimensions)

    def _key(self, text: str, role: Role) -> bytes:
        fingerprint = self.query_fingerprint if role == "query" else self.fingerprint
        return sha256(f"{fingerprint} {role} {text}".encode()).digest()

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        known = {}
        for key in dict.fromkeys(keys):
            row = self._database.execute(
                "SELECT vector, seconds FROM vectors WHERE key = ?", (key,)
            ).fetchone()
            if row:
                known[key] = np.frombuffer(row[0], np.float32)
                self.saved += row[1]
        return known

    def _write(self, keys: Sequence[bytes], vectors: NDArray[np.float32], seconds: float) -> None:
        rows = [(key, vector.tobytes(), seconds) for key, vector in zip(keys, vectors, strict=True)]
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?, ?)", rows)
        self._database.execute("COMMIT")
