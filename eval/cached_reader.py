"""A reader that remembers on disk what it has read, so that weights can be fitted again within seconds."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from rag.reader import Reader, ReaderInput, Reading

MAX_READINGS = 400_000  # readings that are kept, some 800 bytes each; the oldest go first


class CachedReader:
    """A `Reader` whose readings are kept by its fingerprint, the question and what was read.

    Logits of tokens are kept as float16, also for the one who reads first: a second run sees the same numbers.
    """

    def __init__(self, reader: Reader, number_type: str, path: Path, most: int = MAX_READINGS) -> None:
        """
        Args:
            number_type: that the reader computes in, which shapes its readings a little.
            path: the database; made where absent, and may be shared by several processes.
            most: readings that are kept at the end, the newest.
        """
        self.fingerprint = reader.fingerprint
        self._reader = reader
        self._number_type = number_type
        self._most = most
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute("CREATE TABLE IF NOT EXISTS readings (key BLOB UNIQUE, reading BLOB)")
        self._known: dict[bytes, bytes] = {}

    def close(self) -> None:
        self._database.execute(
            "DELETE FROM readings WHERE rowid <= (SELECT max(rowid) FROM readings) - ?", (self._most,)
        )
        self._database.close()

    def read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]:
        keys = [self._key(question, text) for text in texts]
        new = {
            key: text
            for key, text in zip(keys, texts, strict=True)
            if key not in self._known and not self._look_up(key)
        }
        if new:
            readings = self._reader.read(question, list(new.values()))
            self._keep({key: _packed(reading) for key, reading in zip(new, readings, strict=True)})
        return [_unpacked(self._known[key]) for key in keys]

    def _key(self, question: str, text: ReaderInput) -> bytes:
        whole = "\0".join((self.fingerprint, self._number_type, question, text.context, text.passage))
        return sha256(whole.encode()).digest()

    def _look_up(self, key: bytes) -> bool:
        row = self._database.execute("SELECT reading FROM readings WHERE key = ?", (key,)).fetchone()
        if row:
            self._known[key] = row[0]
        return row is not None

    def _keep(self, packed: dict[bytes, bytes]) -> None:
        self._known |= packed
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT OR IGNORE INTO readings VALUES (?, ?)", packed.items())
        self._database.execute("COMMIT")


def _packed(reading: Reading) -> bytes:
    """Two float32, then of each token its place (two uint16) and its logits (two float16)."""
    judged = np.array([reading.relevance, reading.answered], np.float32).tobytes()
    places = reading.offsets.astype(np.uint16).tobytes()
    logits = np.stack([reading.starts, reading.ends]).astype(np.float16).tobytes()
    return zlib.compress(judged + places + logits, 1)


def _unpacked(packed: bytes) -> Reading:
    raw = zlib.decompress(packed)
    tokens = (len(raw) - 8) // 8
    relevance, answered = np.frombuffer(raw, np.float32, 2)
    places = np.frombuffer(raw, np.uint16, 2 * tokens, 8).reshape(-1, 2).astype(np.int64)
    starts, ends = (
        np.frombuffer(raw, np.float16, 2 * tokens, 8 + 4 * tokens).reshape(2, -1).astype(np.float32)
    )
    return Reading(float(relevance), float(answered), places, starts, ends)
