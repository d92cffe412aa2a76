"""Personal numbers in questions: the search sees them, the journal and the language model never do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from chat_server import served
from models import open_assistant
from papers import SAMPLE, assistant_over

from ingest.readers.options import ReadOptions
from rag.config import Settings
from rag.privacy import mask_numbers, personal_numbers
from rag.schema import Filters, Request, Turn

TODAY = date(2023, 3, 21)
MOBILE = "138 0000 1234"
QUESTION = f"我的手机是{MOBILE}，白鹭大桥全长多少米？"
LABELLED = [
    line.split("\t")
    for line in (Path(__file__).parent / "personal_numbers.tsv").read_text("utf-8").splitlines()
]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("privacy")
    assistant_over(folder, [SAMPLE / "pages" / "2023-03-20-01.txt"], ReadOptions(), embedder).close()
    return folder


def asked(data_dir, request, **settings):
    """The events of an answer, and its entry in the journal."""
    assistant = open_assistant(Settings(_env_file=None, data_dir=data_dir, **settings), journal=True)
    try:
        events = list(assistant.stream(request))
        return events, assistant.journal.get(events[-1].answer.answer_id)
    finally:
        assistant.close()


# --- which numbers are personal ---


def test_personal_numbers_are_found_and_others_are_left():
    """Each line: a text, and the same text with its personal numbers masked."""
    masked = [(mask_numbers(text), expected, text) for text, expected in LABELLED]
    personal = [line for line in masked if line[1] != line[2]]
    others = [line for line in masked if line[1] == line[2]]
    missed = [text for given, expected, text in personal if given != expected]
    wrongly_masked = [text for given, expected, text in others if given != expected]
    assert (len(personal), len(others)) == (62, 44)
    assert missed == ["我的手机是一三八零零零零一二三四"], "only a number in Chinese numerals is missed"
    assert wrongly_masked == ["订单号6012136134125249发货了吗"], (
        "only an order number that passes Luhn is masked"
    )


@pytest.mark.parametrize("text", ["339999199003074579", "33999919901307457X", "3399991990030745"])
def test_an_id_number_with_a_wrong_check_digit_date_or_length_is_left(text):
    assert all(number.kind != "id_number" for number in personal_numbers(text))


# --- where they must not appear ---


def test_the_journal_and_the_answer_have_the_question_masked(data_dir):
    events, entry = asked(data_dir, Request(question=QUESTION, today=TODAY))
    assert entry.answer.question == "我的手机是[手机号]，白鹭大桥全长多少米？"
    everything = "".join(event.model_dump_json() for event in events) + repr(entry)
    assert "0000 1234" not in everything
    assert "612米" in entry.answer.text


def test_the_previous_exchange_and_the_filters_are_masked_in_the_journal(data_dir):
    history = (Turn(role="user", content=QUESTION), Turn(role="assistant", content=f"没查到{MOBILE}。"))
    filters = Filters(author=MOBILE)
    _, entry = asked(
        data_dir, Request(question="什么时候开工", history=history, today=TODAY, filters=filters)
    )
    assert entry.previous is not None and "[手机号]" in entry.previous.question
    assert "0000 1234" not in repr(entry)


def test_the_language_model_gets_question_and_history_masked(data_dir):
    history = (Turn(role="user", content=QUESTION), Turn(role="assistant", content="白鹭大桥全长612米。"))
    with served("白鹭大桥全长612米。[1]") as (address, prompts):
        model = {"llm": "openai:m", "llm_url": address}
        asked(data_dir, Request(question=QUESTION, today=TODAY), **model)
        asked(data_dir, Request(question="什么时候开工", history=history, today=TODAY), **model)
    sent = str(prompts)
    assert "[手机号]" in sent and "0000 1234" not in sent and "00001234" not in sent


def test_an_english_question_is_masked_in_english(data_dir):
    _, entry = asked(
        data_dir, Request(question="I am 13800001234, how long is the Bailu Bridge?", today=TODAY)
    )
    assert entry.answer.question == "I am [mobile number], how long is the Bailu Bridge?"


def test_a_report_is_masked(data_dir):
    assistant = open_assistant(Settings(_env_file=None, data_dir=data_dir), journal=True)
    answer = assistant.ask(Request(question="白鹭大桥全长多少米？", today=TODAY))
    assistant.report(answer.answer_id, f"不对，请打{MOBILE}")
    entry = assistant.journal.get(answer.answer_id)
    assistant.close()
    assert entry.reports[0].reason == "不对，请打[手机号]"
