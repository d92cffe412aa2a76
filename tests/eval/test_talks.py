"""Dialogues answered turn by turn: `python -m eval talks`, on a small set."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from eval.bench import Bench
from eval.cached_embedder import CachedEmbedder
from eval.talks import load_talks, measure_talks, talk_table
from rag.config import Settings

ARTICLE = {
    "id": "bridge",
    "title": "白鹭大桥通车",
    "date": "2024-03-01",
    "text": "白鹭大桥3月1日上午正式通车。大桥全长612米，总投资两亿元。项目负责人鲁振华说，渡口村轮渡同日停运。",
}
TURNS = [
    {"kind": "first", "question": "白鹭大桥全长多少米？", "answer": "612米"},
    {"kind": "smalltalk", "question": "谢谢啊", "answer": None},
    {"kind": "new_topic", "question": "动物园的大象叫什么名字？", "answer": None},
]


@pytest.fixture(scope="module")
def results(tmp_path_factory, embedder, reader):
    """How the turns of the set's dialogue for the report part are answered."""
    home = tmp_path_factory.mktemp("talks")
    folder = home / "residents-dialogues"
    folder.mkdir()
    dialogue = {"id": "d1", "part": "report", "today": "2024-03-20", "turns": TURNS}
    lines = [dialogue, dialogue | {"id": "d2", "part": "train"}]
    (folder / "corpus.jsonl").write_text(json.dumps(ARTICLE), "utf-8")
    (folder / "dialogues.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    with closing(CachedEmbedder(embedder, home / "vectors.sqlite3")) as cached:
        bench = Bench(Settings(_env_file=None, cache_dir=home), cached, reader)
        with bench.assistant(folder) as assistant:
            return measure_talks(load_talks(folder, "report"), assistant)


def test_only_the_dialogues_of_the_part_are_answered(results):
    assert {result.dialogue for result in results} == {"d1"}
    assert [result.asked for result in results] == [turn["question"] for turn in TURNS]


def test_a_turn_that_nothing_answers_has_a_kind_of_its_own(results):
    assert [result.kind for result in results] == ["first", "smalltalk", "new_topic, unanswerable"]


def test_a_turn_is_right_if_answered_taken_for_small_talk_or_declined_as_expected(results):
    assert [result.status for result in results] == ["answered", "small_talk", "not_reported"]
    assert all(result.right for result in results)
    assert "612米" in results[0].said


def test_small_talk_after_an_answer_is_counted_by_itself_too(results):
    assert [result.after_answer for result in results] == [False, True, False]
    kinds = talk_table(results, "dialogues").columns[0]
    assert list(kinds.cells) == [
        "first",
        "new_topic, unanswerable",
        "smalltalk",
        "smalltalk, after an answer",
    ]
