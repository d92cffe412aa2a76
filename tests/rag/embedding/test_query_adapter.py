"""The query adapter: questions in English are moved towards the Chinese passages that answer them."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from rag.embedding.query_adapter import (
    CARD,
    SHIPPED,
    WEIGHTS,
    QueryAdapterDamaged,
    load_query_encoder,
    read_card,
)

PASSAGES = (
    "白鹭大桥全长612米，双向四车道，总投资3.6亿元。",
    "市人民医院新院区设床位800张，门诊楼已经启用。",
    "青石巷菜市场改造完成，摊位从80个增加到120个。",
    "老年大学秋季班开始报名，每人学费120元。",
)
QUESTIONS = (
    "How long is the White Egret Bridge?",
    "How many beds does the new hospital have?",
    "How many stalls are there at the market now?",
    "What does a course at the university for seniors cost?",
)


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "adapter")


def test_an_english_question_stands_out_more_from_other_passages(embedder):
    passages = embedder.encode_passages(PASSAGES)

    def margins(adapted):
        vectors = np.array([embedder.encode_query(text, adapted=adapted) for text in QUESTIONS])
        cosines = vectors @ passages.T
        return np.diag(cosines) - (cosines.sum(axis=1) - np.diag(cosines)) / (len(PASSAGES) - 1)

    assert margins(adapted=True).mean() > margins(adapted=False).mean()


def test_a_chinese_question_is_embedded_as_it_is(embedder):
    question = "白鹭大桥有多长？"
    assert np.array_equal(embedder.encode_query(question), embedder.encode_query(question, adapted=False))


def test_the_adapted_encoder_shares_the_weights_of_the_model(embedder):
    encoder = embedder.encoder
    shared = {id(weight) for weight in encoder.bert.parameters()}
    own = [w for w in encoder.english_bert.parameters() if id(w) not in shared]
    assert sum(w.numel() * w.element_size() for w in own) < 6e6


def test_vectors_of_questions_have_a_fingerprint_of_their_own(embedder):
    assert read_card()["fingerprint"] in embedder.query_fingerprint
    assert embedder.query_fingerprint != embedder.fingerprint


@pytest.mark.parametrize("name", [CARD, WEIGHTS])
def test_a_missing_file_is_reported_with_what_to_do(folder, name, embedder):
    (folder / name).unlink()
    with pytest.raises(QueryAdapterDamaged, match="eval train-queries"):
        load_query_encoder(embedder.encoder.bert, folder)


def test_damaged_weights_are_not_used(folder, embedder):
    with (folder / WEIGHTS).open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(QueryAdapterDamaged, match="not those that the card describes"):
        load_query_encoder(embedder.encoder.bert, folder)


def test_an_adapter_for_another_model_is_not_used(folder, embedder):
    card = json.loads((folder / CARD).read_text("utf-8"))
    (folder / CARD).write_text(json.dumps(card | {"embedding_model": "other"}), "utf-8")
    with pytest.raises(QueryAdapterDamaged, match="another embedding model"):
        load_query_encoder(embedder.encoder.bert, folder)
