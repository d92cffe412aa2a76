"""`CurrentReader`: the current generation in a process that does not own the indexes."""

from __future__ import annotations

import threading

from rag.archive import Ledger
from rag.index.damage import Damaged
from rag.index.engines import Engines
from rag.index.generation import OpenIndexes


class CurrentReader:
    """Opens the current generation for searching, and the next one once the owner has switched to it. Thread-safe."""

    def __init__(self, engines: Engines, ledger: Ledger, kind: str) -> None:
        """
        Args:
            kind: first half of the generation's name, see `generation.kind_of`.
        """
        self._engines = engines
        self._ledger = ledger
        self._kind = kind
        self._opened: OpenIndexes | None = None
        self._changing = threading.Lock()

    def current(self) -> OpenIndexes:
        """The current generation, as of its last commit.

        Raises:
            Damaged: there is none for this model and these word rules, or it cannot be opened.
            EngineUnavailable
        """
        name = self._ledger.generation()
        if not name.startswith(f"{self._kind}-"):
            raise Damaged("there are no indexes for this model and these word rules")
        with self._changing:
            opened = self._opened
            if opened is None or opened.name != name:
                self._close()
                opened = self._opened = self._open(name)
        opened.lexical.reload()
        return opened

    def close(self) -> None:
        """Wait for running searches, and close what is open."""
        with self._changing:
            self._close()

    def _open(self, name: str) -> OpenIndexes:
        dense = self._engines.dense(name, write=False) if self._engines.vectors_are_shared else None
        try:
            return OpenIndexes(name, dense, self._engines.lexical(name, write=False))
        except BaseException:
            if dense is not None:
                dense.close()
            raise

    def _close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()
