"""Workers on a Ray cluster: the same functions as tasks (https://docs.ray.io).

A node needs the requirements installed, with the same versions of Python and Ray; the code itself is sent to it. It
need not see the files: this machine sends a file's bytes, and what was read comes back as a whole. So a file passes the
network twice and is held in memory at both ends, and the progress bar does not move while it is read. Files above
`LARGEST_SENT` are read here, and so are the pages of an e-paper's site, which are read with the files beside them.
Embedding and writing stay here.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self, TypeVar

import ingest
import rag
from ingest.readers.base import FileUnreadable, Item
from ingest.readers.epaper import EPaper
from ingest.readers.options import ReadOptions
from ingest.workers.local import LocalWorkers
from ingest.workers.process import WorkerProcess
from rag.archive import SourceFile
from rag.schema import WendaError

T = TypeVar("T")

LARGEST_SENT = 64 << 20  # bytes
SECONDS = 10.0  # to reach the server's port


class RayNotInstalled(WendaError):
    """The package `ray` is missing."""


class ClusterUnusable(WendaError):
    """There is no Ray server at the address, it is another version, or it has gone."""


class RayWorkers:
    """Workers on a cluster. If a node dies, Ray gives its tasks to another one."""

    def __init__(self, address: str) -> None:
        """
        Args:
            address: `ray://HOST:PORT`, or `ray` for the cluster that this machine is a node of; if it is none, Ray is
                started here. A program that is connected to Ray already stays connected as it is.

        Raises:
            RayNotInstalled, ClusterUnusable
        """
        try:
            import ray
        except ModuleNotFoundError as error:
            raise RayNotInstalled(
                "--on ray needs Ray: run `pip install -r requirements-scale.txt` here and on the nodes."
            ) from error
        self._ray: Any = ray
        self._address = address
        self._connected_before = ray.is_initialized()
        self._connect()
        self._run: Any = ray.remote(_run)
        self._read: Any = ray.remote(_read)
        self._here = LocalWorkers()
        self.count = max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def _connect(self) -> None:
        if self._connected_before:
            return
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # else Ray reports to its makers
        remote = self._address if self._address != "ray" else None
        try:
            if remote:
                host, _, port = remote.removeprefix("ray://").rpartition(":")
                socket.create_connection((host, int(port)), SECONDS).close()
            code = [str(Path(module.__file__ or "").parent) for module in (ingest, rag)]
            self._ray.init(
                remote, runtime_env={"py_modules": code}, log_to_driver=False, logging_level="error"
            )
        except (OSError, RuntimeError, ValueError, self._ray.exceptions.RayError) as error:
            raise ClusterUnusable(
                f"The Ray cluster {self._address} cannot be used: {error}. If it asks for a token "
                "(`ray get-auth-token` there), set RAY_AUTH_MODE=token and RAY_AUTH_TOKEN here."
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._here.__exit__()
        if not self._connected_before:
            self._ray.shutdown()

    def start(self, function: Callable[..., Iterator[T]], *given: object) -> Generator[T, None, None]:
        """See `Workers.start`. What the function yields is received when it has ended."""
        return self._answers(self._run.remote(function, given))

    def read(
        self, path: Path, format_: str, options: ReadOptions
    ) -> Generator[SourceFile | Item, None, None]:
        """See `Workers.read`."""
        try:
            if path.is_file() and path.stat().st_size <= LARGEST_SENT and format_ != EPaper.name:
                return self._answers(self._read.remote(path, path.read_bytes(), format_, options))
        except OSError:
            pass  # the process here says what is wrong with the file
        return self._here.read(path, format_, options)

    def _answers(self, task: Any) -> Generator[Any, None, None]:
        errors = self._ray.exceptions
        try:
            answers = self._ray.get(task)
        except (errors.RayTaskError, errors.WorkerCrashedError, errors.OutOfMemoryError) as error:
            raise FileUnreadable(
                "the program that reads it crashed or ran out of memory: the file is damaged, or far too large."
            ) from error
        except (OSError, RuntimeError, errors.RayError) as error:
            raise ClusterUnusable(
                f"The Ray cluster {self._address} has gone ({error}). What was added is kept; run the same command again."
            ) from error
        for answer in answers:
            if isinstance(answer, Exception):
                raise answer
            yield answer


# --- on a node ---


def _run(function: Callable[..., Iterator[T]], given: tuple[object, ...]) -> list[T | Exception]:
    """What a function yields, and last the exception that ended it."""
    answers: list[T | Exception] = []
    try:
        answers.extend(function(*given))
    except (WendaError, OSError) as error:
        answers.append(error)
    return answers


def _read(path: Path, data: bytes, format_: str, options: ReadOptions) -> list[SourceFile | Item | Exception]:
    """What a file of the ingest's machine contains, read in a process with limits of memory and time."""
    with TemporaryDirectory(prefix="wenda-") as folder:
        sent = Path(folder, path.name)
        sent.write_bytes(data)
        answers = _run(_process().read, (sent, format_, options))
    return [
        replace(answer, data=path) if isinstance(answer, SourceFile) and answer.data == sent else answer
        for answer in answers
    ]


@cache
def _process() -> WorkerProcess:
    """One for each of Ray's processes; it ends with it."""
    return WorkerProcess()
