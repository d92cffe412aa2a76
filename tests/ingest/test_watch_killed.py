"""`ingest watch` may be killed at any moment: once it has run again, everything is as if it never had been."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from mixed_folder import QUESTIONS, deliver, deliveries
from outcome import Outcome
from proofs import sized

import ingest
from rag.archive import Archive, Ledger, Watched
from rag.config import Settings

ROOT = Path(ingest.__file__).parents[1]
# `python -m ingest`, but for the pause between two looks into the folder.
COMMAND = (
    "import runpy, signal, ingest.watch; ingest.watch.EVERY = 0.2;"
    "signal.signal(signal.SIGINT, signal.default_int_handler);"  # jobs of a script ignore it
    "runpy.run_module('ingest', run_name='__main__', alter_sys=True)"
)
LONGEST = 300.0  # seconds until everything is in, on a machine that has much else to do
LINGERS = 10.0  # seconds that a process may live on after the watch was killed

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")


def delivered() -> list[dict[str, bytes]]:
    """The deliveries; in a normal run all files come in one."""
    first, second = deliveries()
    return sized([first | second], [first, second])


@dataclass
class WatchedFolder:
    """A watched folder, the data folder that it is taken into, and a place for temporary files."""

    root: Path

    def __post_init__(self) -> None:
        self.watched.mkdir(parents=True)
        self.temporary = Path(tempfile.mkdtemp())  # not in `root`, whose path is too long for sockets
        self.settings = Settings(_env_file=None, data_dir=self.root / "data")

    @property
    def watched(self) -> Path:
        return self.root / "in"

    @property
    def log(self) -> Path:
        return self.root / "stderr"

    @contextmanager
    def watch(self) -> Iterator[subprocess.Popen[str]]:
        """Run the command, in a session of its own, so that the processes that it starts can be found."""
        environment = {"WENDA_DATA_DIR": str(self.settings.data_dir), "TMPDIR": str(self.temporary)}
        with self.log.open("w") as log:
            running = subprocess.Popen(
                [sys.executable, "-c", COMMAND, "watch", str(self.watched)],
                env={**os.environ, **environment, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        try:
            yield running
        finally:
            running.kill()
            running.wait()

    def wait_until_taken_in(self, running: subprocess.Popen[str]) -> None:
        def taken_in() -> bool:
            assert running.poll() is None, self.log.read_text()
            seen = [Watched(archive).get(str(path)) for path in self.watched.iterdir()]
            return all(seen) and not Ledger(archive).pending_count() and "watching" in self.log.read_text()

        with closing(Archive(self.settings.data_dir)) as archive:
            wait_until(taken_in, LONGEST)

    def stop(self, running: subprocess.Popen[str]) -> None:
        running.send_signal(signal.SIGINT)
        assert running.wait(LONGEST) == 0, self.log.read_text()

    def outcome(self) -> Outcome:
        assert list(self.temporary.iterdir()) == []
        self.temporary.rmdir()
        return Outcome.of(self.settings, self.watched, QUESTIONS)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> tuple[Outcome, float]:
    """What a run that is never killed leads to, and the seconds that a delivery takes from the start of the command on."""
    office = WatchedFolder(tmp_path_factory.mktemp("undisturbed"))
    with office.watch() as running:
        started = time.monotonic()
        for number, files in enumerate(delivered()):
            deliver(files, office.watched, number)
            office.wait_until_taken_in(running)
            if number == 0:
                seconds = time.monotonic() - started
        office.stop(running)
    return office.outcome(), seconds


@pytest.mark.slow
@pytest.mark.proof("watch")
@pytest.mark.parametrize("seed", range(sized(1, 15)))
def test_a_watch_killed_at_random_moments_leads_to_the_same_place(tmp_path, undisturbed, seed):
    """In each delivery's time the command is killed once; then it is left alone."""
    expected, seconds = undisturbed
    office = WatchedFolder(tmp_path / "killed")
    moments = random.Random(seed)
    for number, files in enumerate(delivered()):
        with office.watch() as running:
            threading.Timer(moments.uniform(0, seconds), running.kill).start()
            deliver(files, office.watched, number)
            assert running.wait(LONGEST) == -signal.SIGKILL, office.log.read_text()
            wait_until(lambda pid=running.pid: not _session(pid), LINGERS)
    with office.watch() as running:
        office.wait_until_taken_in(running)
        office.stop(running)
    differences = office.outcome().differences(expected)
    assert not differences, "\n".join(differences)


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def _session(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
        except OSError:  # it has ended
            continue
        if int(session) == leader and state != "Z":
            found.append(int(stat.parent.name))
    return found
