"""`WorkerProcess`: a process of its own, which may run out of time or memory, or crash, without harm to the ingest."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType, TracebackType
from typing import Any, Self, TypeVar, cast

from ingest.readers.base import FileUnreadable, Item
from ingest.readers.options import ReadOptions
from ingest.workers import tasks
from rag.archive import SourceFile
from rag.schema import WendaError

T = TypeVar("T")

MEMORY = 3 << 30  # bytes of address space beyond what the process has when it begins to read
GROWN = (
    700 << 20
)  # bytes in memory after a file (text recognition) from which on a new process reads the next one
SECONDS = 600.0  # until the next item of a file


def _context() -> multiprocessing.context.ForkServerContext | multiprocessing.context.SpawnContext:
    """Processes are forked from a server that has the readers loaded; where there are no forks, they are started anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.workers.tasks"])
    return context


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep a new process from running the caller's script again, of which it needs nothing."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


class WorkerProcess:
    """Runs one function after another; if it has died, a new process runs the next. Use it in a `with` statement."""

    def __init__(self) -> None:
        self.busy = False
        self._process: multiprocessing.process.BaseProcess | None = None
        self._connection: Connection | None = None
        self._temporary: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()

    def read(
        self, path: Path, format_: str, options: ReadOptions
    ) -> Generator[SourceFile | Item, None, None]:
        """Begin to read a file, see `tasks.read`."""
        return self.start(tasks.read, path, format_, options)

    def start(self, function: Callable[..., Iterator[T]], *given: object) -> Generator[T, None, None]:
        """See `Workers.start`. The process waits when some 200 kB of what was yielded have not been asked for."""
        answers = self._answers(function, given)
        next(answers)
        return cast(Generator[T, None, None], answers)

    def _answers(
        self, function: Callable[..., Iterator[T]], given: tuple[object, ...]
    ) -> Generator[T | None, None, None]:
        """None once the function is begun, then what it yields."""
        connection = self._connected()
        self.busy = True
        finished = False
        try:
            connection.send((function, given))
            yield None
            while (answer := self._receive(connection)) is not None:
                if isinstance(answer, Exception):
                    finished = True
                    raise answer
                yield answer
            finished = True
        finally:
            self.busy = False
            if (
                not finished or self._has_grown()
            ):  # the rest is not wanted, it has died, or embedding needs the memory
                self.stop()

    def _connected(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._connection is None:
            self.stop()
            context = _context()
            connection, other = context.Pipe()
            self._temporary = TemporaryDirectory(prefix="wenda-", ignore_cleanup_errors=True)
            given = (other, self._temporary.name)
            process = context.Process(target=_serve, args=given, name="worker", daemon=True)
            with _without_main():
                process.start()
            other.close()
            self._connection, self._process = connection, process
        return self._connection

    def _has_grown(self) -> bool:
        if self._process is None or sys.platform != "linux":
            return False
        return _memory_of(self._process.pid, resident=True) > GROWN

    def _receive(self, connection: Connection) -> Any:
        try:
            if connection.poll(SECONDS):
                return connection.recv()
        except EOFError as error:
            raise FileUnreadable(
                "the program that reads it crashed or ran out of memory: the file is damaged, or far too large."
            ) from error
        raise FileUnreadable(f"nothing was read for {SECONDS:.0f} s: the file is damaged, or far too large.")

    def stop(self) -> None:
        """End the process."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._temporary is not None:
            self._temporary.cleanup()
        self._process = self._connection = self._temporary = None


def _serve(connection: Connection, temporary: str) -> None:
    """Run the functions that are asked for. Each yields its items, then None, or the exception that ended it.

    Args:
        temporary: a folder for temporary files, which the ingest deletes.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the ingest, which then closes the connection
    threading.Thread(target=_end_with_ingest, daemon=True).start()
    tempfile.tempdir = temporary
    _limit_memory()
    with suppress(EOFError, ConnectionError):
        while True:
            function, given = connection.recv()
            try:
                for item in function(*given):
                    connection.send(item)
                connection.send(None)
            except (WendaError, OSError) as error:
                connection.send(error)
            except MemoryError:
                connection.send(FileUnreadable("reading it takes too much memory: split the file."))


def _end_with_ingest() -> None:
    """End this process as soon as the ingest has ended, even if it was killed while a page is being read for minutes."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit_memory() -> None:
    if sys.platform == "linux":
        import resource

        most = _memory_of("self") + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _memory_of(process: object, *, resident: bool = False) -> int:
    """Bytes in the address space of a process, or only those that are in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[resident])
    return pages * os.sysconf("SC_PAGE_SIZE")
