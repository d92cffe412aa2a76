"""What a correction of one's own question asks for instead (with the real embedding model and the shipped weights)."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import pytest
from models import open_assistant

from rag.config import Settings
from rag.question.archive_intents import ArchiveIntents
from rag.question.conversation import Conversation
from rag.question.correction import read_correction
from rag.question.intent import IntentClassifier
from rag.schema import Request, Turn
from rag.search.lookup import IndexLookup
from rag.search.talk import ReadTalk


@pytest.fixture(scope="module")
def conversation(tmp_path_factory, embedder, reader):
    """Conversations over an empty archive."""
    data_dir = tmp_path_factory.mktemp("empty") / "data"
    with closing(open_assistant(Settings(_env_file=None, data_dir=data_dir))) as assistant:
        lookup = IndexLookup(assistant.archive, assistant.indexes)
        yield Conversation(lookup, ArchiveIntents(IntentClassifier(embedder), lookup), ReadTalk(reader))


def standalone(conversation, *questions):
    history = tuple(turn for q in questions[:-1] for turn in said(q))
    request = Request(question=questions[-1], history=history, today=date(2024, 3, 20))
    return conversation.standalone(request).question


def said(question):
    return Turn(role="user", content=question), Turn(role="assistant", content="报道中没有找到答案。")


@pytest.mark.parametrize(
    ("correction", "instead"),
    [
        ("不对，我问的是三期", "三期"),
        ("不是二期，是三期", "三期"),
        ("我问的是什么时候开，不是在哪", "什么时候开"),
        ("打错了，应该是二小", "二小"),
        ("应该是沙湾镇，我打错了", "沙湾镇"),
        ("我問的是票價", "票价"),
        ("不是石坪，我想问沙湾那边收了多少", "沙湾那边收了多少"),
        ("我問的不是二期，是三期的房價", "三期的房价"),
        ("錯了，是石坪鎮中心小學", "石坪镇中心小学"),
        ("对不起我打错字了，是望江街道", "望江街道"),
        ("唔係呢間，我想問沙灣嗰間", "沙湾𠮶间"),
        ("不是他，我问范晓峰", "范晓峰"),
        ("我说错了，是问叶青禾的年龄", "叶青禾的年龄"),
        ("不对，问的是问卷", "问卷"),
        ("Not the library, the museum", "the museum"),
        ("I didn't ask about the price, I asked when it opens", "when it opens"),
        ("What I meant was the men's race", "the men's race"),
        ("Sorry, I meant how many trees they planted", "how many trees they planted"),
    ],
)
def test_only_what_is_asked_for_instead_is_left_of_a_correction(correction, instead):
    assert read_correction(correction).asked_for == instead


@pytest.mark.parametrize(
    "correction", ["不对，我问的是三期", "不是二期，是三期", "说错了，是三期", "我問的是三期"]
)
def test_the_corrected_question_is_asked_in_the_words_of_the_former_one(conversation, correction):
    assert standalone(conversation, "二期什么时候开工", correction) == "三期什么时候开工"


@pytest.mark.parametrize(
    ("question", "correction", "corrected"),
    [
        ("石坪收了多少辆旧电动车", "不是石坪，我想问沙湾那边收了多少", "沙湾那边收了多少辆旧电动车"),
        ("水利局的电话是多少", "不是水利局，是望江街道商务局的", "望江街道商务局的电话是多少"),
        ("图书馆几点开门", "不是图书馆，我想问博物馆那边几点开", "博物馆那边几点开门"),
        ("How long is the old bridge?", "Not the old bridge, I meant the road", "How long is the road?"),
    ],
)
def test_what_is_asked_for_takes_the_place_of_what_is_taken_back(
    conversation, question, correction, corrected
):
    assert standalone(conversation, question, correction) == corrected


@pytest.mark.parametrize(
    "question",
    ["不是说柳溪不停水吗，怎么没水了", "不是本地户口能报名吗", "为什么不是沙湾先修", "票買錯了能退嗎"],
)
def test_a_question_that_only_looks_like_a_correction_is_none(embedder, question):
    assert IntentClassifier(embedder).intent(question) == "question"


def test_a_further_question_builds_on_the_corrected_one(conversation):
    asked = standalone(conversation, "二期什么时候开工", "不对，我问的是三期", "那去年呢")
    assert "三期" in asked and "二期" not in asked


def test_a_correction_can_ask_for_something_else_about_the_same_subject(conversation):
    asked = standalone(conversation, "白鹭大桥在哪里", "我是问什么时候通车")
    assert "白鹭大桥" in asked and "什么时候通车" in asked and "在哪里" not in asked


def test_a_correction_without_a_former_question_is_asked_as_it_is(conversation):
    assert standalone(conversation, "不对，我问的是三期") == "不对，我问的是三期"
