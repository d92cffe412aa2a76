"""The events of the checking page: each is refused to who lacks its role, and is signed with the name of who is signed in."""

from __future__ import annotations

import json
import re
from itertools import product

import httpx
import pytest
from desk_site import RESCUES, DeskSite

from rag.desk import COMMAND_LINE, ROLES, Audit, Users
from web.desk.routes import EVENTS

PASSWORD = "correct-horse-1"
NAMES = {"checker": "李敏", "editor": "陈默", "admin": "王主任"}


@pytest.fixture
def staff(desk_site: DeskSite) -> dict[str, httpx.Client]:
    """A signed-in browser of each role."""
    return {role: signed_in(desk_site, role) for role in reversed(ROLES)}


def signed_in(desk_site: DeskSite, role: str) -> httpx.Client:
    Users(desk_site.desk).add(NAMES[role], role, PASSWORD, by=COMMAND_LINE)
    browser = httpx.Client(base_url=desk_site.url, headers={"Origin": desk_site.url}, timeout=60)
    page = browser.get("/desk/sign-in").text
    token = re.search(r'name="form_token" value="(\w+)"', page)[1]
    form = {"form_token": token, "name": NAMES[role], "password": PASSWORD}
    assert browser.post("/desk/sign-in", data=form).status_code == 303
    return browser


def call(browser: httpx.Client, event: str, *data: object, **event_data: object) -> str:
    """The server's answer to an event of the page."""
    dependencies = browser.get("/desk/config").json()["dependencies"]
    number = next(d["id"] for d in dependencies if d["api_name"] == event)
    session = f"{event}{len(data)}"
    body = {"data": data, "fn_index": number, "session_hash": session, "event_data": event_data}
    assert browser.post("/desk/gradio_api/queue/join", json=body).status_code == 200
    with browser.stream("GET", "/desk/gradio_api/queue/data", params={"session_hash": session}) as stream:
        for line in stream.iter_lines():
            if "process_completed" in line:
                return line
    return ""


def test_an_event_is_refused_to_who_lacks_its_role(staff, monkeypatch):
    for role, least in product(ROLES, ROLES):
        monkeypatch.setitem(EVENTS, "freshness", least)
        said = json.loads(call(staff[role], "freshness").removeprefix("data: "))
        assert said["success"] is (ROLES.index(role) >= ROLES.index(least)), (role, least)
        if not said["success"]:
            assert "This needs the role" in said["output"]["error"]


def test_a_verdict_has_the_name_of_who_is_signed_in_and_is_in_the_trail(staff, desk_site):
    answer_id = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES))
    desk_site.journal.report(answer_id, "日期不对")
    judged = {"answer": answer_id, "statement": 0, "verdict": "wrong_content"}
    assert '"success":true' in call(staff["checker"], "judge", None, "somebody else", "", **judged)
    assert '"success":true' in call(staff["editor"], "handle_reports", None, "x", answer=answer_id)
    entry = desk_site.journal.get(answer_id)
    assert entry.judgements[0].name == "李敏"
    assert entry.reports[0].handled_by == "陈默"
    handled, verdict = (e for e in Audit(desk_site.desk).entries(10) if e.subject == answer_id)
    assert (verdict.person, verdict.action) == ("李敏", "verdict")
    assert verdict.details == {"statement": 1, "verdict": "wrong_content"}
    assert (handled.person, handled.details) == ("陈默", {"count": 1})
