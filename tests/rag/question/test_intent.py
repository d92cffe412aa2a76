"""What a text is: a question, a request for a list, small talk … (with the real embedding model and the shipped weights)."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from rag.question.intent import CARD, SHIPPED, WEIGHTS, IntentClassifier, IntentWeightsDamaged, Weights


class OtherModel:
    """An embedding model that the weights were not made for."""

    fingerprint = "another model"

    def encode_query(self, text, *, adapted=True):
        return np.zeros(384, np.float32)


@pytest.fixture(scope="module")
def intents(embedder):
    return IntentClassifier(embedder)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("您好！", "greeting"),
        ("謝謝", "thanks"),
        ("嗯嗯，晓得了", "thanks"),
        ("Thanks!", "thanks"),
        ("再见", "farewell"),
        ("哇，好厲害", "praise"),
        ("太惨了", "remark"),
        ("你这个笨蛋！", "abuse"),
        ("滾開", "abuse"),
        ("useless bot", "abuse"),
        ("你答得不对", "complaint"),
        ("你好，請問你是誰", "meta"),
        ("你的消息新到哪一天", "meta"),
        ("How up to date is this?", "meta"),
        ("行，回头带孩子去看看", "thanks"),
        ("蟹蟹", "thanks"),
        ("怎么一条都查不到", "complaint"),
        ("閉嘴", "abuse"),
        ("明儿见", "farewell"),
        ("在不在呀", "greeting"),
    ],
)
def test_small_talk_is_known(intents, text, intent):
    assert intents.intent(text) == intent
    assert intents.is_small_talk(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("最近有哪些停水停电通知", "list"),
        ("有没有啥子招聘消息", "list"),
        ("any news yesterday?", "list"),
        ("王建国还说了什么", "said"),
        ("老年食堂那篇是谁写的", "author"),
        ("今年的人数比去年多多少", "comparison"),
        ("我是问什么时候截止", "correction"),
        ("不是老石桥，是白鹭大桥", "correction"),
        ("No, I meant the library", "correction"),
        ("不是沙湾镇，我想问望江街道那边停了几天", "correction"),
        ("这周有什么活动", "list"),
        ("今天街道的通知", "list"),
        ("你好，最近有哪些停電通知", "list"),
        ("What events are on this weekend?", "list"),
        ("那作者呢", "author"),
        ("多少钱", "question"),
    ],
)
def test_the_intents_of_questions_are_told_apart(intents, text, intent):
    assert intents.intent(text) == intent


@pytest.mark.parametrize(
    "text",
    [
        "你这傻逼，白鹭大桥多长？",
        "破桥什么时候修好",
        "垃圾怎么分类",
        "骗子是怎么行骗的",
        "滚筒洗衣机有补贴吗",
        "Who collects the garbage?",
        "你好，明天停水吗",
        "谢谢参与的志愿者有多少人",
        "谢谢，那票价呢",
        "谢谢，那几点关门？",
        "謝謝，那幾點關門",
        "你好，请问图书馆几点关门",
        "Thanks, and what time does it close?",
        "太惨了，人救出来没有",
        "机器人大赛谁赢了",
        "投诉电话是多少",
    ],
)
def test_a_question_with_a_word_of_small_talk_is_a_question(intents, text):
    assert intents.intent(text) == "question"


@pytest.mark.parametrize("text", ["  ", "？", "\0\ufffd", "哈" * 101])
def test_a_text_without_words_and_a_long_one_are_no_small_talk(intents, text):
    assert intents.intent(text) == "question"


def test_with_another_embedding_model_every_text_is_a_question():
    assert IntentClassifier(OtherModel()).intent("你好") == "question"


def test_the_shipped_weights_were_made_with_the_embedded_model(embedder):
    assert Weights.load().embedding_model == embedder.fingerprint


@pytest.mark.parametrize("damaged", [WEIGHTS, CARD])
def test_damaged_weights_are_reported_with_what_to_do(tmp_path, damaged):
    folder = shutil.copytree(SHIPPED, tmp_path / "weights")
    content = bytearray((folder / damaged).read_bytes())
    content[: len(content) // 2] = b"\0" * (len(content) // 2)
    (folder / damaged).write_bytes(content)
    with pytest.raises(IntentWeightsDamaged, match="python -m eval intents"):
        Weights.load(folder)


def test_the_card_names_licence_data_and_figures():
    card = json.loads((SHIPPED / CARD).read_text("utf-8"))
    assert card["licence"] == "CC0-1.0" and card["data"]["eval/intents"] > 4000
    assert set(card["held_out"]) == set(card["intents"])
