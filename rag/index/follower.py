"""`Follower`: a background thread that keeps the indexes up to date with the archive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

logger = logging.getLogger(__name__)

MAX_PAUSE = 60.0  # seconds; the pause doubles after each error, up to this


class Stopped(Exception):
    """The follower is being stopped: ends its work between two batches."""


class Follower:
    """Calls a function repeatedly in a thread until it is stopped. After an error, the pause before the next call doubles."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def start(self, interval: float) -> None:
        """Start the thread, unless it runs already.

        Args:
            interval: seconds between two calls.
        """
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, args=(interval,), name="indexes", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop the thread. A running call ends first, or sooner if it calls `check`."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def check(self, _done: int) -> None:
        """Call this between two batches of work.

        Raises:
            Stopped: the follower is being stopped.
        """
        if self.stopping:
            raise Stopped

    def _run(self, interval: float) -> None:
        pause = interval
        while not self._stopping.wait(pause):
            try:
                self._work()
                pause = interval
            except Stopped:
                return
            except Exception:
                logger.exception("search indexes: the update from the archive failed; trying again")
                pause = min(2 * pause, MAX_PAUSE)
