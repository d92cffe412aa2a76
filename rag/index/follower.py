"""A background thread that keeps the indexes up with the archive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

logger = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds between two attempts at most, after errors


class Closing(Exception):
    """Ends the work of a follower between two batches."""


class Follower:
    """Does a piece of work again and again until it is stopped; after errors it waits longer each time."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def start(self, interval: float) -> None:
        """Begin, where that has not been done; `interval`: seconds between two pieces of work."""
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._keep_up, args=(interval,), name="indexes", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """End the thread, after the work that it is at, or sooner where that calls `check`."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def check(self, _done: int) -> None:
        """To be called between two batches. Raises: Closing, when it is being stopped"""
        if self.stopping:
            raise Closing

    def _keep_up(self, interval: float) -> None:
        pause = interval
        while not self._stopping.wait(pause):
            try:
                self._work()
                pause = interval
            except Closing:
                return
            except Exception:
                logger.exception("search indexes: keeping up with the archive failed; it is tried again")
                pause = min(2 * pause, PATIENCE)
