"""Servers that go away while the site is open: the page says so, answers what it can, and goes on by itself."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect
from resident_steps import arrive, ask
from served import ARTICLES, ingest, serve, settings_for

pytestmark = pytest.mark.web

QUESTION = "白鹭大桥全长多少米？"


@pytest.fixture
def site_on_servers(server_settings, tmp_path, refreshed_often):
    export = tmp_path / "corpus.jsonl"
    export.write_text("\n".join(json.dumps(article, ensure_ascii=False) for article in ARTICLES), "utf-8")
    servers = {name: getattr(server_settings, name) for name in ("archive", "vectors", "words")}
    settings = settings_for(server_settings.data_dir, **servers)
    ingest(settings.data_dir, export, url=settings.archive.get_secret_value())
    with serve(settings) as running:
        running.assistant.indexes.follow()
        yield running


def test_the_page_says_what_is_away_and_goes_on_by_itself(phone, site_on_servers, chroma, postgres):
    trouble = phone.locator(".masthead .trouble")
    arrive(phone, site_on_servers)
    ask(phone, QUESTION)
    expect(trouble).to_have_count(0)

    chroma.stop()
    ask(phone, f"请问{QUESTION}")
    expect(phone.locator(".exchange").last).to_contain_text("612米")
    expect(trouble).to_contain_text("检索服务暂时连不上")

    postgres.stop()
    ask(phone, f"你好，{QUESTION}", until="failed")
    expect(phone.locator(".exchange").last).to_contain_text("请稍后再试")
    expect(trouble).to_contain_text("报道库暂时连不上")

    chroma.start()
    postgres.start()
    expect(trouble).to_have_count(0)
    ask(phone, f"打听一下，{QUESTION}")
    expect(phone.locator(".exchange").last).to_contain_text("612米")
