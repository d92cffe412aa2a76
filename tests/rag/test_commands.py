"""`python -m rag`: the result on stdout alone, one clear line on stderr when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from models import shared_models
from papers import ROOT, SAMPLE, assistant_over

from ingest.readers.options import ReadOptions
from rag.__main__ import main
from rag.service import Models


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("cli")
    assistant_over(folder, [SAMPLE / "pages" / "2023-03-20-01.txt"], ReadOptions(), embedder).close()
    return folder


@pytest.fixture
def rag(data_dir, monkeypatch, capsys):
    """Runs a command in this process, with the models that the tests share."""
    monkeypatch.setenv("WENDA_DATA_DIR", str(data_dir))
    monkeypatch.setattr(Models, "load", lambda settings: shared_models())

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["rag", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, ended.value.code or 0, out, err)

    return run


@pytest.mark.slow
def test_a_question_is_answered_as_json(data_dir):
    """In a process of its own, as people run it."""
    done = subprocess.run(
        [sys.executable, "-m", "rag", "ask", "白鹭大桥全长多少米？", "--today", "2023-03-21", "--json"],
        cwd=ROOT,
        env={**os.environ, "WENDA_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        timeout=180,
    )
    answer = json.loads(done.stdout)
    assert done.returncode == 0
    assert answer["status"] == "answered" and "612米" in answer["text"]
    assert set(answer) == set(
        "answer_id question status confidence text statements citations nearest understood nearest_lines timings_ms "
        "without_model model_use struck corrected aigc".split()
    )


BAD_LINES = {
    b"not json": "not JSON",
    b"[1, 2]": "not a JSON object",
    b"[" * 50_000: "not JSON",
    b'{"id": ' + b"9" * 5_000 + b"}": "not JSON",
    b'{"question": "\xff"}': "not UTF-8",
    b'{"question": "' + b"a" * 1_000_000 + b'"}': "longer than 1,000,000 bytes",
    b"{}": "question: ",
    b'{"question": ""}': "question: ",
    b'{"question": 5}': "question: ",
    b'{"question": null}': "question: ",
    b'{"question": ["\xe6\xa1\xa5"]}': "question: ",
    b'{"question": "\\ud800"}': "question: ",
    json.dumps({"question": "长" * 10_000}).encode(): "at most 2000 characters",
    b'{"question": "a", "today": "soon"}': "today: 'soon' is not a date",
    b'{"question": "a", "today": "2024-02-30"}': "is not a date",
    b'{"question": "a", "today": {"day": 1}}': "is not a date",
    b'{"question": "a", "history": "b"}': "history: ",
    b'{"question": "a", "history": [{"role": "nobody", "content": "b"}]}': "history.0.role: ",
    b'{"question": "a", "history": [{"role": "user", "content": 1}]}': "history.0.content: ",
    b'{"question": "a", "filters": 5}': "filters: ",
    b'{"question": "a", "filters": {"colour": "red"}}': "filters.colour: ",
    b'{"question": "a", "filters": {"since": "soon"}}': "filters.since: ",
    b'{"question": "a", "filters": {"since": "2024-03-18", "until": "2024-03-17"}}': "must not lie after",
    json.dumps({"question": "a", "filters": {"author": "b" * 300}}).encode(): "at most 200 characters",
}


def test_an_answer_says_which_word_was_taken_for_a_misspelt_one_and_how_to_ask_as_typed(rag):
    out = rag("ask", "白鹿大桥全长多少米？", "--today", "2023-03-21").stdout
    assert out.splitlines()[0] == "“白鹿”已按“白鹭”查找；要按原字查找，请给它加上引号：“白鹿”。"
    assert "查找" not in rag("ask", "“白鹿”大桥全长多少米？", "--today", "2023-03-21").stdout


def test_a_batch_gets_one_line_each_and_a_bad_line_fails_alone(rag, tmp_path):
    good = {"id": 1, "question": "白鹭大桥全长多少米？", "today": "2023-3-21"}
    thanks = {
        "id": "\ud800",
        "question": "谢谢",
        "history": [{"role": "user", "content": "hi " * 2_000}] * 50,
    }
    batch = tmp_path / "questions.jsonl"
    lines = [json.dumps(good).encode(), b"", *BAD_LINES, json.dumps(thanks).encode()]
    batch.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines))
    done = rag("ask", "--batch", batch)
    first, *bad, last = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert (first["id"], first["status"]) == (1, "answered")
    assert (last["id"], last["status"]) == ("?", "small_talk")
    assert [result["id"] for result in bad[:2]] == ["line 3", "line 4"]
    for result, (line, said) in zip(bad, BAD_LINES.items(), strict=True):
        assert said in result["error"], line[:80]


def test_a_batch_that_is_not_there_is_one_clear_line(rag, tmp_path):
    done = rag("search", "--batch", tmp_path)
    assert done.returncode == 1 and not done.stdout
    assert "cannot be read" in done.stderr and "Traceback" not in done.stderr


def test_a_search_gives_one_row_a_passage_best_first(rag):
    done = rag("search", "白鹭大桥", "-k", "3", "--json")
    rows = json.loads(done.stdout)
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert sorted((row["score"] for row in rows), reverse=True) == [row["score"] for row in rows]
    assert set(rows[0]) == set("rank score article_id version source_id headline date text start end".split())


def test_a_setting_that_cannot_be_is_one_clear_line(rag, monkeypatch):
    monkeypatch.setenv("WENDA_PORT", "seven")
    done = rag("ask", "桥")
    assert done.returncode == 1 and not done.stdout
    assert "WENDA_PORT" in done.stderr and "Traceback" not in done.stderr


def test_an_english_question_gets_the_facts_of_the_chinese_quotation_in_english(rag):
    out = rag("ask", "How many metres long is the Bailu Bridge?", "--today", "2023-03-21").stdout
    assert "The quotation is the paper's Chinese. Its facts, put into English by this program:" in out
    assert "612 m" in out
