"""`python -m rag`: the result on stdout alone, one clear line on stderr when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from papers import ROOT, SAMPLE, assistant_over

from ingest.readers.given import Given


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("cli")
    assistant_over(folder, [SAMPLE / "pages" / "2023-03-20-01.txt"], Given(), embedder).close()
    return folder


def rag(data_dir, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "rag", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "WENDA_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        timeout=180,
    )


@pytest.mark.slow
def test_a_question_is_answered_as_json(data_dir):
    done = rag(data_dir, "ask", "白鹭大桥全长多少米？", "--today", "2023-03-21", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["status"] == "answered" and "612米" in answer["text"]
    assert set(answer) == set(
        "answer_id question status confidence text statements citations nearest understood timings_ms".split()
    )


@pytest.mark.slow
def test_a_batch_gets_one_line_each_and_a_bad_line_fails_alone(data_dir, tmp_path):
    lines = [
        '{"id": 1, "question": "白鹭大桥全长多少米？", "today": "2023-3-21"}',
        "not json",
        '{"id": 3, "question": ""}',
        '{"id": 4, "question": "桥", "today": "soon"}',
        json.dumps({"id": 5, "question": "长" * 10_000}),
        '{"id": 6, "question": "谢谢", "history": [{"role": "user", "content": "你好"}]}',
    ]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(lines), "utf-8")
    done = rag(data_dir, "ask", "--batch", batch)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [result["id"] for result in results] == [1, "line 2", 3, 4, 5, 6]
    assert ["error" in result for result in results] == [False, True, True, True, True, False]
    assert results[-1]["status"] == "small_talk"


@pytest.mark.slow
def test_a_search_gives_one_row_a_passage_best_first(data_dir):
    done = rag(data_dir, "search", "白鹭大桥", "-k", "3", "--json")
    rows = json.loads(done.stdout)
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert sorted((row["score"] for row in rows), reverse=True) == [row["score"] for row in rows]
    assert set(rows[0]) == set("rank score article_id version source_id headline date text start end".split())


@pytest.mark.slow
def test_a_setting_that_cannot_be_is_one_clear_line(data_dir, monkeypatch):
    monkeypatch.setenv("WENDA_PORT", "seven")
    done = rag(data_dir, "ask", "桥")
    assert done.returncode == 1 and not done.stdout
    assert "WENDA_PORT" in done.stderr and "Traceback" not in done.stderr
