"""A language model behind the answerer: any OpenAI-compatible server, here a small one on loopback."""

from __future__ import annotations

from datetime import date

import pytest
from chat_server import served
from papers import SAMPLE, assistant_over

from ingest.readers.options import ReadOptions
from rag.answer import ExtractiveAnswerer
from rag.answer.llm import LlmAnswerer
from rag.config import Settings
from rag.llm import LanguageModel
from rag.schema import Request, Turn
from rag.search.excerpts import Excerpt
from rag.service import Assistant

QUESTION = "白鹭大桥全长多少米？"
TODAY = date(2023, 3, 21)


@pytest.fixture(scope="module")
def bridge(tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("bridge")
    assistant = assistant_over(folder, [SAMPLE / "pages" / "2023-03-20-01.txt"], ReadOptions(), embedder)
    yield assistant
    assistant.close()


def answer(bridge, address):
    return with_model(bridge, address).ask(Request(question=QUESTION, today=TODAY))


def with_model(bridge, address):
    settings = Settings(_env_file=None, llm="openai:m", llm_url=address)
    answerer = LlmAnswerer(LanguageModel.load(settings), ExtractiveAnswerer(bridge.models.embedder))
    return Assistant(bridge.settings, bridge.archive, bridge.indexes, bridge.models, answerer=answerer)


def test_a_sentence_that_the_paper_carries_is_said_and_cited(bridge):
    with served("白鹭大桥全长612米。[1]") as (address, asked):
        given = answer(bridge, address)
    assert [(s.text, s.kind) for s in given.statements] == [("白鹭大桥全长612米。", "written")]
    assert "612米" in given.citations[0].quote
    assert QUESTION in asked[0]["messages"][-1]["content"]


@pytest.mark.parametrize(("tokens", "passages"), [(1, 1), (3000, 2)])
def test_as_many_passages_are_shown_as_fit_into_the_budget(bridge, tokens, passages):
    model = LanguageModel.load(Settings(_env_file=None, llm="openai:m", llm_url="http://127.0.0.1:9/v1"))
    answerer = LlmAnswerer(model, ExtractiveAnswerer(bridge.models.embedder), tokens)
    found = [Excerpt(version, 0, 50) for version in bridge.archive.newest(2)]
    assert len(answerer.fitting(found)) == passages


def test_a_sentence_that_the_paper_does_not_carry_is_left_out(bridge):
    with served("白鹭大桥全长612米。[1]", "总投资99亿元，将于2031年通车。[1]") as (address, _):
        given = answer(bridge, address)
    assert [s.text for s in given.statements] == ["白鹭大桥全长612米。"]


@pytest.mark.parametrize("line", ["大桥全长999米。[1]", "没有报道", "", "[1]", "见[17]"])
def test_where_nothing_it_writes_is_carried_the_papers_own_sentence_is_given(bridge, line):
    with served(line) as (address, _):
        given = answer(bridge, address)
    assert given.statements[0].kind == "quoted" and "612米" in given.statements[0].text


def test_a_failing_server_is_no_failing_answer(bridge):
    with served("", status=500) as (address, _):
        given = answer(bridge, address)
    assert given.status == "answered" and given.statements[0].kind == "quoted"


def test_where_the_paper_has_nothing_the_model_is_not_asked(bridge):
    with served("明天晴。[1]") as (address, asked):
        given = with_model(bridge, address).ask(Request(question="明天天气怎么样？", today=TODAY))
    assert given.status == "not_reported" and not asked


def test_a_follow_up_is_shown_as_the_model_words_it(bridge):
    history = (Turn(role="user", content=QUESTION), Turn(role="assistant", content="白鹭大桥全长612米。"))
    with served("白鹭大桥什么时候开工的？") as (address, _):
        query = with_model(bridge, address).retriever.understand(
            Request(question="什么时候开工", history=history, today=TODAY)
        )
    assert query.text == "白鹭大桥什么时候开工的？"


# --- translations ---

ENGLISH_QUESTION = "How many metres long is the Bailu Bridge?"


def asked_in_english(bridge, address):
    given = with_model(bridge, address).ask(Request(question=ENGLISH_QUESTION, today=TODAY))
    return next(c for c in given.citations if "612米" in c.quote)


def test_a_chinese_quotation_is_translated_for_an_english_question(bridge):
    with served("The bridge is 612 metres long.") as (address, _):
        citation = asked_in_english(bridge, address)
    assert citation.translation == "The bridge is 612 metres long."
    assert "612 m" in citation.facts


def test_a_translation_with_a_number_that_the_quotation_lacks_is_dropped(bridge):
    with served("The bridge is 999 metres long.") as (address, _):
        citation = asked_in_english(bridge, address)
    assert citation.translation == "" and "612 m" in citation.facts


def test_a_chinese_question_gets_no_translation(bridge):
    with served("白鹭大桥全长612米。[1]") as (address, _):
        given = answer(bridge, address)
    assert all(not c.translation and not c.facts for c in given.citations)
