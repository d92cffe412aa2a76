"""A Chroma server of the test session."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from ports import free_port

from rag.index.dense import delete_other_collections

PROGRAM = Path(sys.executable).with_name("chroma")
SECONDS_TO_START = 30


class ChromaProcess:
    """A server on loopback in a folder of its own. `stop` and `start` keep its port and its folder."""

    def __init__(self, folder: Path | None = None) -> None:
        """
        Args:
            folder: None: a temporary one.
        """
        self.folder = folder or Path(tempfile.mkdtemp(prefix="wenda-chroma-"))
        self.folder.mkdir(exist_ok=True)
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        address = ["--host", "127.0.0.1", "--port", str(self._port)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [PROGRAM, "run", "--path", self.folder / "data", *address], stdout=log, stderr=log
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert time.monotonic() < deadline and self.running, (self.folder / "log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """Kill the server, as a power failure would."""
        self._process.kill()
        self._process.wait()

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """Stop the server and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat").is_success
        except httpx.TransportError:
            return False


@pytest.fixture(scope="session")
def chroma_process() -> Iterator[ChromaProcess]:
    server = ChromaProcess()
    yield server
    server.close()


@pytest.fixture
def chroma(chroma_process: ChromaProcess) -> Iterator[ChromaProcess]:
    """A running Chroma server without collections. A test may stop it."""
    yield chroma_process
    if not chroma_process.running:
        chroma_process.start()
    delete_other_collections([chroma_process.url], keep="")
