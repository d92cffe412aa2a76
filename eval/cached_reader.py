"""A reader that caches its readings on disk, so that fitting weights again takes seconds."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

from rag.reader import Reader, ReaderInput, Reading

MAX_READINGS = 400_000  # of some 800 bytes each; the oldest are deleted first


class CachedReader:
    """Caches the readings of a `Reader` by its fingerprint, number type, question and text.

    Token logits are rounded to float16 even on the first read, so that a second run gets the same numbers.
    """

    def __init__(self, reader: Reader, number_type: str, path: Path, limit: int = MAX_READINGS) -> None:
        """
        Args:
            number_type: number type of the reader's computation, which changes its readings slightly.
            path: the database file; created if missing, and safe to share between processes.
            limit: number of readings to keep, newest first; `close` deletes the others.
        """
        self.fingerprint = reader.fingerprint
        self._reader = reader
        self._number_type = number_type
        self._limit = limit
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = NORMAL")
        self._database.execute("CREATE TABLE IF NOT EXISTS readings (key BLOB UNIQUE, reading BLOB)")
        self._cache: dict[bytes, bytes] = {}

    def close(self) -> None:
        self._database.execute(
            "DELETE FROM readings WHERE rowid <= (SELECT max(rowid) FROM readings) - ?", (self._limit,)
        )
        self._database.close()

    def read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]:
        keys = [self._key(question, text) for text in texts]
        new = {
            key: text
            for key, text in zip(keys, texts, strict=True)
            if key not in self._cache and not self._load(key)
        }
        if new:
            readings = self._reader.read(question, list(new.values()))
            self._store({key: _packed(reading) for key, reading in zip(new, readings, strict=True)})
        return [_unpacked(self._cache[key]) for key in keys]

    def _key(self, question: str, text: ReaderInput) -> bytes:
        whole = "\0".join((self.fingerprint, self._number_type, question, *text))
        return sha256(whole.encode()).digest()

    def _load(self, key: bytes) -> bool:
        row = self._database.execute("SELECT reading FROM readings WHERE key = ?", (key,)).fetchone()
        if row:
            self._cache[key] = row[0]
        return row is not None

    def _store(self, packed: dict[bytes, bytes]) -> None:
        self._cache |= packed
        self._database.execute("BEGIN IMMEDIATE")
        self._database.executemany("INSERT OR IGNORE INTO readings VALUES (?, ?)", packed.items())
        self._database.execute("COMMIT")


def _packed(reading: Reading) -> bytes:
    """Two float32 (relevance, answered), the offsets of all tokens (two uint16 each), then their logits (two float16 each)."""
    scores = np.array([reading.relevance, reading.answered], np.float32).tobytes()
    offsets = reading.offsets.astype(np.uint16).tobytes()
    logits = np.stack([reading.starts, reading.ends]).astype(np.float16).tobytes()
    return zlib.compress(scores + offsets + logits, 1)


def _unpacked(packed: bytes) -> Reading:
    raw = zlib.decompress(packed)
    tokens = (len(raw) - 8) // 8
    relevance, answered = np.frombuffer(raw, np.float32, 2)
    offsets = np.frombuffer(raw, np.uint16, 2 * tokens, 8).reshape(-1, 2).astype(np.int64)
    starts, ends = (
        np.frombuffer(raw, np.float16, 2 * tokens, 8 + 4 * tokens).reshape(2, -1).astype(np.float32)
    )
    return Reading(float(relevance), float(answered), offsets, starts, ends)
