"""The app as a process of its own on a loopback port, asked over HTTP and through the queue as the residents' page does."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from eval.processes import MeasurementFailed, cpu_seconds

ROOT = Path(__file__).parent.parent
TIMEOUT = 600  # seconds for one step
IDLE_SECONDS = 2.0  # the app is idle when it uses almost no CPU for so long
IDLE_CPU_SHARE = 0.1  # CPU time of an idle app, as a share of that time
STATEMENT = r"class=\"statement\""  # in an event's JSON: a statement is shown


class NotAnswered(MeasurementFailed):
    """The page showed no answer to a question."""

    def __init__(self, question: str, reason: str) -> None:
        super().__init__(f"{question!r} was not answered: {reason}")


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds from sending a question.

    Attributes:
        first: until a statement was shown; None if the answer has none.
        whole: until the answer was complete.
    """

    first: float | None
    whole: float


class App:
    """A running app. Thread-safe."""

    def __init__(self, pid: int, url: str) -> None:
        self.pid = pid
        self._client = httpx.Client(
            base_url=url, timeout=TIMEOUT, limits=httpx.Limits(max_connections=None), trust_env=False
        )
        self._function = _ask_function(self._client.get("/config").json())

    def ask(self, question: str) -> Timing:
        """Ask as a new resident: without a conversation.

        Raises:
            NotAnswered
        """
        session = secrets.token_hex(8)
        empty_conversation = {"html": "", "exchanges": []}
        call = {
            "data": [question, empty_conversation],
            "fn_index": self._function,
            "session_hash": session,
        }
        started = time.perf_counter()
        first: float | None = None
        try:
            self._client.post("/gradio_api/queue/join", json=call).raise_for_status()
            for line in self._events(session):
                if first is None and STATEMENT in line:
                    first = time.perf_counter() - started
                if '"process_completed"' in line:
                    if not json.loads(line)["success"]:
                        raise NotAnswered(question, "an internal error; see the app's output above.")
                    return Timing(first, time.perf_counter() - started)
        except httpx.HTTPError as error:
            raise NotAnswered(question, repr(error)) from error
        raise NotAnswered(question, "the connection ended.")

    def _events(self, session: str) -> Iterator[str]:
        with self._client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
            events.raise_for_status()
            for line in events.iter_lines():
                if line.startswith("data:"):
                    yield line.removeprefix("data:")

    def wait_until_idle(self) -> None:
        """Wait until it has generated its example questions and loaded its dictionary, which it does while serving.

        Raises:
            MeasurementFailed: it is still busy after `TIMEOUT`.
        """
        deadline = time.monotonic() + TIMEOUT
        while time.monotonic() < deadline:
            before = cpu_seconds(self.pid)
            time.sleep(IDLE_SECONDS)
            if cpu_seconds(self.pid) - before < IDLE_CPU_SHARE * IDLE_SECONDS:
                return
        raise MeasurementFailed(f"The app was still busy after {TIMEOUT} seconds.")


@contextmanager
def served(data: Path, root: Path = ROOT) -> Iterator[App]:
    """Start `python app.py` of a checkout on a free loopback port; yield it once it answers.

    Raises:
        MeasurementFailed: it does not start.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = _environment(data, WENDA_HOST="127.0.0.1", WENDA_PORT=str(port))
    process = subprocess.Popen([sys.executable, "app.py"], cwd=root, env=environment)
    try:
        _wait_until_served(process, f"http://127.0.0.1:{port}")
        yield App(process.pid, f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(TIMEOUT)


def run_python(*arguments: str, data: Path, root: Path = ROOT) -> str:
    """Run a Python module of a checkout as a process of its own.

    Returns:
        What it printed to stdout.

    Raises:
        MeasurementFailed: its exit status is not 0.
    """
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env=_environment(data),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MeasurementFailed(f"`python {' '.join(arguments)}` failed; see its output above.")
    return done.stdout


def questions_of(files: Sequence[Path]) -> list[str]:
    """The questions in `questions.jsonl` files, each once."""
    lines = (line for file in files for line in file.read_text("utf-8").splitlines())
    return list(dict.fromkeys(json.loads(line)["question"] for line in lines))


def _wait_until_served(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=TIMEOUT, trust_env=False).raise_for_status()
        except httpx.ConnectError:
            time.sleep(0.2)
        else:
            return
    raise MeasurementFailed("The app did not start; see its output above.")


def _ask_function(config: dict[str, Any]) -> int:
    """The number of the Gradio function that the question box calls."""
    box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "question")
    return next(int(d["id"]) for d in config["dependencies"] if [box, "submit"] in d["targets"])


def _environment(data: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "WENDA_DATA_DIR": str(data), "WENDA_LLM": "", "WENDA_ANSWERS_KEPT": "0", **more}
