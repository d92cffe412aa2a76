"""A short training of the query adapter: English questions come to lie nearer to the Chinese passages that answer them."""

from __future__ import annotations

import json
import random
from contextlib import closing

import numpy as np
import pytest

from eval.bench import Bench
from eval.cached_embedder import CachedEmbedder
from eval.query_adapter import Recipe, TrainingQuestions, run
from rag.config import Settings
from rag.embedding.encoder import Encoder
from rag.embedding.query_adapter import QueryAdapterDamaged, load_query_encoder, read_card

ASKED = {
    "When does the library close?": ("图书馆晚上九点闭馆。", "晚上九点"),
    "How long is the bridge?": ("白鹭大桥全长612米。", "612米"),
    "Who repairs the road?": ("文昌路由市交通局维修。", "市交通局"),
    "火车几点开？": ("去栖川的火车早上七点开。", "早上七点"),
}
SECONDS = 1


@pytest.fixture
def folder(tmp_path):
    """A question set of which every question is for training."""
    folder = tmp_path / "squad2-zh"
    folder.mkdir()
    corpus, questions = [], []
    for n, (question, (text, answer)) in enumerate(ASKED.items()):
        corpus.append({"id": f"d{n}", "title": "栖川", "date": "2024-03-01", "text": text})
        span = {"doc_id": f"d{n}", "start": text.index(answer), "text": answer}
        asked = {"id": f"q{n}", "question": question, "answers": [answer], "doc_ids": [f"d{n}"]}
        questions.append(asked | {"answerable": True, "spans": [span]})
    for name, lines in (("corpus", corpus), ("questions", questions)):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
    return folder


@pytest.fixture
def train(folder, embedder, tmp_path):
    """A function that trains for `SECONDS` into a folder."""
    settings = Settings(_env_file=None)
    with closing(CachedEmbedder(embedder, tmp_path / "vectors.sqlite3")) as cached:
        bench = Bench(settings, cached, None)
        yield lambda into, onward_from=None: run(bench, [folder], into, SECONDS / 60, 1, onward_from)


def test_each_question_is_trained_with_the_passage_that_answers_it(folder):
    questions = TrainingQuestions([folder], Recipe(minutes=1))
    batch = next(questions.batches(random.Random(1)))
    assert sorted(one.right for one in batch) == [(0,), (1,), (2,), (3,)]
    assert questions.texts[1].endswith("白鹭大桥全长612米。") and "栖川" in questions.texts[1]


def test_chinese_questions_are_put_into_english(folder):
    batch = next(TrainingQuestions([folder], Recipe(minutes=1)).batches(random.Random(1)))
    assert {one.question for one in batch} >= ASKED.keys() - {"火车几点开？"}
    assert next(one.question for one in batch if one.right == (3,)).isascii()


def test_training_moves_english_questions_towards_their_passages(folder, train, embedder, tmp_path):
    train(tmp_path / "trained")
    encoder = Encoder.load(Settings(_env_file=None).cache_dir, "float32")
    english = [question for question in ASKED if question.isascii()]
    passages = embedder.encode_passages(TrainingQuestions([folder], Recipe(minutes=1)).texts)
    before = encoder.encode_queries(english, adapted=False)
    encoder.english_bert = load_query_encoder(encoder.bert, tmp_path / "trained")
    after = encoder.encode_queries(english, adapted=True)
    assert lead(after, passages) > lead(before, passages)


def lead(questions, passages):
    """How much nearer the right passages are than the others, on average."""
    vectors = questions / np.linalg.norm(questions, axis=1, keepdims=True)
    similarities = vectors @ passages.T
    return np.diag(similarities).mean() - similarities.mean()


def test_the_card_says_what_the_adapter_was_trained_on_and_from(train, tmp_path):
    train(tmp_path / "first")
    train(tmp_path / "second", tmp_path / "first")
    first, second = read_card(tmp_path / "first"), read_card(tmp_path / "second")
    assert list(first["data"]) == ["squad2-zh"] and first["steps"] > 0
    assert second["recipe"]["onward_from"] == first["fingerprint"] != second["fingerprint"]


def test_training_goes_on_only_from_an_adapter(train, tmp_path):
    with pytest.raises(QueryAdapterDamaged):
        train(tmp_path / "trained", tmp_path / "nothing")
