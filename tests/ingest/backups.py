"""What tests of backups put into them and find after a restore, and commands that are killed."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from models import open_assistant
from printed import BRIDGE, POOL

import ingest
from rag.schema import Request

ROOT = Path(ingest.__file__).parents[1]
BRIDGE_LINE = {"id": "a", "title": "白鹭大桥通车", "date": "2024-11-08", "text": BRIDGE}
POOL_LINE = {"id": "b", "title": "游泳馆开放", "date": "2024-11-09", "text": POOL}
QUESTIONS = ("白鹭大桥全长多少米？", "市游泳馆票价多少？", "城南小学新增多少学位？")


def ask(settings):
    with closing(open_assistant(settings, journal=True)) as assistant:
        return [assistant.ask(Request(question=q, today="2024-11-10")) for q in QUESTIONS]


def contents(folder):
    """All files of a data folder but locks and indexes, which are made by whoever opens it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and "index" not in path.parts
    }


KILLED_AT = """
import os, sys
from pathlib import Path
from ingest.__main__ import main
replace, number, countdown = Path.replace, {number}, iter(range(100))
def killed(self, target):
    if next(countdown) == number:
        os._exit(9)
    return replace(self, target)
Path.replace = killed
sys.argv = ["ingest", *{words!r}]
main()
"""


def killed_at(number, *words, data_dir):
    """Run a command that ends, as by `kill -9`, before the file gets its place that is the `number`th to get it."""
    program = KILLED_AT.format(number=number, words=[str(word) for word in words])
    environment = {**os.environ, "WENDA_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True).returncode
