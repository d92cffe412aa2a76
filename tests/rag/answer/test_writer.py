"""A language model words the answer: any OpenAI-compatible server, here a small one on loopback."""

from __future__ import annotations

from datetime import date

import pytest
from chat_server import served
from papers import SAMPLE, assistant_over

from ingest.readers.options import ReadOptions
from rag.llm import LanguageModel, LlmUnusable
from rag.schema import Request, Turn
from rag.service import Assistant

QUESTION = "白鹭大桥全长多少米？"
TODAY = date(2023, 3, 21)


@pytest.fixture(scope="module")
def bridge(tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("bridge")
    assistant = assistant_over(folder, [SAMPLE / "pages" / "2023-03-20-01.txt"], ReadOptions(), embedder)
    yield assistant
    assistant.close()


def with_model(bridge, address):
    settings = bridge.settings.model_copy(update={"llm": "openai:m", "llm_url": address})
    return Assistant(
        bridge.settings, bridge.archive, bridge.indexes, bridge.models, model=LanguageModel.load(settings)
    )


def answer(bridge, *lines, question=QUESTION, **options):
    """The answer with everything that staff see, and what the model was asked."""
    with served(*lines, **options) as (address, asked):
        *_, done = with_model(bridge, address).chain.stream(Request(question=question, today=TODAY))
    return done.answer, asked


def test_a_sentence_that_the_paper_supports_is_shown_and_cited(bridge):
    given, asked = answer(bridge, "白鹭大桥全长612米。[1]")
    assert [(s.text, s.kind) for s in given.statements] == [("白鹭大桥全长612米。", "written")]
    assert "612米" in given.citations[0].quote
    assert QUESTION in asked[0]["messages"][-1]["content"]


def test_the_passages_are_shown_with_headline_paper_and_date(bridge):
    _, asked = answer(bridge, "白鹭大桥全长612米。[1]")
    shown = asked[0]["messages"][-1]["content"]
    assert "[1]《跨栖江通白鹭白鹭大桥开工建设》（栖川日报，2023-03-20刊登" in shown


@pytest.mark.parametrize("mark", ["", "[7]", "【1】", "[1-2]", "[1][1]"])
def test_the_passage_is_found_whatever_mark_the_model_writes(bridge, mark):
    given, _ = answer(bridge, f"白鹭大桥全长612米。{mark}")
    assert "612米" in given.citations[0].quote


def test_a_sentence_that_the_paper_does_not_support_is_left_out_and_recorded(bridge):
    given, _ = answer(bridge, "白鹭大桥全长612米。[1]", "总投资99亿元，将于2031年通车。[1]")
    assert [s.text for s in given.statements] == ["白鹭大桥全长612米。"]
    [struck] = given.struck
    assert struck.text == "总投资99亿元，将于2031年通车。"
    assert struck.reasons == ("value",) and "99亿元" in struck.words


@pytest.mark.parametrize("line", ["大桥全长999米。[1]", "大桥由火星移民局出资修建。", "", "[1]"])
def test_if_the_answering_sentence_is_wrong_the_papers_own_is_shown(bridge, line):
    given, _ = answer(bridge, line, "白鹭大桥跨越栖河。[1]")
    assert (
        given.statements[0].kind in ("quoted", "written") and "612米" in given.statements[0].text
    ) or not line.strip("[1]")


@pytest.mark.parametrize("line", ["没有报道", "没有报道。", "**没有报道**"])
def test_the_models_word_that_nothing_is_reported_is_respected(bridge, line):
    given, _ = answer(bridge, line)
    assert given.status == "not_reported" and given.statements == ()
    assert given.nearest_lines


def test_what_the_reader_would_decline_is_answered_if_the_model_finds_it(bridge):
    question = "它到底有多长嘛，桥"
    given, _ = answer(bridge, "白鹭大桥全长612米。[1]", question=question)
    assert given.status == "answered"


def test_a_failing_server_is_no_failing_answer(bridge):
    given, _ = answer(bridge, "", status=500)
    assert given.status == "answered" and given.statements[0].kind == "quoted"
    assert given.without_model and given.model_use.failure == "server_error"


def test_readers_do_not_get_what_was_struck(bridge):
    with served("大桥全长999米。[1]") as (address, _):
        given = with_model(bridge, address).ask(Request(question=QUESTION, today=TODAY))
    assert given.struck == () and given.model_use is None


def test_a_follow_up_is_shown_as_the_model_words_it(bridge):
    history = (Turn(role="user", content=QUESTION), Turn(role="assistant", content="白鹭大桥全长612米。"))
    with served("白鹭大桥什么时候开工的？") as (address, _):
        query = with_model(bridge, address).retriever.understand(
            Request(question="什么时候开工", history=history, today=TODAY)
        )
    assert query.text == "白鹭大桥什么时候开工的？"


def test_a_model_that_cannot_be_loaded_says_what_to_do(bridge):
    with pytest.raises(LlmUnusable, match="WENDA_LLM"):
        LanguageModel.load(bridge.settings.model_copy(update={"llm": "nowhere:m"}))


# --- other languages ---

ENGLISH_QUESTION = "How many metres long is the Bailu Bridge?"


def test_a_chinese_quotation_is_translated_for_an_english_question(bridge):
    given, _ = answer(bridge, "The Bailu Bridge is 612 metres long.", question=ENGLISH_QUESTION)
    citation = next(c for c in given.citations if "612米" in c.quote)
    assert citation.translation == "The Bailu Bridge is 612 metres long."
    assert "612 m" in citation.facts


def test_a_translation_with_a_number_that_the_quotation_lacks_is_dropped(bridge):
    given, _ = answer(bridge, "The Bailu Bridge is 999 metres long.", question=ENGLISH_QUESTION)
    citation = next(c for c in given.citations if "612米" in c.quote)
    assert citation.translation == "" and "612 m" in citation.facts


def test_a_chinese_question_gets_no_translation(bridge):
    given, _ = answer(bridge, "白鹭大桥全长612米。[1]")
    assert all(not c.translation and not c.facts for c in given.citations)
