"""Programs never see more of an article than residents do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from models import open_assistant
from served import TODAY, ingest, settings_for

from ingest.embed import as_draft
from ingest.report import SilentReporter
from ingest.rights import take_down
from rag.archive import Intake, Rights, SourceFile
from web.site import build_site

AGENCY = "".join(f"第{n}座桥将于明年开工，总投资{n}亿元，由市交通局负责建设。" for n in range(1, 7))
TEXTS = {
    "neighbours": "本报讯 望江弄两人因邻里纠纷被行政拘留十日。",
    "bridges": AGENCY,
    "library": "本报讯 市图书馆新馆下月开放，藏书120万册。",
    "museum": "本报讯 市博物馆新馆下月开放，藏品30万件。",
    "stadium": "本报讯 市体育馆新馆下月开放，座席8千个。",
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """An assistant with an article for each test, and a program without a key."""
    tmp_path = tmp_path_factory.mktemp("rules")
    lines = [{"id": name, "title": name, "date": "2024-11-08", "text": text} for name, text in TEXTS.items()]
    export = tmp_path / "export.jsonl"
    export.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    ingest(tmp_path / "data", export)
    settings = settings_for(tmp_path / "data", api="open")
    assistant = open_assistant(settings, journal=True)
    assistant.indexes.sync()
    assistant.indexes.follow()  # as the app does: a takedown waits for the indexes
    with TestClient(build_site(assistant, settings)) as client:
        yield assistant, client
    assistant.close()


def article_id(assistant, name):
    return next(one.article_id for one in assistant.archive.newest(None) if one.source_id == name)


def change_rights(assistant, name, rights):
    """Take an article in again, with other rights."""
    version = assistant.archive.version(article_id(assistant, name))
    prepared = [as_draft(version)]
    Intake(assistant.archive).add_lines(SourceFile("again.jsonl", b"{}"), version.source, prepared, rights)
    assistant.indexes.sync()


def test_of_a_quote_only_article_no_door_shows_the_text(opened):
    assistant, client = opened
    agency = article_id(assistant, "bridges")
    change_rights(assistant, "bridges", Rights(quote_only=True))
    article = client.get(f"/api/v1/articles/{agency}").json()
    assert (article["quote_only"], article["text"], article["headline"]) == (True, "", "bridges")
    told = [
        client.get("/api/v1/search", params={"q": "六座桥明年开工", "k": 20}).text,
        client.post("/api/v1/ask", json={"question": "哪几座桥明年开工？总投资多少？"}).text,
        client.post("/api/v1/ask/stream", json={"question": "哪几座桥明年开工？谁负责建设？"}).text,
    ]
    sentences = AGENCY.split("。")[:-1]
    assert all(sum(sentence in text for sentence in sentences) <= 3 for text in told)
    assert not any(AGENCY in text for text in told)


def test_an_article_under_embargo_does_not_exist_yet(opened):
    assistant, client = opened
    waiting = article_id(assistant, "library")
    change_rights(assistant, "library", Rights(until=datetime.now(UTC) + timedelta(days=2)))
    response = client.get(f"/api/v1/articles/{waiting}")
    assert response.status_code == 404 and "图书馆" not in response.text
    assert "120万册" not in client.get("/api/v1/search", params={"q": "图书馆藏书多少"}).text


def test_a_withdrawn_article_is_gone(opened):
    assistant, client = opened
    gone = article_id(assistant, "museum")
    Intake(assistant.archive).remove([gone])
    response = client.get(f"/api/v1/articles/{gone}", params={"version": 1})
    assert (response.status_code, response.json()["type"]) == (410, "/api/v1/docs#withdrawn")
    assert "30万件" not in response.text


def test_of_an_article_that_was_taken_down_only_the_day_is_told(opened):
    assistant, client = opened
    gone = article_id(assistant, "neighbours")
    assert take_down(assistant.settings, assistant.archive, [gone], "court", SilentReporter()).complete
    response = client.get(f"/api/v1/articles/{gone}")
    assert (response.status_code, response.json()["type"]) == (410, "/api/v1/docs#taken-down")
    assert response.json()["removed_on"] and "court" not in response.text and "拘留" not in response.text
    answer = client.post("/api/v1/ask", json={"question": "望江弄两人为什么被拘留？"}).json()
    assert gone not in [citation["article_id"] for citation in answer["citations"]]


def test_an_older_version_says_that_it_is_one(opened):
    assistant, client = opened
    changed = article_id(assistant, "stadium")
    version = assistant.archive.version(changed)
    export = assistant.settings.data_dir.parent / "export.jsonl"
    line = {"id": "stadium", "title": "stadium", "date": str(TODAY), "text": TEXTS["stadium"] + "票价免费。"}
    export.write_text(json.dumps(line), "utf-8")
    ingest(assistant.settings.data_dir, export)
    assert assistant.archive.version(changed).version == version.version + 1
    old = client.get(f"/api/v1/articles/{changed}", params={"version": 1}).json()
    assert (old["version"], old["newest_version"]) == (1, 2) and "票价" not in old["text"]
    assert "票价" in client.get(f"/api/v1/articles/{changed}").json()["text"]
