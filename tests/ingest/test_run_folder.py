"""A run's temporary files lie in one folder, which is deleted at its end, or by the next run if it was killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import ingest

ROOT = Path(ingest.__file__).parents[1]
RUN = "import tempfile; from ingest.run_folder import use_run_folder; use_run_folder(); print(tempfile.mkdtemp(), flush=True)"


def start(temporary: Path, then: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", f"{RUN}; {then}"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_run_deletes_what_it_and_killed_ones_have_left_but_nothing_of_a_running_one(tmp_path):
    with start(tmp_path, "input()") as running, start(tmp_path, "input()") as killed:
        kept, left = (Path(run.stdout.readline().strip()) for run in (running, killed))
        killed.kill()
        killed.wait()
        assert left.exists()
        with start(tmp_path, "pass"):
            pass
        assert kept.exists()
        assert not left.parent.exists()
        running.communicate("\n")
    assert list(tmp_path.iterdir()) == []
