"""The thread that makes example questions survives errors of the archive."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from models import open_assistant
from served import ARTICLES, ingest, settings_for

from web.residents import examples
from web.residents.examples import ExampleQuestions


@pytest.mark.slow
def test_an_archive_that_cannot_be_read_for_a_while_does_not_end_the_examples(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(examples, "CHECK_SECONDS", 0.05)
    settings = settings_for(folder_with(tmp_path, ARTICLES[0]))
    assistant = open_assistant(settings)
    made = ExampleQuestions(assistant, settings)
    with closing(sqlite3.connect(settings.data_dir / "archive.sqlite3", isolation_level=None)) as other:
        other.execute("ALTER TABLE versions RENAME TO away")
        made.start()
        wait_until(lambda: "example questions could not be made: The archive" in caplog.text)
        other.execute("ALTER TABLE away RENAME TO versions")
    wait_until(lambda: made.questions("zh") != ())
    made.close()
    assistant.close()


def folder_with(tmp_path: Path, article: dict[str, str]) -> Path:
    export = tmp_path / "corpus.jsonl"
    export.write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    ingest(tmp_path / "data", export)
    return tmp_path / "data"


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.02)
