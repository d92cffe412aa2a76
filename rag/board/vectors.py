"""The vectors of the board's questions: known ones at once, new ones embedded beside the page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from threading import Event, Lock
from typing import Protocol

from rag.desk import QuestionVectors
from rag.desk.question_vectors import Vector

PATIENCE_SECONDS = 2.0
"""How long a page waits for new questions to be embedded; a question takes some 30 ms."""
_BATCH = 32  # vectors that are stored at once


class EncodesQueries(Protocol):
    """The embedding model."""

    def encode_query(self, text: str) -> Vector: ...


class KnownVectors:
    """Vectors by `question_key`. Thread-safe."""

    def __init__(self, store: QuestionVectors, embedder: EncodesQueries) -> None:
        self._store = store
        self._embedder = embedder
        self._known: dict[str, Vector] = {}
        self._is_loaded = False
        self._waiting: dict[str, str] = {}
        self._lock = Lock()
        self._closing = Event()
        self._thread = ThreadPoolExecutor(1, "board")
        self._work: Future[None] | None = None

    def of(self, questions: Mapping[str, str]) -> dict[str, Vector]:
        """The vectors of the questions that are embedded by now; the others follow without being asked for again.

        Args:
            questions: their wordings by `question_key`.

        Raises:
            DeskUnusable
        """
        with self._lock:
            if not self._is_loaded:
                self._known, self._is_loaded = self._store.all(), True
            self._waiting.update({k: q for k, q in questions.items() if k not in self._known})
            if self._waiting and (self._work is None or self._work.done()):
                self._work = self._thread.submit(self._embed)
            work = self._work
        if work is not None:
            with suppress(TimeoutError):  # the rest is there when the page is opened again
                work.result(PATIENCE_SECONDS)
        with self._lock:
            return {key: self._known[key] for key in questions if key in self._known}

    def keep_only(self, keys: Collection[str]) -> None:
        """Forget the vectors of all other questions.

        Raises:
            DeskUnusable
        """
        with self._lock:
            self._store.keep_only(keys)
            for key in self._known.keys() - set(keys):
                del self._known[key]

    def close(self) -> None:
        self._closing.set()
        self._thread.shutdown()

    def _embed(self) -> None:
        """Embed what waits, and store it batch by batch, so that a stop loses little."""
        while not self._closing.is_set():
            with self._lock:
                batch = dict(islice(self._waiting.items(), _BATCH))
            if not batch:
                return
            vectors = {}
            for key, question in batch.items():
                if self._closing.is_set():
                    return
                vectors[key] = self._embedder.encode_query(question)
            self._store.add(vectors)
            with self._lock:
                self._known.update(vectors)
                for key in batch:
                    self._waiting.pop(key, None)
