"""The official MCP client calls the tools over streamable HTTP; pages of other sites and unknown names are refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx
import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from served import BRIDGE

from rag.schema import Answer
from rag.schema.quota import Quota
from web.api.contract import Article, SearchResults

T = TypeVar("T")
QUESTION = "白鹭大桥全长多少米？"
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def with_client(site, make_key):
    """Runs a coroutine with a client of the site; in a thread, because browsers' tests have an event loop in this one."""

    def run(work: Callable[[Client], Awaitable[T]], key: str = "", **options: Any) -> T:
        headers = {"Authorization": f"Bearer {key or make_key('ask', 'search', quota=Quota())}"}

        async def connected() -> T:
            async with (
                httpx2.AsyncClient(headers=headers, trust_env=False, timeout=120) as http,
                Client(streamable_http_client(f"{site.url}/mcp", http_client=http), **options) as client,
            ):
                return await work(client)

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, connected()).result()

    return run


def called(name: str, **arguments: Any):
    async def call(client: Client):
        return await client.call_tool(name, arguments)

    return call


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_are_listed_with_what_they_take_and_return(with_client, mode):
    async def listed(client: Client):
        return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in with_client(listed, mode=mode)}
    assert tools.keys() == {"ask", "search", "read_article"}
    assert "question" in tools["ask"].input_schema["required"]
    assert "citations" in tools["ask"].output_schema["properties"]
    assert all(tool.annotations.read_only_hint for tool in tools.values())


def test_an_answer_comes_as_text_with_its_sources_and_as_data(with_client):
    result = with_client(called("ask", question=QUESTION))
    answer = Answer.model_validate(result.structured_content)
    assert answer.citations[0].quote == BRIDGE
    assert BRIDGE in result.content[0].text and "白鹭大桥昨日正式通车" in result.content[0].text
    assert not result.is_error


def test_a_conversation_can_be_sent_along(with_client):
    history = [
        {"role": "user", "content": "2024年全市急救车出动多少次？"},
        {"role": "assistant", "content": "全年急救车共出动9237次。"},
    ]
    result = with_client(called("ask", question="那前年呢？", history=history))
    assert "急救车" in result.structured_content["understood"]["question"]


def test_what_is_found_can_be_read(with_client):
    found = SearchResults.model_validate(with_client(called("search", query="停水", k=3)).structured_content)
    first = found.results[0]
    result = with_client(called("read_article", article_id=first.article_id))
    article = Article.model_validate(result.structured_content)
    assert article.text[first.start : first.end] == first.text
    assert first.text in result.content[0].text


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("read_article", {"article_id": "none"}, "no such article"),
        ("ask", {"question": ""}, "question"),
        ("search", {"query": "水", "k": 10_000}, "50"),
    ],
)
def test_a_mistake_is_told_to_the_model(with_client, tool, arguments, says):
    result = with_client(called(tool, **arguments))
    assert result.is_error and says in result.content[0].text


def test_a_key_may_do_what_its_scopes_say(with_client, make_key):
    result = with_client(called("ask", question=QUESTION), make_key("search"))
    assert result.is_error and "scope `ask`" in result.content[0].text


def test_too_many_questions_are_told_to_the_model(with_client, make_key):
    key = make_key("ask", quota=Quota(minute=1))
    assert not with_client(called("ask", question="你好"), key).is_error
    result = with_client(called("ask", question="你好"), key)
    assert result.is_error and "ask again in" in result.content[0].text


def test_who_goes_away_leaves_the_line(with_client, site, held_before):
    go_on, line = held_before("found"), site.assistant.limits.line

    async def leave(client: Client):
        asking = asyncio.ensure_future(client.call_tool("ask", {"question": "桃湾水库的总库容有多少？"}))
        while not line.answering:
            await asyncio.sleep(0.05)
        asking.cancel()

    with_client(leave)
    until = time.monotonic() + 20
    while line.answering and time.monotonic() < until:
        time.sleep(0.05)
    assert line.answering == 0
    go_on.set()


def test_without_a_valid_key_there_is_no_server(site):
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        response = httpx.post(
            f"{site.url}/mcp", json=HELLO, headers={**ACCEPT, **headers}, trust_env=False, timeout=60
        )
        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "{site}"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "evil.example", "Origin": "http://evil.example"}, 421),
        ({"Host": "localhost:7860"}, 200),
        ({"Host": ""}, 421),
    ],
)
def test_pages_of_other_sites_and_unknown_names_are_refused(site, make_key, headers, status):
    given = {name: value.replace("{site}", site.url) for name, value in headers.items()}
    given |= {**ACCEPT, "Authorization": f"Bearer {make_key('ask')}"}
    response = httpx.post(f"{site.url}/mcp", json=HELLO, headers=given, trust_env=False, timeout=60)
    assert response.status_code == status


def test_a_body_that_is_too_large_is_refused(site, make_key):
    headers = {**ACCEPT, "Authorization": f"Bearer {make_key('ask')}"}
    large = {**HELLO, "padding": "x" * (1024 * 1024)}
    response = httpx.post(f"{site.url}/mcp", json=large, headers=headers, trust_env=False, timeout=60)
    assert response.status_code == 413
