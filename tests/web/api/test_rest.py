"""The REST API: answers as the contract says, streams, search, articles and reports; every error is problem+json."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from httpx_sse import connect_sse
from served import BRIDGE

from rag.schema import Answer, Understood
from web.api import rest
from web.api.problems import KINDS

QUESTION = "白鹭大桥全长多少米？"


def asked(api, question, **more):
    return api.post("/api/v1/ask", json={"question": question, **more})


def problem(response, kind):
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert told["type"] == f"/api/v1/docs#{kind}"
    assert (told["title"], told["status"]) == (KINDS[kind].title, response.status_code)
    return told


# --- asking ---


def test_an_answer_is_the_contract_and_every_citation_is_printed(api):
    response = asked(api, QUESTION)
    answer = Answer.model_validate(response.json())
    assert answer.status == "answered" and "612米" in answer.text
    for citation in answer.citations:
        article = api.get(f"/api/v1/articles/{citation.article_id}", params={"version": citation.version})
        assert article.json()[citation.field][citation.start : citation.end] == citation.quote
    assert not {"model_use", "struck"} & response.json().keys()


def test_a_follow_up_is_understood_by_its_history(api):
    history = [
        {"role": "user", "content": "2024年全市急救车出动多少次？"},
        {"role": "assistant", "content": "全年急救车共出动9237次。"},
    ]
    assert "急救车" in asked(api, "那前年呢？", history=history).json()["understood"]["question"]


def test_today_and_filters_can_be_set(api):
    answer = asked(api, QUESTION, today="2030-01-01", filters={"section": "体育"}).json()
    assert answer["status"] == "not_reported" and answer["understood"]["section"] == "体育"


def test_an_answer_is_in_the_journal_under_its_id(api, site):
    answer = asked(api, "白鹭大桥双向几车道？").json()
    assert site.journal.get(answer["answer_id"]).answer.text == answer["text"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": "  \n"}, "question"),
        ({"question": "桥" * 10_000}, "question"),
        ({"question": 7}, "question"),
        ({"question": "\ud800"}, "question"),
        ({}, "question"),
        ({"question": "桥", "todya": "2024-01-01"}, "todya"),
        ({"question": "桥", "today": "soon"}, "today"),
        ({"question": "桥", "history": [{"role": "system", "content": "x"}]}, "history.0.role"),
        ({"question": "桥", "filters": {"since": "2024-02-01", "until": "2024-01-01"}}, "filters"),
        (["桥"], "body"),
    ],
)
def test_an_invalid_question_is_told_where_it_is_wrong_and_not_repeated(api, body, field):
    response = api.post("/api/v1/ask", content=json.dumps(body), headers={"Content-Type": "application/json"})
    told = problem(response, "invalid")
    assert response.status_code == 422
    assert field in [error["field"] for error in told["errors"]]
    assert "桥" not in response.text


@pytest.mark.parametrize("body", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"question": NaN'])
def test_what_is_no_json_is_refused(api, body):
    response = api.post("/api/v1/ask", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    problem(response, "not-json")


def test_a_body_that_is_too_large_is_refused_also_if_it_does_not_say_how_large_it_is(api):
    large = b"x" * (1024 * 1024 + 1)
    for content in (large, iter([large[:600_000], large[600_000:]])):
        response = api.post("/api/v1/ask", content=content, headers={"Content-Type": "application/json"})
        assert response.status_code == 413
        problem(response, "too-large")


def test_other_addresses_and_methods_are_problems_too(api):
    problem(api.get("/api/v1/nothing"), "not-found")
    refused = api.get("/api/v1/ask")
    problem(refused, "method-not-allowed")
    assert refused.headers["allow"] == "POST"


def test_an_error_inside_is_not_told(api, site, monkeypatch):
    def broken(*_):
        raise KeyError("a secret")

    monkeypatch.setattr(site.assistant.chain, "stream", broken)
    response = asked(api, "还有什么？")
    assert response.status_code == 500 and "secret" not in response.text
    problem(response, "failed")


def test_while_the_indexes_are_rebuilt_it_says_when_to_come_back(api, site, monkeypatch):
    monkeypatch.setattr(site.assistant.indexes, "_trusted_index", lambda part: None)
    monkeypatch.setattr(site.assistant.indexes, "_scannable", lambda: False)
    for response in (asked(api, "桃湾水库的总库容有多少？"), api.get("/api/v1/search", params={"q": "水库"})):
        assert response.status_code == 503 and int(response.headers["Retry-After"]) > 0
        problem(response, "rebuilding")


# --- the stream ---


def events(api, question):
    with connect_sse(api, "POST", "/api/v1/ask/stream", json={"question": question}) as source:
        return [(event.event, json.loads(event.data)) for event in source.iter_sse()]


def test_a_stream_has_the_events_of_the_contract_in_order(api):
    got = events(api, QUESTION)
    kinds = [kind for kind, _ in got]
    assert kinds == ["understood", "found", *["statement"] * (len(kinds) - 3), "done"]
    Understood.model_validate(got[0][1])
    answer = Answer.model_validate(got[-1][1])
    assert [data["statement"]["text"] for kind, data in got if kind == "statement"] == [
        statement.text for statement in answer.statements
    ]
    assert BRIDGE in [c["quote"] for kind, data in got if kind == "statement" for c in data["citations"]]


def test_a_stream_of_a_declined_question_has_no_statement(api):
    got = events(api, "火星基地何时开工？")
    assert "statement" not in [kind for kind, _ in got]
    assert got[-1][1]["status"] == "not_reported"


def test_an_error_while_streaming_is_an_event(api, site, monkeypatch):
    stream = site.assistant.chain.stream

    def breaks(request):
        yield next(stream(request))
        raise KeyError("a secret")

    monkeypatch.setattr(site.assistant.chain, "stream", breaks)
    *_, (kind, told) = events(api, "这次会怎样？")
    assert kind == "error" and told["type"].endswith("#failed") and "secret" not in json.dumps(told)


def test_who_goes_away_leaves_the_line(api, site, held_before):
    go_on, line = held_before("found"), site.assistant.limits.line
    with (
        ThreadPoolExecutor(1) as threads,
        connect_sse(
            api, "POST", "/api/v1/ask/stream", json={"question": "李湾水库的总库容有多少？"}
        ) as source,
    ):
        coming = source.iter_sse()
        assert threads.submit(next, coming).result().event == "understood"
        assert line.answering == 1
    with pytest.raises(Exception):  # noqa: B017 - whichever the client makes of its own timeout
        api.post("/api/v1/ask", json={"question": "梨湾水库的总库容有多少？"}, timeout=1)
    until = time.monotonic() + 20
    while line.answering and time.monotonic() < until:
        time.sleep(0.05)
    assert line.answering == 0
    go_on.set()


def test_who_waits_is_told_the_place(api, site, held_before, monkeypatch):
    go_on = held_before("found")
    monkeypatch.setattr(site.assistant.limits.line, "_at_once", 1)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(events, api, "柿湾水库的总库容有多少？")
        until = time.monotonic() + 20
        while not site.assistant.limits.line.answering and time.monotonic() < until:
            time.sleep(0.05)
        second = threads.submit(events, api, "梅湾水库的总库容有多少？")
        threading.Timer(1, go_on.set).start()
        assert first.result()[0][0] == "understood"
        assert second.result()[0] == ("waiting", {"before": 1})


# --- search, articles, reports ---


def test_search_finds_passages(api):
    found = api.get("/api/v1/search", params={"q": "停水", "k": 2, "since": "2024-01-01"}).json()["results"]
    assert found[0]["headline"] == "停水通知"
    assert len(found) <= 2


def test_search_refuses_what_it_does_not_know(api):
    problem(api.get("/api/v1/search"), "invalid")
    problem(api.get("/api/v1/search", params={"q": "水", "k": 10**9}), "invalid")
    problem(api.get("/api/v1/search", params={"q": "水", "kk": 3}), "invalid")
    problem(
        api.get("/api/v1/search", params={"q": "水", "since": "2024-02-01", "until": "2024-01-01"}), "invalid"
    )


def test_an_address_that_would_run_code_is_left_out_of_an_article(api):
    [found, *_] = api.get("/api/v1/search", params={"q": "政务平台出现乱码", "k": 1}).json()["results"]
    article = api.get(f"/api/v1/articles/{found['article_id']}").json()
    assert "政务平台" in article["headline"] and article["url"] == ""


@pytest.mark.parametrize("article_id", ["none", "%2e%2e%2f", "x" * 200, "桥"])
def test_an_unknown_article_is_a_problem(api, article_id):
    assert api.get(f"/api/v1/articles/{article_id}").status_code in (404, 422)


def test_a_version_that_does_not_exist_is_a_problem(api):
    [citation] = asked(api, QUESTION).json()["citations"][:1]
    path = f"/api/v1/articles/{citation['article_id']}"
    problem(api.get(path, params={"version": 99}), "not-found")
    problem(api.get(path, params={"version": 10**30}), "invalid")


def test_a_report_reaches_the_newsroom_without_personal_numbers(api, site):
    answer_id = asked(api, QUESTION).json()["answer_id"]
    told = {"reason": "outdated", "note": "请回电 13912345678"}
    response = api.post(f"/api/v1/answers/{answer_id}/report", json=told)
    assert (response.status_code, response.content) == (204, b"")
    [report] = site.journal.get(answer_id).reports
    assert report.reason == "已过时：请回电 [手机号]"


def test_a_report_about_nothing_or_without_reason_is_a_problem(api):
    problem(api.post("/api/v1/answers/none/report", json={"reason": "outdated"}), "not-found")
    problem(api.post("/api/v1/answers/none/report", json={"reason": "boring"}), "invalid")


# --- the documentation ---


def test_the_openapi_document_has_every_route(program):
    anybody = program(key="")
    document = anybody.get("/api/v1/openapi.json").json()
    routes = {route.path for route in rest.router.routes}
    assert set(document["paths"]) == routes
    assert document["servers"] == [{"url": "/api/v1"}]


@pytest.mark.web
@pytest.mark.parametrize("width", [1280, 390])
def test_the_documentation_page_loads_nothing_from_elsewhere_and_fits(visit, site, width):
    page = visit(width, 844)
    page.goto(f"{site.url}/api/v1/docs")
    text = page.locator("main").inner_text()
    for path in ("/ask", "/ask/stream", "/search", "/articles/{article_id}", "/answers/{answer_id}/report"):
        assert f"/api/v1{path}" in text
    assert all(page.locator(f"dt#{kind}").count() == 1 for kind in KINDS)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
