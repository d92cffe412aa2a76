"""A folder as it is found: names of any bytes, links in circles, pipes. What can be read is read, and the rest is named."""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path

import pytest

from ingest.readers.base import HEAD, FileUnreadable
from ingest.readers.options import ReadOptions
from ingest.readers.registry import READERS
from ingest.waiting import to_retry
from ingest.workers.process import WorkerProcess
from rag.archive import Problems
from rag.text.path_names import path_of, path_text

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode elsewhere")

NAMES = [
    "白鹭大桥.jsonl".encode("gb18030"),
    b"two\nlines.jsonl",
    b"\x1b[31mred.jsonl",
    "\u202egpj.jsonl".encode(),
    b"-rf.jsonl",
    b"[red].jsonl",
    b"[.jsonl",
    "宽".encode() * 83 + b".jsonl",
]


def _article(number):
    text = f"白鹭大桥第{number}号桥墩昨日完工，工人们在桥上合影留念。"
    return json.dumps({"id": f"a{number}", "title": f"{number}号桥墩完工", "text": text}, ensure_ascii=False)


@pytest.fixture
def folder(tmp_path):
    """Exports with odd names, and damaged PDFs with the same names."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / os.fsdecode(name)).write_text(_article(number), encoding="utf-8")
        (folder / os.fsdecode(name[:200] + b".pdf")).write_bytes(b"%PDF-1.4 damaged")
    return folder


def test_files_of_any_name_are_read_and_what_is_wrong_is_said_in_one_line_each(wenda, folder):
    code, out, _ = wenda("add", folder, "--report", folder.parent / "report.html")
    assert code == 3
    assert f"{len(NAMES)} added; {len(NAMES)} problems" in out
    failed = [line for line in out.splitlines() if line.startswith("failed: ")]
    assert len(failed) == len(NAMES)
    assert all(line.isprintable() for line in failed)
    assert "damaged" in (folder.parent / "report.html").read_text("utf-8")
    assert json.loads(wenda("add", folder, "--json")[1])["skipped"] == len(NAMES)


def test_a_problem_with_a_file_of_any_name_is_kept_retried_and_given_up(wenda, folder, archive):
    wenda("add", folder)
    waiting = [file for _, files in to_retry(archive) for file in files]
    assert sorted(map(os.fsencode, waiting)) == sorted(os.fsencode(path) for path in folder.glob("*.pdf"))
    wenda("problems", "--forget", waiting[0])
    assert len(Problems(archive).waiting()) == len(NAMES) - 1


def test_a_path_as_text_leads_back_to_the_file(folder):
    for path in folder.iterdir():
        path_text(path).encode("utf-8")
        assert path_of(path_text(path)) == path


def test_links_in_circles_pipes_and_devices_are_named_and_the_rest_is_read(add, folder):
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    (folder / "self").symlink_to(".")
    (folder / "endless.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.txt")
    (folder / "node_1.htm").write_text('<map><area href="a/content_1.htm"></map>', "utf-8")
    (folder / "content_1.htm").write_text("<h1>白鹭大桥</h1>", "utf-8")
    report = add(folder)
    assert report.counts["added"] == len(NAMES)
    failed = {Path(failure.file).name: failure.reason for failure in report.failures}
    assert "leads nowhere" in failed["a"]
    assert "leads nowhere" in failed["b"]
    assert "regular file" in failed["endless.txt"]
    assert "regular file" in failed["pipe.txt"]


def test_a_file_that_has_become_a_pipe_does_not_hold_up_the_ingest(folder):
    os.mkfifo(folder / "pipe.jsonl")
    with WorkerProcess() as process, pytest.raises(FileUnreadable, match="not a regular file"):
        list(process.read(folder / "pipe.jsonl", "articles", ReadOptions()))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_a_problem(add, folder):
    closed = folder / "closed"
    closed.mkdir(mode=0)
    report = add(folder)
    closed.chmod(0o700)
    assert report.counts["added"] == len(NAMES)
    assert "cannot be opened" in {failure.file: failure.reason for failure in report.failures}[str(closed)]


def test_no_reader_fails_to_look_at_a_file():
    """What a file begins with must never end the ingest: formats are recognised outside of the reading process."""
    chosen = random.Random(7)
    starts = [
        b"",
        b"<",
        b"<html>",
        b"<?xml version='1.0' encoding='hex'?><a>",
        b"[{",
        b"---\n",
        b"From: a\nTo: b\n",
    ]
    starts += [
        b"PK\3\4",
        b"%PDF-",
        b"id,title,text\n",
        b"\xff\xfe<\0",
        b"<meta charset=punycode>",
        b"<a>II*\0",
    ]
    for start in starts:
        for _ in range(10):
            head = (start + chosen.randbytes(chosen.choice([0, 9, 2000])))[:HEAD]
            for reader in READERS:
                assert 0 <= reader.sniff(head, "a.html") <= 1
