"""Another embedding model than the embedded one: its prompts, its fingerprint, and what is said if it cannot be loaded."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers

from rag.config import Settings
from rag.embedding import Embedder, ModelNotLoaded


@pytest.fixture
def other_model(tmp_path):
    """A small sentence-transformers folder with prompts of its own, the way a user would name one."""
    words = {word: i for i, word in enumerate(["[UNK]", "ask", "tell", "rain", "road", "school"])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    weights = np.random.default_rng(7).normal(size=(len(words), 16)).astype(np.float32)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)],
        prompts={"query": "ask ", "passage": "tell "},
    )
    model.save(str(tmp_path / "other"), create_model_card=False)
    return tmp_path / "other"


def load_other(folder, tmp_path):
    return Embedder.load(Settings(_env_file=None, cache_dir=tmp_path / "cache", embedding_model=str(folder)))


def test_another_model_uses_its_own_prompts(other_model, tmp_path):
    embedder = load_other(other_model, tmp_path)
    assert embedder.dimensions == 16
    plain = SentenceTransformer(str(other_model)).encode(["ask rain", "tell rain"], prompt="")
    plain /= np.linalg.norm(plain, axis=1, keepdims=True)
    assert embedder.encode_query("rain") @ plain[0] > 0.995
    assert embedder.encode_passages(["rain"])[0] @ plain[1] > 0.995


def test_fingerprint_tells_models_and_their_prompts_apart(other_model, tmp_path, embedder):
    first = load_other(other_model, tmp_path).fingerprint
    assert load_other(other_model, tmp_path).fingerprint == first != embedder.fingerprint
    config = other_model / "config_sentence_transformers.json"
    changed = json.loads(config.read_text()) | {"prompts": {"query": "", "passage": ""}}
    config.write_text(json.dumps(changed))
    assert load_other(other_model, tmp_path).fingerprint != first


@pytest.mark.parametrize("name", ["no/such-model", "/no/such/folder", "./nothing here"])
def test_model_that_cannot_be_had_is_told_with_what_to_do(name, tmp_path):
    with pytest.raises(ModelNotLoaded, match="HF_HUB_OFFLINE") as raised:
        load_other(name, tmp_path)
    assert name in str(raised.value)


def test_folder_without_a_model_is_told_with_what_to_do(tmp_path):
    with pytest.raises(ModelNotLoaded, match="sentence-transformers model"):
        load_other(tmp_path, tmp_path)
