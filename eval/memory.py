"""How much memory the app takes, step by step: `python -m eval memory`.

One fresh process loads the parts of the app one after the other. Another process is the app itself, with the sample paper in
its own folder: many people ask it at once, over HTTP and through the queue, as the page does.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import httpx

from rag.schema import WendaError

if TYPE_CHECKING:
    from rich.table import Table

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "ingest" / "sample"
TIMEOUT = 600  # seconds for one step
IDLE_SECONDS = 2.0  # the app is idle when it uses almost no CPU for so long
IDLE_CPU_SHARE = 0.1  # CPU time of an idle app, as a share of that time


class MeasurementFailed(WendaError):
    """The app did not start or answer, or the system does not report the memory of a process."""


@dataclass(frozen=True, slots=True)
class Usage:
    """A process's memory after one step, in MB.

    Attributes:
        resident: everything in RAM (Rss).
        proportional: resident, with shared pages divided by the number of processes that share them (Pss).
        dirty: pages that the process wrote; the system cannot drop them.
        clean: unchanged pages of files; the system drops them when RAM is short, and processes share them.
    """

    step: str
    resident: float
    proportional: float
    dirty: float
    clean: float


def measure_memory(people: int) -> list[Usage]:
    """Memory after imports, each model and the dictionary; then of the idle app, and after `people` asked at once.

    Raises:
        MeasurementFailed: there is no /proc (Linux), or the app did not start or answer.
    """
    with TemporaryDirectory() as folder:
        data = Path(folder)
        _run("-m", "ingest", "add", str(SAMPLE), "--paper", "栖川日报", data=data)
        loading = _run("-m", "eval.memory", data=data).stdout.splitlines()
        with _app(data) as (process, url):
            _wait_until_idle(process.pid)
            served = usage("served", process.pid)
            _ask_at_once(url, people)
            _wait_until_idle(process.pid)
            asked = usage(f"{people} asked at once", process.pid)
    return [*(Usage(**json.loads(line)) for line in loading), served, asked]


def usage(step: str, pid: int) -> Usage:
    """The current memory of a process.

    Raises:
        MeasurementFailed: there is no /proc (Linux), or no such process.
    """
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError as error:
        raise MeasurementFailed(
            f"Memory can be measured on Linux only, while the process runs: {error.strerror} ({error.filename})."
        ) from error
    kilobytes = {
        name: int(number) for name, number in re.findall(r"^(\w+):\s+(\d+) kB$", rollup, re.MULTILINE)
    }
    return Usage(
        step,
        resident=kilobytes["Rss"] / 1024,
        proportional=kilobytes["Pss"] / 1024,
        dirty=(kilobytes["Private_Dirty"] + kilobytes["Shared_Dirty"]) / 1024,
        clean=(kilobytes["Private_Clean"] + kilobytes["Shared_Clean"]) / 1024,
    )


def table(usages: Sequence[Usage]) -> Table:
    from rich.table import Table

    drawn = Table(title="memory, MB")
    for heading in ("after", "resident", "times imports", "proportional", "dirty", "clean"):
        drawn.add_column(heading, justify="left" if heading == "after" else "right")
    for u in usages:
        numbers = (u.proportional, u.dirty, u.clean)
        drawn.add_row(
            u.step,
            f"{u.resident:.0f}",
            f"{u.resident / usages[0].resident:.2f}",
            *(f"{number:.0f}" for number in numbers),
        )
    return drawn


# --- loading part by part, in a separate process ---


def _load_step_by_step() -> Iterator[Usage]:
    import rag.reader.network  # noqa: F401 # brings PyTorch, which the app imports with its models
    import web.site  # noqa: F401
    from rag.config import Settings
    from rag.embedding import Embedder
    from rag.language.en.glossary import expressions
    from rag.reader import ReaderInput, load_reader

    yield usage("imports", os.getpid())
    settings = Settings.load()
    embedder = Embedder.load(settings)
    embedder.encode_query("白鹭大桥全长多少米？")
    yield usage("embedder", os.getpid())
    reader = load_reader(settings, embedder.dtype, embedder.encoder)
    if reader is not None:
        reader.read("白鹭大桥全长多少米？", [ReaderInput("", "白鹭大桥全长612米。")])
    yield usage("reader", os.getpid())
    expressions("dictionary")
    yield usage("dictionary", os.getpid())


# --- the app ---


@contextmanager
def _app(data: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Start `python app.py` on a free loopback port; yield its process and URL once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = _environment(data, WENDA_HOST="127.0.0.1", WENDA_PORT=str(port))
    process = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment)
    try:
        _wait_until_served(process, f"http://127.0.0.1:{port}")
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(TIMEOUT)


def _wait_until_served(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + TIMEOUT
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=TIMEOUT).raise_for_status()
        except httpx.ConnectError:
            time.sleep(0.2)
        else:
            return
    raise MeasurementFailed("The app did not start; see its output above.")


def _wait_until_idle(pid: int) -> None:
    """Wait until the app has generated its example questions and loaded its dictionary, which it does while serving."""
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline:
        before = _cpu_seconds(pid)
        time.sleep(IDLE_SECONDS)
        if _cpu_seconds(pid) - before < IDLE_CPU_SHARE * IDLE_SECONDS:
            return
    raise MeasurementFailed(f"The app was still busy after {TIMEOUT} seconds.")


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _ask_at_once(url: str, people: int) -> None:
    lines = (SAMPLE / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines]
    with httpx.Client(base_url=url, timeout=TIMEOUT, limits=httpx.Limits(max_connections=None)) as client:
        function = _ask_function(client.get("/config").json())
        with ThreadPoolExecutor(people) as threads:
            asked = (questions[i % len(questions)] for i in range(people))
            list(threads.map(lambda question: _ask(client, function, question), asked))


def _ask_function(config: dict[str, Any]) -> int:
    """The number of the Gradio function that the question box calls."""
    box = next(c["id"] for c in config["components"] if c["props"].get("elem_id") == "question")
    return next(int(d["id"]) for d in config["dependencies"] if [box, "submit"] in d["targets"])


def _ask(client: httpx.Client, function: int, question: str) -> None:
    session = secrets.token_hex(8)
    empty_conversation = {"html": "", "exchanges": []}
    call = {"data": [question, empty_conversation], "fn_index": function, "session_hash": session}
    client.post("/gradio_api/queue/join", json=call).raise_for_status()
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
        for line in events.iter_lines():
            event = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
            if event.get("msg") == "process_completed":
                if not event["success"]:
                    raise MeasurementFailed(f"{question!r} was not answered; see the app's output above.")
                return
    raise MeasurementFailed(f"{question!r} was not answered: the connection ended.")


# --- processes ---


def _run(*arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(data), stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise MeasurementFailed(f"`python {' '.join(arguments)}` failed; see its output above.")
    return done


def _environment(data: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "WENDA_DATA_DIR": str(data), "WENDA_LLM": "", **more}


if __name__ == "__main__":
    for step in _load_step_by_step():
        print(json.dumps(asdict(step)), flush=True)  # noqa: T201
