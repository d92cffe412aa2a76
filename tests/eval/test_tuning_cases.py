"""The cases that weights are fitted on, and their cache."""

from __future__ import annotations

import json
import shutil
from contextlib import closing

import pytest

from eval.bench import Bench
from eval.cached_embedder import CachedEmbedder
from eval.tuning_cases import near_misses, tuning_cases
from rag.config import Settings
from rag.search.evidence import Evidence, sentences


@pytest.fixture
def folder(tmp_path):
    """A set whose questions are all for tuning."""
    folder = tmp_path / "streets"
    folder.mkdir()
    corpus, questions = [], []
    for n, street in enumerate(("栖江路", "文昌路", "白鹭路")):
        text = f"{street}改造工程{2019 + n}年开工，总投资{n + 2}000万元。沿线居民说，路好走多了。"
        corpus.append({"id": f"d{n}", "title": street, "date": None, "text": text})
        asked = {"id": f"q{n}", "question": f"{2019 + n}年开工的{street}总投资多少？", "doc_ids": [f"d{n}"]}
        questions.append(asked | {"answers": [f"{n + 2}000万元"], "answerable": True, "part": "tune"})
    for name, lines in (("corpus", corpus), ("questions", questions)):
        whole = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (folder / f"{name}.jsonl").write_text(whole, "utf-8")
    return folder


@pytest.fixture
def bench(tmp_path, embedder):
    settings = Settings(_env_file=None, cache_dir=tmp_path / "cache")
    with closing(CachedEmbedder(embedder, tmp_path / "vectors.sqlite3")) as known:
        yield Bench(settings, known, None)


@pytest.fixture
def cases(bench, folder):
    with tuning_cases(bench, [folder], 10) as cases:
        yield cases


def test_each_question_has_a_near_miss_and_both_are_also_asked_in_rough_english(cases):
    assert [case.question.answerable for case in cases.asked] == [True] * 3
    assert [case.question.answerable for case in cases.near_misses] == [False] * 3
    assert {case.evidence.query.language for case in cases.english} == {"en"}
    assert len(cases.english) == 6


def test_a_near_miss_asks_what_its_article_does_not_answer(cases):
    for case, missed in zip(cases.asked, near_misses(cases.asked).values(), strict=True):
        [text] = [m.candidate.passage.text for m in case.measured if m.right]
        assert missed.text != case.question.text
        assert missed.text.rstrip("？") not in text


def test_measured_cases_are_cached(bench, folder, cases):
    with tuning_cases(bench, [folder], 10):
        pass
    shutil.rmtree(bench.settings.cache_dir / "eval" / folder.name)  # its archive
    with tuning_cases(bench, [folder], 10) as again:
        assert [case.question for case in again.asked] == [case.question for case in cases.asked]
        assert [[m.features for m in case.measured] for case in again.english] == [
            [m.features for m in case.measured] for case in cases.english
        ]
    assert not (bench.settings.cache_dir / "eval" / folder.name).exists()


def test_changed_questions_are_measured_again(bench, folder):
    with tuning_cases(bench, [folder], 10):
        pass
    lines = (folder / "questions.jsonl").read_text("utf-8").splitlines()
    (folder / "questions.jsonl").write_text("\n".join(lines[:2]), "utf-8")
    with tuning_cases(bench, [folder], 10) as fewer:
        assert len(fewer.asked) == 2


def test_memoized_sentence_features_equal_the_original_ones(cases):
    case = cases.asked[0]
    memoizing = case.evidence
    for sentence in (s for one in case.measured for s in sentences(one.candidate)):
        for score in (0.0, 2.5):
            assert memoizing.sentence_features(sentence, score) == Evidence.sentence_features(
                memoizing, sentence, score
            )
