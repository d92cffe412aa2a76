"""Every command in the READMEs and CONTRIBUTING is valid: its subcommand, options and values exist."""

from __future__ import annotations

import importlib
import itertools
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer

ROOT = Path(__file__).parent.parent
PROGRAMS = ("rag", "ingest", "eval")


def command_lines(document: str) -> list[str]:
    """The command lines in a document, from code blocks (without comments) and from inline code."""
    text = (ROOT / document).read_text("utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.split("  #")[0] for block in blocks for line in block.splitlines()]
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
    called = re.compile(rf"(?:\.venv/bin/)?python -m (?:{'|'.join(PROGRAMS)}) (?=\S)")
    return [line.strip() for line in lines + inline if called.match(line)]


def commands_of(line: str) -> list[list[str]]:
    """The commands that a line shows: with the optional parts, and one for each alternative (`status | list`,
    `--as pages|articles`)."""
    words = re.sub(r"[\[\]]", " ", line.partition("-m ")[2]).replace(" | ", "|")
    return [list(chosen) for chosen in itertools.product(*(word.split("|") for word in shlex.split(words)))]


DOCUMENTS = ("README.md", "README.zh.md", "CONTRIBUTING.md")
COMMANDS = sorted(
    {tuple(c) for document in DOCUMENTS for line in command_lines(document) for c in commands_of(line)}
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_documented_command_is_valid(command):
    program, name, *arguments = command
    group = typer.main.get_command(importlib.import_module(f"{program}.__main__").app)
    with group.make_context(f"python -m {program}", [name, *arguments]) as context:
        found, subcommand, remaining = group.resolve_command(context, [name, *arguments])
        assert subcommand.make_context(found, remaining, parent=context)


def test_the_documents_show_commands_of_each_program():
    assert {program for program, *_ in COMMANDS} == set(PROGRAMS)
    assert len(COMMANDS) > 30


@pytest.mark.slow
def test_the_documented_commands_on_the_sample_run(tmp_path):
    commands = [("ingest", "preview", "ingest/sample/pages/2023-03-20-01.txt", "--as", "pages", "--json")]
    commands += [command for command in COMMANDS if command[:2] in {("ingest", "status"), ("ingest", "list")}]
    for command in commands:
        environment = {**os.environ, "WENDA_DATA_DIR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True
        )
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout) is not None
