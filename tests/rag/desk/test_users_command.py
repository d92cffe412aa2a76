"""`python -m rag users`."""

from __future__ import annotations

import io
import json
import sys
from contextlib import closing

import pytest

from rag.__main__ import main
from rag.config import Settings
from rag.desk import Desk, Sessions, SignIn

PASSWORD = "correct-horse-1"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command with something piped in; returns the exit status, stdout and stderr."""
    monkeypatch.setenv("WENDA_DATA_DIR", str(tmp_path))

    def run(*arguments, piped=""):
        monkeypatch.setattr(sys, "argv", ["rag", "users", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(piped))
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


@pytest.fixture
def desk(tmp_path, run):
    with closing(Desk.open(Settings(_env_file=None, data_dir=tmp_path))) as opened:
        yield opened


def test_a_user_added_with_a_piped_password_can_sign_in(run, desk):
    assert run("add", "李敏", "--role", "admin", piped=f"{PASSWORD}\n") == (0, "", "")
    token = SignIn(desk).with_password("李敏", PASSWORD, "10.0.0.1")
    assert Sessions(desk).person(token).role == "admin"


def test_a_made_password_is_alone_on_stdout_and_works(run, desk):
    code, out, err = run("add", "李敏", "--role", "admin", "--make-password")
    assert code == 0 and "stored nowhere" in err
    assert SignIn(desk).with_password("李敏", out.strip(), "10.0.0.1")
    code, again, _ = run("reset", "李敏", "--make-password")
    assert code == 0 and again != out
    assert SignIn(desk).with_password("李敏", again.strip(), "10.0.0.1")


def test_users_are_listed_disabled_enabled_and_get_roles(run):
    run("add", "王主任", "--role", "admin", piped=PASSWORD)
    run("add", "Li Min", "--email", "li@paper.example", piped=PASSWORD)
    assert run("disable", "LI MIN")[0] == 0
    assert run("role", "王主任", "admin")[0] == 0
    _, out, _ = run("list")
    assert out.splitlines()[0].startswith("Li Min  checker  li@paper.example  disabled 2")
    run("enable", "li min")
    _, out, _ = run("list", "--json")
    listed = [json.loads(line) for line in out.splitlines()]
    assert [(user["name"], user["role"], user["disabled"]) for user in listed] == [
        ("Li Min", "checker", False),
        ("王主任", "admin", False),
    ]


@pytest.mark.parametrize(
    ("arguments", "piped", "message"),
    [
        (("add", "李敏", "--role", "checker"), PASSWORD, "first user must be an admin"),
        (("add", "李敏", "--role", "admin"), "short\n", "10 to 200 characters"),
        (("add", "李敏", "--role", "admin"), "", "10 to 200 characters"),
        (("reset", "李敏"), PASSWORD, "no user"),
        (("disable", "李敏"), "", "no user"),
    ],
)
def test_what_cannot_be_done_is_one_line_on_stderr(run, arguments, piped, message):
    code, out, err = run(*arguments, piped=piped)
    assert code == 1 and out == "" and message in err and "Traceback" not in err
