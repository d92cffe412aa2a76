"""A Ray cluster of the test session: one node on this machine, to which programs connect as they would to another one."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from ports import free_port

SECONDS = 120  # to start on a busy machine


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[str]:
    """Its address, `ray://…`."""
    os.environ["RAY_AUTH_MODE"] = "disabled"
    folder = tempfile.mkdtemp(prefix="ray-")  # a short path, as sockets are in it
    port, client_port, agent_port = (free_port() for _ in range(3))
    options = {
        "num-cpus": 2,
        "node-ip-address": "127.0.0.1",
        "port": port,
        "ray-client-server-port": client_port,
        "runtime-env-agent-port": agent_port,
        "object-store-memory": 128 << 20,
        "include-dashboard": "false",
        "temp-dir": folder,
    }
    running = subprocess.Popen(
        [Path(sys.executable).with_name("ray"), "start", "--head", "--block", "--disable-usage-stats"]
        + [f"--{name}={value}" for name, value in options.items()],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(client_port, running)
        yield f"ray://127.0.0.1:{client_port}"
    finally:
        running.terminate()
        running.wait(SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("Ray did not start")
