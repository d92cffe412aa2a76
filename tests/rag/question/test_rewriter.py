"""Follow-ups that a language model rewrites; a small OpenAI-compatible server on loopback serves it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from chat_server import served

from rag.config import Settings
from rag.language.previous_turn import PreviousTurn
from rag.llm import LanguageModel
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


def rewriter(address):
    """A rewriter whose model is at an address."""
    return Rewriter(LanguageModel.load(Settings(_env_file=None, llm="openai:m", llm_url=address)))


def rewritten(*lines, status=200, asked="施工负责人是谁"):
    with served(*lines, status=status) as (address, _):
        return rewriter(address).rewrite(asked, PREVIOUS, BY_RULES)


def test_the_model_rewrites_the_follow_up():
    assert rewritten("白鹭大桥的施工由谁负责？") == "白鹭大桥的施工由谁负责？"


def test_the_model_sees_the_previous_question_and_answer():
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
def test_a_rewrite_with_invented_words_is_replaced_by_the_rules(invented):
    assert rewritten(invented) == BY_RULES


@pytest.mark.parametrize(
    "useless",
    ["", "白鹭大桥施工谁负责？\n鲁振华负责施工。", "白鹭大桥" * 100],
    ids=["nothing", "lines", "long"],
)
def test_a_rewrite_that_is_no_question_is_replaced_by_the_rules(useless):
    assert rewritten(useless) == BY_RULES


def test_the_rules_are_used_if_the_server_fails():
    assert rewritten("白鹭大桥施工谁负责", status=500) == BY_RULES


def test_the_rules_are_used_if_the_server_is_gone():
    with served("白鹭大桥施工谁负责") as (address, _):
        gone = rewriter(address)
    assert gone.rewrite("施工负责人是谁", PREVIOUS, BY_RULES) == BY_RULES
