"""AI-worded sentences and translations are labelled for people and machines; the paper's own words are not."""

from __future__ import annotations

from datetime import date

import pytest
from chat_server import served
from models import open_assistant
from papers import SAMPLE, assistant_over

from ingest.readers.options import ReadOptions
from rag.__main__ import _plain_text
from rag.config import Settings
from rag.label import labelled_text, with_mark
from rag.schema import AiMark, Answer, Request, Statement

QUESTION = "白鹭大桥全长多少米？"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("label")
    assistant_over(folder, [SAMPLE / "pages" / "2023-03-20-01.txt"], ReadOptions(), embedder).close()
    return folder


def asked(data_dir, line, question=QUESTION):
    """An answer with a model that says `line`, and the same answer from the journal."""
    with served(line) as (address, _):
        settings = Settings(
            _env_file=None, data_dir=data_dir, llm="openai:m", llm_url=address, paper="栖川日报"
        )
        assistant = open_assistant(settings, journal=True)
        answer = assistant.ask(Request(question=question, today=date(2023, 3, 21)))
        recorded = assistant.journal.get(answer.answer_id).answer
        assistant.close()
    return answer, recorded


@pytest.fixture(scope="module")
def written(data_dir):
    return asked(data_dir, "白鹭大桥全长612米。[1]")


def test_a_written_answer_carries_the_fields_of_gb_45438_here_and_in_the_journal(written):
    answer, recorded = written
    assert answer.statements[0].kind == "written"
    fields = answer.model_dump(mode="json")["aigc"]
    assert fields == {"Label": "1", "ContentProducer": "栖川日报", "ProduceID": answer.answer_id}
    assert recorded.aigc == answer.aigc == Answer.model_validate_json(answer.model_dump_json()).aigc


def test_the_command_line_labels_a_written_sentence_and_says_what_the_label_means(written):
    text = _plain_text(written[0])
    assert text.startswith("【AI 生成】白鹭大桥全长612米。 [1]") and "由人工智能" in text


def test_a_quoted_answer_has_neither_label_nor_mark(data_dir):
    answer, _ = asked(data_dir, "大桥由外星人建造。[1]")
    assert answer.statements[0].kind == "quoted" and answer.aigc is None
    assert "AI" not in _plain_text(answer)


def test_a_translation_is_labelled_and_marked(data_dir):
    answer, _ = asked(data_dir, "The bridge is 612 metres long.", "How many metres long is the Bailu Bridge?")
    assert any(citation.translation for citation in answer.citations)
    assert answer.aigc is not None and "[AI-generated] Translation" in _plain_text(answer)


def test_without_a_papers_name_the_program_is_the_producer(written):
    mark = with_mark(written[0], "").aigc
    assert mark == AiMark(content_producer="Wenda", produce_id=written[0].answer_id)


@pytest.mark.parametrize("kind", ["quoted", "added"])
def test_only_written_statements_are_labelled(kind):
    assert labelled_text(Statement(text="桥长。", kind=kind, citations=(1,)), "zh-Hans") == "桥长。"
