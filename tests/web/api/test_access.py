"""Who may use the doors: keys with scopes, open or closed doors, limits by key and address, and which proxies are believed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from models import open_assistant
from served import settings_for

from rag.desk import COMMAND_LINE, Desk, Keys
from rag.schema.quota import Quota
from web.site import build_site

ASK = {"question": "你好"}
DOORS = ["/api/v1/docs", "/api/v1/openapi.json", "/v1/models", "/mcp"]


@contextmanager
def site_of(
    tmp_path, *, client: tuple[str, int] = ("203.0.113.7", 1), **settings: object
) -> Iterator[TestClient]:
    """A site without articles, and a client at a network address."""
    given = settings_for(tmp_path / "data", **settings)
    assistant = open_assistant(given, journal=True)
    try:
        with TestClient(build_site(assistant, given), client=client, follow_redirects=False) as test_client:
            yield test_client
    finally:
        assistant.close()


def ask(client: TestClient, **headers: str) -> int:
    return client.post("/api/v1/ask", json=ASK, headers=headers).status_code


def test_a_key_may_do_what_its_scopes_say(program):
    may_search = program("search")
    assert may_search.get("/api/v1/search", params={"q": "水"}).status_code == 200
    refused = may_search.post("/api/v1/ask", json=ASK)
    assert (refused.status_code, refused.json()["type"]) == (403, "/api/v1/docs#key-lacks-scope")
    assert may_search.post("/api/v1/answers/x/report", json={"reason": "outdated"}).status_code == 403
    assert program("report").get("/api/v1/articles/x").status_code == 403


@pytest.mark.parametrize("key", ["", "wrong", "wenda-", "x" * 5000])
def test_without_a_valid_key_nothing_is_answered(program, key):
    anybody = program(key=key)
    refused = anybody.post("/api/v1/ask", json=ASK)
    assert (refused.status_code, refused.json()["type"]) == (401, "/api/v1/docs#needs-key")
    assert refused.headers["www-authenticate"].startswith("Bearer")
    assert anybody.get("/api/v1/docs").status_code == 200


def test_a_revoked_key_counts_no_more_at_once(site, program):
    desk = Desk.open(site.settings)
    key = Keys(desk).add("short-lived", frozenset({"ask"}), by=COMMAND_LINE)
    client = program(key=key)
    assert client.post("/api/v1/ask", json=ASK).status_code == 200
    Keys(desk).revoke("short-lived", by=COMMAND_LINE)
    assert client.post("/api/v1/ask", json=ASK).status_code == 401
    desk.close()


def test_a_key_has_its_own_limit(program):
    client = program("ask", quota=Quota(minute=2))
    codes = [client.post("/api/v1/ask", json=ASK) for _ in range(3)]
    assert [response.status_code for response in codes] == [200, 200, 429]
    assert codes[2].json()["type"] == "/api/v1/docs#too-many"
    assert 0 < int(codes[2].headers["Retry-After"]) <= 30
    assert program("ask").post("/api/v1/ask", json=ASK).status_code == 200


def test_articles_that_are_read_are_counted_too(program):
    client = program("search", quota=Quota(minute=2))
    codes = [client.get("/api/v1/articles/unknown").status_code for _ in range(3)]
    assert codes == [404, 404, 429]


def test_only_so_many_questions_at_once(program, site, held_before):
    client, go_on = program("ask", quota=Quota(at_once=1)), held_before("found")
    asking = threading.Thread(
        target=client.post, args=("/api/v1/ask",), kwargs={"json": {"question": "竹湾水库的总库容有多少？"}}
    )
    asking.start()
    while not site.assistant.limits.line.answering:
        pass
    refused = client.post("/api/v1/ask", json=ASK)
    go_on.set()
    asking.join()
    assert refused.status_code == 429 and "at once" in refused.json()["detail"]
    assert client.post("/api/v1/ask", json=ASK).status_code == 200


def test_closed_doors_are_not_there(tmp_path):
    with site_of(tmp_path, api="off") as client:
        assert {client.get(path).status_code for path in DOORS} == {404}
        assert ask(client) == 404 or ask(client) == 405
        assert client.get("/healthz").status_code == 200


def test_open_doors_need_no_key_and_count_by_address(tmp_path):
    with site_of(tmp_path, api="open", address_limit="2 a minute") as client:
        assert [ask(client) for _ in range(3)] == [200, 200, 429]
        assert ask(client, Authorization="Bearer wrong") == 429  # guesses count too
        assert client.get("/metrics").status_code == 403


def test_guessing_keys_is_slowed_down(tmp_path):
    with site_of(tmp_path, address_limit="5 a minute") as client:
        codes = [ask(client, Authorization=f"Bearer guess-{n}") for n in range(7)]
        assert codes == [401] * 5 + [429] * 2


def test_who_is_no_known_proxy_cannot_say_for_whom_it_asks(tmp_path):
    with site_of(tmp_path, api="open", address_limit="2 a minute") as client:
        codes = [ask(client, **{"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(3)]
        assert codes == [200, 200, 429]


def test_a_known_proxy_is_believed_and_what_its_client_claims_is_not(tmp_path):
    limits = {"api": "open", "address_limit": "2 a minute", "trusted_proxies": "10.0.0.0/8"}
    with site_of(tmp_path, client=("10.1.2.3", 1), **limits) as client:
        assert [ask(client, **{"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(5)] == [200] * 5
        claimed = [ask(client, **{"X-Forwarded-For": f"192.0.2.{n}, 198.51.100.9"}) for n in range(3)]
        assert claimed == [200, 200, 429]


def test_a_door_is_no_way_into_the_rest_of_the_site(tmp_path):
    with site_of(tmp_path, api="open") as client:
        for path in ("/api/v1/../../desk", "/v1/..%2fdesk", "/api/v1//", "/api/v2/ask", "/api/", "/v1"):
            assert client.get(path).status_code in (403, 404, 405)
