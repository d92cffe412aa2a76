"""With a language model, several reports are summed up, and a question of several parts is answered part by part."""

from __future__ import annotations

from datetime import date

import pytest
from chat_server import served
from papers import SAMPLE, assistant_over

from ingest.readers.options import ReadOptions
from rag.llm import LanguageModel
from rag.schema import Request
from rag.service import Assistant

TODAY = date(2024, 11, 9)
STORY = "总结一下白鹭大桥的事"
LIST = "2024年有哪些关于白鹭大桥的报道？"
OPENED = "白鹭大桥全长612米，双向四车道。[3]"
POSTPONED = "白鹭大桥通车时间推迟到2024年10月底。[2]"
STARTED = "白鹭大桥在白鹭镇渡口村正式开工。[1]"


@pytest.fixture(scope="module")
def papers(tmp_path_factory, embedder):
    pages = [SAMPLE / "pages" / f"{day}-01.txt" for day in ("2023-03-20", "2024-03-18", "2024-11-08")]
    assistant = assistant_over(tmp_path_factory.mktemp("papers"), pages, ReadOptions(), embedder)
    yield assistant
    assistant.close()


def answer(papers, question, *lines, **options):
    """The answer with everything that staff see, and what the model was asked."""
    with served(*lines, **options) as (address, asked):
        settings = papers.settings.model_copy(update={"llm": "openai:m", "llm_url": address})
        parts = (papers.settings, papers.archive, papers.indexes, papers.models)
        assistant = Assistant(*parts, model=LanguageModel.load(settings))
        *_, done = assistant.chain.stream(Request(question=question, today=TODAY))
    return done.answer, asked


def cited_days(given):
    by_number = {citation.n: citation.date for citation in given.citations}
    return [by_number[statement.citations[0]] for statement in given.statements]


# --- digests ---


def test_a_story_is_summed_up_from_several_reports_with_the_oldest_first(papers):
    given, _ = answer(papers, STORY, OPENED, STARTED, POSTPONED)
    assert [s.kind for s in given.statements] == ["written"] * 3
    assert cited_days(given) == [date(2023, 3, 20), date(2024, 3, 18), date(2024, 11, 8)]


def test_an_english_question_gets_a_digest_as_well(papers):
    given, _ = answer(papers, "Sum up the story of the Bailu Bridge", OPENED, POSTPONED)
    assert [s.kind for s in given.statements] == ["written"] * 2


def test_the_model_is_shown_each_report_once_with_the_oldest_first(papers):
    _, asked = answer(papers, STORY, OPENED)
    prompt = asked[0]["messages"][-1]["content"]
    places = [prompt.index(f"{day}刊登") for day in ("2023-03-20", "2024-03-18", "2024-11-08")]
    assert places == sorted(places)


def test_a_sentence_without_a_day_gets_that_of_its_report(papers):
    given, _ = answer(papers, STORY, OPENED, POSTPONED, STARTED)
    assert given.statements[-1].text.startswith("2024年11月8日")
    assert given.statements[-1].text.endswith("白鹭大桥全长612米，双向四车道。")


def test_a_list_of_reports_becomes_a_digest(papers):
    given, _ = answer(papers, LIST, POSTPONED, OPENED)
    assert [s.kind for s in given.statements] == ["written"] * 2


def test_wrong_sentences_are_left_out_of_a_digest(papers):
    given, _ = answer(papers, STORY, OPENED, STARTED, "白鹭大桥总投资99亿元。[2]")
    assert [s.kind for s in given.statements] == ["written"] * 2
    assert [s.text.split()[-1] for s in given.struck] == ["白鹭大桥总投资99亿元。"]


@pytest.mark.parametrize("line", ["没有报道", "白鹭大桥全长999米。[3]", OPENED])
def test_without_sentences_on_two_reports_the_list_stands(papers, line):
    given, _ = answer(papers, LIST, line)
    assert given.status == "answered" and {s.kind for s in given.statements} == {"added"}


def test_a_failing_model_leaves_the_papers_own_words(papers):
    given, _ = answer(papers, STORY, status=500)
    assert all(s.kind != "written" for s in given.statements) and given.model_use.failure


# --- several questions in one ---

SEVERAL = "白鹭大桥全长多少米？渡口村轮渡什么时候停运？"
SPLIT = "白鹭大桥全长多少米？\n渡口村轮渡什么时候停运？"


def test_a_question_of_several_parts_is_searched_and_answered_part_by_part(papers):
    given, asked = answer(
        papers, SEVERAL, "白鹭大桥全长612米。[1]", "渡口村轮渡11月7日正式停运。[1]", first=SPLIT
    )
    assert [s.kind for s in given.statements[:2]] == ["written", "written"]
    assert SEVERAL in asked[1]["messages"][-1]["content"]


def test_if_the_model_then_says_nothing_usable_each_part_is_quoted(papers):
    given, _ = answer(papers, SEVERAL, "大桥全长999米。[1]", first=SPLIT)
    text = given.text
    assert "612" in text and "停运" in text and {s.kind for s in given.statements} <= {"quoted", "added"}


@pytest.mark.parametrize(
    "split", ["白鹭大桥耗资多少？\n市长是谁？", "", SEVERAL, "\n".join(["桥多长？"] * 9)]
)
def test_parts_with_words_of_the_models_own_are_not_searched_for(papers, split):
    given, _ = answer(papers, SEVERAL, "白鹭大桥全长612米。[1]", first=split)
    assert given.understood.question == SEVERAL and "612" in given.text


def test_a_single_question_is_not_split(papers):
    _, asked = answer(papers, "白鹭大桥全长多少米？", "白鹭大桥全长612米。[1]")
    assert len(asked) == 1
