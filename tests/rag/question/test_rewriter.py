"""Follow-ups that a language model rewrites; a small OpenAI-compatible server on loopback serves it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from chat_server import served
from langchain.chat_models import init_chat_model

from rag.language.previous_turn import PreviousTurn
from rag.question.rewriter import Rewriter
from rag.schema import Version

TODAY = date(2024, 11, 10)
BRIDGE = Version(
    article_id="bridge",
    version=1,
    text="本报讯 白鹭大桥全长612米，由鲁振华负责施工，通车后渡口停运。",
    headline="白鹭大桥正式通车",
    date=date(2024, 11, 8),
    paragraphs=(),
    added_at=datetime(2024, 11, 8),
    **dict.fromkeys(
        "subheadline column byline paper page section url lang source source_id source_sha256".split(), ""
    ),
)
PREVIOUS = PreviousTurn(*("白鹭大桥什么时候通车",) * 3, "白鹭大桥正式通车。", (BRIDGE,), TODAY)
BY_RULES = "白鹭大桥通车施工负责人是谁"


@pytest.fixture
def rewriter(monkeypatch):
    """Makes a rewriter whose model is at an address."""
    monkeypatch.setenv("OPENAI_API_KEY", "none")

    def at(address):
        monkeypatch.setenv("OPENAI_BASE_URL", address)
        return Rewriter(init_chat_model("openai:m", temperature=0, timeout=10, max_retries=0))

    return at


def rewritten(rewriter, *lines, status=200, asked="施工负责人是谁"):
    with served(*lines, status=status) as (address, _):
        return rewriter(address).rewrite(asked, PREVIOUS, BY_RULES)


def test_the_model_rewrites_the_follow_up(rewriter):
    assert rewritten(rewriter, "白鹭大桥的施工由谁负责？") == "白鹭大桥的施工由谁负责？"


def test_the_model_sees_the_previous_question_and_answer(rewriter):
    with served("白鹭大桥施工谁负责") as (address, asked):
        rewriter(address).rewrite("施工负责人是谁", PREVIOUS, BY_RULES)
    prompt = asked[0]["messages"][-1]["content"]
    assert all(part in prompt for part in (PREVIOUS.question, PREVIOUS.answer, "施工负责人是谁"))


@pytest.mark.parametrize(
    "invented",
    [
        "栖江二桥的施工负责人是谁？",
        "白鹭大桥2019年的施工负责人是谁？",
        "曹法余负责白鹭大桥施工吗？",
        "Who is in charge of the Yangtze bridge?",
    ],
)
def test_a_rewrite_with_invented_words_is_replaced_by_the_rules(rewriter, invented):
    assert rewritten(rewriter, invented) == BY_RULES


@pytest.mark.parametrize(
    "useless",
    ["", "白鹭大桥施工谁负责？\n鲁振华负责施工。", "白鹭大桥" * 100],
    ids=["nothing", "lines", "long"],
)
def test_a_rewrite_that_is_no_question_is_replaced_by_the_rules(rewriter, useless):
    assert rewritten(rewriter, useless) == BY_RULES


def test_the_rules_are_used_if_the_server_fails(rewriter):
    assert rewritten(rewriter, "白鹭大桥施工谁负责", status=500) == BY_RULES


def test_the_rules_are_used_if_the_server_is_gone(rewriter):
    with served("白鹭大桥施工谁负责") as (address, _):
        gone = rewriter(address)
    assert gone.rewrite("施工负责人是谁", PREVIOUS, BY_RULES) == BY_RULES
