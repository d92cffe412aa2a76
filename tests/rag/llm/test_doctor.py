"""`python -m rag doctor` tries the language model and says in plain words what is wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest
from failing_server import END, KEY, hung, piece, serving, status, stream, usage

from rag.__main__ import main

WORKING = stream(piece("你好"), piece("", "stop"), usage(12, 2), b"data: [DONE]\n\n")


@pytest.fixture
def doctor(monkeypatch, capsys, tmp_path):
    """Runs the command with settings: `doctor(llm="openai:m")`."""
    monkeypatch.chdir(tmp_path)  # without a `.env`
    monkeypatch.setattr(sys, "argv", ["rag", "doctor"])

    def run(**settings):
        for name, value in settings.items():
            monkeypatch.setenv(f"WENDA_{name.upper()}", value)
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess("doctor", ended.value.code or 0, out, err)

    return run


def test_a_model_that_works_is_told_with_time_and_tokens(doctor):
    with serving(WORKING) as (address, _):
        done = doctor(llm="openai:m", llm_url=address, llm_key=KEY)
    assert done.returncode == 0
    assert "openai:m answered in" in done.stdout and "12 tokens in, 2 tokens out" in done.stdout


@pytest.mark.parametrize(
    ("respond", "advice"),
    [
        (status(401), "Correct WENDA_LLM_KEY"),
        (status(404), "Correct the name in WENDA_LLM, or WENDA_LLM_URL"),
        (hung, "raise WENDA_LLM_TIMEOUT"),
        (stream(b"<html>hello</html>"), "Correct WENDA_LLM_URL, which usually ends in /v1"),
        (stream(END), "Its answer is empty"),
    ],
    ids="401 404 timeout wrong_address empty".split(),
)
def test_a_model_that_fails_is_told_with_what_to_do(doctor, respond, advice):
    with serving(respond) as (address, _):
        done = doctor(llm="openai:m", llm_url=address, llm_key=KEY, llm_timeout="1")
    assert done.returncode == 1 and not done.stdout
    assert done.stderr.count(advice) == 1
    assert KEY not in done.stderr and "Traceback" not in done.stderr


def test_a_server_that_is_not_there_is_told(doctor):
    done = doctor(llm="openai:m", llm_url="http://127.0.0.1:9/v1")
    assert done.returncode == 1 and "cannot be reached. Start it" in done.stderr


def test_a_package_that_is_not_installed_is_told(doctor):
    done = doctor(llm="anthropic:m")
    assert done.returncode == 1 and "pip install langchain-anthropic" in done.stderr


def test_without_a_model_it_says_how_to_set_one(doctor):
    done = doctor()
    assert done.returncode == 1 and "WENDA_LLM=openai:MODEL" in done.stderr
