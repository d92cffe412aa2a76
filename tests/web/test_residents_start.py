"""`python app.py` serves, says what is wrong in one line where it cannot, and ends cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from ports import free_port
from proofs import some_of
from served import CHECK_KEY, ROOT

pytestmark = pytest.mark.slow


def start(data_dir: Path, port: int, **environment: str) -> subprocess.Popen[str]:
    """The app with an environment of its own; the caller ends it."""
    wenda = {"WENDA_DATA_DIR": str(data_dir), "WENDA_PORT": str(port), "WENDA_CHECK_KEY": CHECK_KEY}
    return subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")],
        cwd=data_dir,
        env={**os.environ, **wenda, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_port_that_is_taken_is_one_clear_line(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        out, err = start(tmp_path, port).communicate(timeout=120)
    assert out == ""
    assert err.count("\n") == 1
    assert f"cannot serve on 127.0.0.1:{port}" in err
    assert "WENDA_PORT" in err


def test_a_wrong_setting_is_one_clear_line(tmp_path):
    app = start(tmp_path, 70000)
    _, err = app.communicate(timeout=120)
    assert app.returncode == 1
    assert err.count("\n") == 1
    assert "WENDA_PORT" in err


def test_an_unusable_data_folder_is_one_clear_line(tmp_path):
    file = tmp_path / "file"
    file.write_text("not a folder")
    app = start(tmp_path, free_port(), WENDA_DATA_DIR=str(file / "data"))
    _, err = app.communicate(timeout=120)
    assert app.returncode == 1
    assert err.count("\n") == 1, "nothing was loaded before"
    assert "WENDA_DATA_DIR" in err
    assert "Traceback" not in err


@pytest.mark.proof("start")
@pytest.mark.parametrize("ending", some_of([signal.SIGTERM, signal.SIGINT], every=2))
def test_it_serves_until_it_is_asked_to_stop_and_the_key_is_in_no_log(tmp_path, ending):
    port = free_port()
    app = start(tmp_path, port)
    try:
        assert served(f"http://127.0.0.1:{port}/", app) == 200
        assert served(f"http://127.0.0.1:{port}/desk?key={CHECK_KEY}", app) == 200
        app.send_signal(ending)
        out, err = app.communicate(timeout=60)
    finally:
        app.kill()
    assert app.returncode == 0
    assert out == ""
    assert f"http://127.0.0.1:{port}/\n" in err
    assert err.count(CHECK_KEY) == 1  # the link that is printed at the start
    assert "Traceback" not in err


def served(url: str, app: subprocess.Popen[str]) -> int:
    """The status of a page, once the app serves it."""
    until = time.monotonic() + 120
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    while True:
        try:
            with opener.open(url, timeout=120) as response:
                return response.status
        except OSError:
            assert app.poll() is None, app.stderr.read()
            assert time.monotonic() < until
            time.sleep(0.2)
