"""What watches over the app: health, readiness, metrics and the log. None of them says what a resident said."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi.testclient import TestClient
from models import open_assistant
from prometheus_client import CollectorRegistry, generate_latest
from served import TODAY, settings_for
from starlette.types import Message

from rag.archive.tables import ArchiveUnusable
from rag.limits import Asker
from rag.schema import ModelUse, Request, WendaError
from web.body_limit import LARGEST_BODY, BodyLimit
from web.logs import ANSWERS, JsonLines
from web.metrics import AnswerMetrics
from web.site import build_site

QUESTION = "白鹭大桥全长多少米？"


@pytest.fixture
def assistant(tmp_path):
    assistant = open_assistant(settings_for(tmp_path / "data", api="open"), journal=True)
    yield assistant
    assistant.close()


def client_of(assistant, address: str = "127.0.0.1") -> TestClient:
    return TestClient(build_site(assistant, assistant.settings), client=(address, 1))


# --- health ---


def test_an_app_that_can_answer_is_alive_and_ready(assistant):
    with client_of(assistant) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        ready = client.get("/readyz")
        assert ready.status_code == 200
        assert ready.json() == {"ready": True, "models": "loaded", "articles": 0, "reasons": []}


def reasons(response) -> list[str]:
    return [reason["code"] for reason in response.json()["reasons"]]


def test_an_app_whose_archive_is_away_is_alive_and_not_ready(assistant, monkeypatch):
    def away():
        raise ArchiveUnusable("db.example refuses the password of wenda")

    with client_of(assistant) as client:
        monkeypatch.setattr(assistant.archive, "coverage", away)
        ready = client.get("/readyz")
        assert (ready.status_code, reasons(ready)) == (503, ["archive_unreadable"])
        assert "db.example" not in ready.text
        assert client.get("/healthz").status_code == 200


def test_an_app_that_searches_the_archive_itself_is_ready_and_says_why_it_does(assistant, monkeypatch):
    with client_of(assistant) as client:
        monkeypatch.setattr(type(assistant.indexes._outages), "message", "chroma.example does not answer")
        ready = client.get("/readyz")
        assert (ready.status_code, reasons(ready)) == (200, ["index_server_away"])
        assert "chroma.example" not in ready.text


def test_an_app_whose_indexes_are_rebuilt_is_not_ready(assistant, monkeypatch):
    with client_of(assistant) as client:
        monkeypatch.setattr(assistant.indexes, "_scannable", lambda: False)
        monkeypatch.setattr(assistant.indexes, "_trusted_index", lambda part: None)
        ready = client.get("/readyz")
        assert (ready.status_code, reasons(ready)) == (503, ["index_rebuilding"])


# --- metrics ---


def value(text: str, name: str, **labels: str) -> float:
    line = next(
        line
        for line in text.splitlines()
        if re.match(rf"{name}[ {{]", line)
        and all(f'{key}="{given}"' in line for key, given in labels.items())
    )
    return float(line.rpartition(" ")[2])


def test_metrics_tell_answers_by_step_status_and_door_the_line_and_freshness(site, api):
    for question in (QUESTION, "火星基地何时开工？"):
        api.post("/api/v1/ask", json={"question": question})
    text = httpx.get(f"{site.url}/metrics", trust_env=False, timeout=60).text
    assert value(text, "wenda_answers_total", status="not_reported", door="rest") >= 1
    assert value(text, "wenda_answers_total", status="answered", door="rest") >= 1
    assert value(text, "wenda_answer_seconds_count", step="total") >= 2
    assert value(text, "wenda_waiting") == 0 and value(text, "wenda_answering") == 0
    assert value(text, "wenda_newest_article_timestamp_seconds", source="栖川日报") > 1.7e9
    assert value(text, "wenda_articles", source="栖川日报") > 10
    assert value(text, "http_requests_total", handler="/api/v1/ask", status="2xx") >= 2
    assert "火星" not in text and "白鹭" not in text


def test_metrics_are_for_this_machine_and_for_keys_with_their_scope(site, program, make_key):
    forwarded = {"X-Forwarded-For": "203.0.113.7"}
    assert program(key="").get("/metrics").status_code == 200
    assert program(key="").get("/metrics", headers=forwarded).status_code == 401
    assert program("ask").get("/metrics", headers=forwarded).status_code == 403
    assert program("metrics").get("/metrics", headers=forwarded).status_code == 200


def test_what_came_through_a_proxy_on_this_machine_is_not_of_this_machine(assistant):
    with client_of(assistant) as client:
        assert client.get("/metrics").status_code == 200
        for header in ("Forwarded", "X-Real-IP", "Via", "X-Forwarded-For"):
            assert client.get("/metrics", headers={header: "for=127.0.0.1"}).status_code in (401, 403), header
    with client_of(assistant, "203.0.113.7") as client:
        assert client.get("/metrics").status_code == 403


# --- the log ---


@pytest.fixture
def lines():
    """The lines that are logged from now on."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    level = ANSWERS.level
    ANSWERS.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    ANSWERS.setLevel(level)
    root.removeHandler(handler)


def test_each_answer_is_one_line_without_words_or_address(site, api, lines):
    answer = api.post(
        "/api/v1/ask", json={"question": QUESTION}, headers={"X-Forwarded-For": "203.0.113.7"}
    ).json()
    [line] = [line for line in lines() if line.get("answer") == answer["answer_id"]]
    assert (line["status"], line["door"], line["level"]) == ("answered", "rest", "info")
    assert line["timings_ms"] == answer["timings_ms"]
    told = json.dumps(line, ensure_ascii=False)
    assert not any(word in told for word in ("白鹭", "612", "203.0.113.7"))


def formatted(error: Exception) -> dict:
    try:
        raise error
    except Exception:  # noqa: BLE001
        record = logging.LogRecord("rag", logging.ERROR, __file__, 1, "it failed", (), sys.exc_info())
    return json.loads(JsonLines().format(record))


def test_an_unforeseen_error_is_logged_by_its_place_and_not_by_its_words():
    line = formatted(KeyError(QUESTION))
    assert line["error"]["type"] == "KeyError" and "test_operations.py" in line["error"]["at"][0]
    assert "白鹭" not in json.dumps(line, ensure_ascii=False)


def test_our_own_errors_are_logged_with_what_to_do():
    assert formatted(WendaError("Free some space."))["error"]["message"] == "Free some space."


def test_failures_of_the_language_model_are_counted(assistant):
    registry = CollectorRegistry()
    answer = assistant.ask(Request(question="你好", today=TODAY))
    failed = answer.model_copy(update={"model_use": ModelUse(model="m", calls=1, failure="timeout")})
    AnswerMetrics(registry)(failed, Asker("page"))
    assert 'wenda_model_failures_total{failure="timeout"} 1.0' in generate_latest(registry).decode()


# --- bodies ---


async def never_asked(*_: object) -> None:
    raise AssertionError("the app must not be asked")


def test_a_body_that_is_larger_than_any_page_sends_is_refused(site):
    large = b"x" * (LARGEST_BODY + 1)
    response = httpx.post(f"{site.url}/gradio_api/queue/join", content=large, trust_env=False, timeout=60)
    assert response.status_code == 413


def test_a_body_that_does_not_arrive_is_given_up():
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(60)
        raise AssertionError("it was waited for too long")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": []}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, BodyLimit(never_asked, seconds=0.05)(scope, receive, send)).result()
    assert sent[0]["status"] == 408
