"""The bench on the sample paper and on a small set."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from typing import get_args

import pytest

from eval.bench import Bench
from eval.cached_embedder import CachedEmbedder
from eval.readings import SAMPLE, as_found
from eval.runs import Run, RunUnreadable, SystemName
from eval.statistics import estimates
from rag.config import Settings

QUESTIONS = 8


@pytest.fixture(scope="module")
def bench(sample_data, tmp_path_factory, embedder, reader):
    cache = tmp_path_factory.mktemp("cache")
    shutil.copytree(sample_data, cache / "eval" / "sample")
    settings = Settings(_env_file=None, cache_dir=cache)
    with closing(CachedEmbedder(embedder, cache / "vectors.sqlite3")) as cached:
        yield Bench(settings, cached, reader)


@pytest.fixture(scope="module")
def retrieval(bench):
    return bench.retrieval([SAMPLE], "report", QUESTIONS)


@pytest.fixture(scope="module")
def answers(bench):
    return bench.answers([SAMPLE], "report", QUESTIONS)


@pytest.fixture
def small_set(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    article = {"id": "zoo", "title": "动物园", "date": None, "text": "栖川动物园的大象名叫团团，今年八岁。"}
    question = {"id": "1", "question": "动物园的大象叫什么名字？", "answers": ["团团"], "doc_ids": ["zoo"]}
    (folder / "corpus.jsonl").write_text(json.dumps(article) + "\n", "utf-8")
    (folder / "questions.jsonl").write_text(json.dumps(question) + "\n", "utf-8")
    return folder


def test_every_system_is_asked_the_same_questions(retrieval):
    assert [column.system for column in retrieval.retrieval] == list(get_args(SystemName))
    assert len({tuple(row.id for row in column.rows) for column in retrieval.retrieval}) == 1


def test_langchains_bm25_finds_next_to_nothing_in_chinese(retrieval):
    hits = {column.system: estimates(column)["hit@1"].value for column in retrieval.retrieval}
    assert hits["wenda"] > 0.6
    assert hits["langchain-bm25"] < 0.3


def test_questions_are_answered_with_their_articles_and_without(answers):
    ours, baseline = answers.answers
    assert (ours.system, baseline.system) == ("wenda", "shared-bigrams")
    assert {row.confidence is None for row in ours.rows} == {row.confidence is None for row in baseline.rows}
    found = [row for row in ours.rows if row.in_quote]
    assert found
    assert all(row.said_without != row.said for row in found)


def test_a_question_is_asked_of_its_articles_without_the_sentences_that_answer_it(bench):
    versions_left = []
    for case in bench.cases([SAMPLE], "tune", QUESTIONS):
        attempt = case.cut_out(as_found(case))
        versions = [candidate.passage.version for candidate, _ in attempt.ranked]
        assert not any(case.question.answered_by(c.passage.text) for c, _ in attempt.ranked)
        versions_left += [version for version in versions if case.question.answered_in(version)]
    assert versions_left


def test_a_saved_run_loads_unchanged(retrieval, answers, tmp_path):
    run = retrieval.model_copy(update={"answers": answers.answers})
    run.save(tmp_path / "run.json")
    assert Run.load(tmp_path / "run.json") == run


def test_the_message_about_a_file_that_is_no_run_says_how_to_write_one(tmp_path):
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(RunUnreadable, match="--json"):
        Run.load(tmp_path / "run.json")


def test_several_sets_share_an_archive(bench, small_set, sample_data):
    shutil.copytree(sample_data, bench.settings.cache_dir / "eval" / "small+sample")
    run = bench.retrieval([small_set, SAMPLE], "all", 2, together=True)
    small = next(column for column in run.retrieval if (column.set, column.system) == ("small", "wenda"))
    assert small.rows[0].measures["hit@1"] == 1
    assert small.rows[0].said.startswith("动物园; ")


def test_a_set_without_questions_in_a_part_is_left_out(bench, small_set):
    chosen = bench.retrieval([small_set], "all", 1).retrieval[0].rows
    parts = [bench.cases([small_set], part, 1) for part in ("train", "tune", "report")]
    assert len(chosen) == 1
    assert sorted(map(len, parts)) == [0, 0, 1]
