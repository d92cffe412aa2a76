"""Whatever goes wrong at the language model's server: its cause is known, and the reader gets the paper's words in time."""

from __future__ import annotations

import logging
import threading
import time
from datetime import date

import pytest
from failing_server import END, KEY, SENTENCE, endless, hung, piece, serving, stalled, status, stream, usage
from papers import SAMPLE, assistant_over

from ingest.readers.options import ReadOptions
from rag.config import Settings
from rag.journal import Journal
from rag.llm import LanguageModel, LlmFailed
from rag.schema import Request
from rag.service import Assistant

TIMEOUT = 2.0
QUESTION = Request(question="白鹭大桥全长多少米？", today=date(2023, 3, 21))
FAILURES = {
    "401": (status(401), "unauthorized"),
    "402": (status(402), "no_credit"),
    "403": (status(403), "unauthorized"),
    "404": (status(404), "unknown_model"),
    "400": (status(400), "rejected"),
    "429": (status(429, Retry_After="7"), "rate_limited"),
    "500": (status(500), "server_error"),
    "503": (status(503), "server_error"),
    "half a stream": (stream(piece("白鹭大桥全长")), "cut_off"),
    "length limit": (stream(piece("白鹭大桥全长"), piece("", "length"), b"data: [DONE]\n\n"), "cut_off"),
    "stalled stream": (stalled, "timeout"),
    "endless stream": (endless, "endless"),
    "empty answer": (stream(END), "empty"),
    "wrong JSON": (stream(b"data: {not json\n\n"), "malformed"),
    "other JSON": (stream(b'data: {"text": "612"}\n\n'), "malformed"),
    "a web page": (stream(b"<html>hello</html>"), "malformed"),
    "slow first token": (stream(piece(SENTENCE), END, pause=2 * TIMEOUT), "timeout"),
    "hung server": (hung, "timeout"),
}


@pytest.fixture(scope="module")
def bridge(tmp_path_factory, embedder):
    folder = tmp_path_factory.mktemp("bridge")
    assistant = assistant_over(folder, [SAMPLE / "pages" / "2023-03-20-01.txt"], ReadOptions(), embedder)
    assistant.ask(QUESTION)  # what is loaded once is loaded
    yield assistant
    assistant.close()


def model_at(address):
    return LanguageModel.load(
        Settings(_env_file=None, llm="openai:m", llm_url=address, llm_key=KEY, llm_timeout=TIMEOUT)
    )


def with_model(bridge, address, journal=None):
    parts = (bridge.settings, bridge.archive, bridge.indexes, bridge.models)
    return Assistant(*parts, model=model_at(address), journal=journal)


def answered(assistant):
    """The answer with what staff see, and the seconds until it was there."""
    started = time.monotonic()
    *_, done = assistant.chain.stream(QUESTION)
    return done.answer, time.monotonic() - started


# --- every failure ---


@pytest.mark.parametrize(("respond", "kind"), FAILURES.values(), ids=FAILURES)
def test_the_papers_own_words_stand_in_for_a_failing_model(bridge, respond, kind, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    with serving(respond) as (address, _):
        answer, seconds = answered(with_model(bridge, address))
    assert answer.model_use.failure == kind
    assert answer.statements[0].kind == "quoted" and "612米" in answer.text
    assert answer.without_model
    assert seconds <= TIMEOUT
    assert KEY not in answer.model_dump_json() + caplog.text + "".join(capfd.readouterr())


def test_a_server_that_is_not_there_is_unreachable(bridge):
    answer, seconds = answered(with_model(bridge, "http://127.0.0.1:9/v1"))
    assert answer.model_use.failure == "unreachable" and answer.without_model and seconds <= TIMEOUT


def test_a_failure_is_told_once_in_the_log_and_without_the_key(caplog):
    with serving(status(401)) as (address, _), pytest.raises(LlmFailed):
        model_at(address).invoke("你好")
    [record] = [record for record in caplog.records if record.name.startswith("rag.")]
    assert "WENDA_LLM_KEY" in record.message and KEY not in record.message


def test_the_error_does_not_lead_to_the_providers_own_one():
    with serving(status(401)) as (address, _), pytest.raises(LlmFailed) as failed:
        model_at(address).invoke("你好")
    assert failed.value.__cause__ is None and failed.value.__context__ is None


# --- what was shown stays ---


def test_a_sentence_that_was_shown_stays_when_the_stream_breaks(bridge):
    with serving(stream(piece(f"{SENTENCE}\n大桥还"))) as (address, _):
        answer, _ = answered(with_model(bridge, address))
    assert [(s.text, s.kind) for s in answer.statements] == [("白鹭大桥全长612米。", "written")]
    assert answer.model_use.failure == "cut_off" and not answer.without_model


def test_a_stream_that_flows_may_take_twice_the_time(bridge):
    sentences = [piece(f"{SENTENCE}\n"), *[piece("") for _ in range(10)], END]
    with serving(stream(*sentences, pause=TIMEOUT / 8)) as (address, _):
        answer, seconds = answered(with_model(bridge, address))
    assert TIMEOUT < seconds < 2 * TIMEOUT
    assert answer.model_use.failure is None and answer.statements[0].kind == "written"


def test_a_stream_that_does_not_end_is_cut_off_at_twice_the_time(bridge):
    with serving(stream(*[piece(f"{SENTENCE}\n")] + [piece("好")] * 100, pause=TIMEOUT / 8)) as (address, _):
        answer, seconds = answered(with_model(bridge, address))
    assert seconds < 2.2 * TIMEOUT
    assert answer.model_use.failure == "endless" and answer.statements[0].kind == "written"


# --- the pause ---


def test_the_next_reader_does_not_wait_for_a_model_that_has_failed(bridge):
    with serving(hung) as (address, asked):
        assistant = with_model(bridge, address)
        answered(assistant)
        answer, seconds = answered(assistant)
    assert len(asked) == 1
    assert seconds < TIMEOUT / 2
    assert answer.without_model and answer.model_use.failure == "timeout" and answer.model_use.calls == 0


def test_a_failure_that_concerns_one_question_makes_no_pause():
    with serving(stream(END)) as (address, asked):
        model = model_at(address)
        for _ in range(2):
            with pytest.raises(LlmFailed):
                model.invoke("你好")
    assert len(asked) == 2


def test_calls_that_were_given_up_end_by_themselves(bridge):
    with serving(endless) as (address, _):
        answered(with_model(bridge, address))
        deadline = time.monotonic() + 5
        while any(t.name == "language model" for t in threading.enumerate()):
            assert time.monotonic() < deadline
            time.sleep(0.05)


# --- what staff and readers see ---


def test_the_journal_has_the_tokens_and_times_of_the_model(bridge, tmp_path):
    journal = Journal.open(Settings(_env_file=None, data_dir=tmp_path))
    with serving(stream(piece(SENTENCE), piece("", "stop"), usage(500, 20))) as (address, _):
        shown = with_model(bridge, address, journal).ask(QUESTION)
    use = journal.get(shown.answer_id).answer.model_use
    journal.close()
    assert (use.model, use.calls, use.input_tokens, use.output_tokens) == ("openai:m", 1, 500, 20)
    assert use.first_ms > 0 and use.total_ms > 0
    assert use.failure is None


def test_readers_do_not_get_what_is_for_staff(bridge):
    with serving(status(401)) as (address, _):
        shown = with_model(bridge, address).ask(QUESTION)
    assert shown.without_model
    assert shown.model_use is None and shown.struck == ()


def test_the_key_is_not_in_the_journal(bridge, tmp_path):
    journal = Journal.open(Settings(_env_file=None, data_dir=tmp_path))
    with serving(status(401)) as (address, _):
        shown = with_model(bridge, address, journal).ask(QUESTION)
    assert journal.get(shown.answer_id).answer.model_use.failure == "unauthorized"
    journal.close()
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert files and not any(KEY.encode() in content for content in files)


def test_a_question_that_needs_no_model_records_none(bridge):
    with serving(hung) as (address, asked):
        *_, done = with_model(bridge, address).chain.stream(Request(question="你好", today=QUESTION.today))
    assert done.answer.model_use is None and not done.answer.without_model and not asked
