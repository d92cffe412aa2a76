"""The reader that ships, and what happens when the one that is named cannot be had."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from rag.config import Settings
from rag.reader import ReaderInput, ReaderNotLoaded, load_reader
from rag.reader.network import FROZEN_LAYERS
from rag.reader.reader import CARD, SHIPPED, WEIGHTS
from rag.text.sentences import Span

RESCUE = ReaderInput(
    "市应急管理局走访社会应急救援队 2024年3月18日",
    "日前，市应急管理局走访各支社会应急救援队。目前，全市共有核心队员195名。2023年，救援队共开展救援行动1052次。",
)
CONCERT = ReaderInput("", "周六晚七点，市民广场将举行露天音乐会，市民可免费入场，乐队来自邻市的音乐学院。")


def settings(reader: str) -> Settings:
    return Settings(_env_file=None, reader=reader)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("2023年救援队开展了多少次救援行动？", "1052次"),
        ("救援队有多少名核心队员", "195名"),
        ("救援隊有多少名核心隊員", "195名"),
        ("How many rescue operations did the rescue teams carry out in 2023?", "1052次"),
    ],
)
def test_the_answer_is_found_in_its_passage(reader, question, answer):
    rescue, concert = reader.read(question, [RESCUE, CONCERT])
    found = rescue.answer()
    assert found is not None
    assert RESCUE.passage[found.start : found.end] in answer
    assert rescue.answered > concert.answered


def test_a_passage_on_the_topic_is_told_from_one_that_is_not(reader):
    rescue, concert = reader.read("救援队有多少名核心队员", [RESCUE, CONCERT])
    assert rescue.relevance > concert.relevance


def test_a_passage_that_lacks_the_answer_is_told_from_one_that_has_it(reader):
    asked, other_year = (
        reader.read(question, [RESCUE])[0].answered
        for question in ("2023年救援队开展了多少次行动？", "2019年救援队开展了多少次行动？")
    )
    assert asked > other_year


def test_an_answer_is_looked_for_in_a_part_of_the_passage(reader):
    [reading] = reader.read("救援队开展了多少次救援行动？", [RESCUE])
    first = Span(0, RESCUE.passage.index("。") + 1)
    found = reading.answer(first)
    assert found is not None
    assert found.end <= first.end
    assert found.score < reading.answer().score
    assert reading.answer(Span(0, 0)) is None


def test_no_answer_is_looked_for_in_the_headline(reader):
    [reading] = reader.read("哪个局走访了救援队？", [RESCUE])
    found = reading.answer()
    assert RESCUE.passage[found.start : found.end]
    assert (reading.offsets >= 0).all()


def test_passages_are_read_alike_alone_and_together(reader):
    alone = reader.read("音乐会几点开始？", [CONCERT])[0]
    together = reader.read("音乐会几点开始？", [RESCUE, CONCERT])[1]
    assert together.answered == pytest.approx(alone.answered, abs=0.2)
    assert together.answer().start == alone.answer().start


@pytest.mark.parametrize("question", ["", "？", "🎵", "救" * 10_000, "<script>alert(1)</script>", "\u0000"])
def test_odd_questions_are_read_too(reader, question):
    assert len(reader.read(question, [RESCUE, ReaderInput("", "。"), ReaderInput("", "长" * 5000)])) == 3


def test_nothing_is_read_of_no_passages(reader):
    assert reader.read("谁？", []) == []


# --- a reader that cannot be had ---


def test_without_a_reader_there_is_none():
    assert load_reader(settings("none"), "float32") is None


def test_an_absent_reader_names_the_setting(tmp_path):
    with pytest.raises(ReaderNotLoaded, match="WENDA_READER"):
        load_reader(settings(str(tmp_path / "nowhere")), "float32")


@pytest.fixture
def folder(tmp_path):
    """A copy of the reader that ships."""
    return shutil.copytree(SHIPPED, tmp_path / "reader")


def test_a_folder_of_its_own_is_read_from(folder, embedder):
    assert load_reader(settings(str(folder)), embedder.dtype).read("谁？", [RESCUE])


def test_a_damaged_reader_is_refused(folder):
    weights = folder / WEIGHTS
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ReaderNotLoaded, match="WENDA_READER"):
        load_reader(settings(str(folder)), "float32")


def test_a_reader_with_other_bytes_than_its_card_says_is_refused(folder):
    weights = folder / WEIGHTS
    data = bytearray(weights.read_bytes())
    data[-1000:] = bytes(1000)
    weights.write_bytes(data)
    with pytest.raises(ReaderNotLoaded, match="damaged"):
        load_reader(settings(str(folder)), "float32")


@pytest.mark.parametrize(
    ("key", "reason"), [("embedding_model", "another embedding model"), ("features", "features")]
)
def test_a_reader_made_for_something_else_is_refused(folder, key, reason):
    card = json.loads((folder / CARD).read_text("utf-8"))
    (folder / CARD).write_text(json.dumps(card | {key: "another"}), "utf-8")
    with pytest.raises(ReaderNotLoaded, match=reason):
        load_reader(settings(str(folder)), "float32")


# --- memory -----------------------------------------------------------------------------------------


def test_embedder_and_reader_share_tokenizer_word_vectors_and_lowest_layers(reader, embedder):
    ours, theirs = reader.network, embedder.encoder.bert
    assert reader.tokenizer is embedder.encoder.tokenizer
    assert ours.embeddings is theirs.embeddings
    assert [*ours.lower] == [*theirs.layers[:FROZEN_LAYERS]]


def test_the_readers_trained_layers_are_its_own(reader, embedder):
    assert not set(reader.network.upper.parameters()) & set(embedder.encoder.bert.parameters())


def test_readings_are_the_same_with_a_model_shared_or_of_its_own(reader, embedder):
    alone = load_reader(settings("embedded"), embedder.dtype)
    question = "救援队有多少名核心队员"
    (ours,), (its,) = (r.read(question, [RESCUE]) for r in (reader, alone))
    assert ours.answered == its.answered
    assert ours.starts.tolist() == its.starts.tolist()


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="what is mapped is told on Linux only")
def test_word_vectors_are_pages_of_the_models_file(embedder):
    table = embedder.encoder.bert.embeddings.words._table
    assert table.dtype == np.float16
    assert "model.safetensors" in mapped_at(table.ctypes.data)


def mapped_at(address):
    """The line of this process's memory map that an address lies in."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        first, last = (int(part, 16) for part in line.split()[0].split("-"))
        if first <= address < last:
            return line
    return ""


def test_what_is_read_at_the_same_time_changes_no_reading(reader):
    question, texts = "救援队有多少名核心队员", [RESCUE, CONCERT, RESCUE._replace(previous="救援队在哪里？")]
    together = reader.read(question, texts)
    for text, beside_others in zip(texts, together, strict=True):
        [alone] = reader.read(question, [text])
        assert (alone.relevance, alone.answered) == (beside_others.relevance, beside_others.answered)
        assert np.array_equal(alone.starts, beside_others.starts)
        assert np.array_equal(alone.ends, beside_others.ends)
