"""Both pages say how recent the archive is, and follow it while they are open, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from served import Site, ingest, serve, settings_for

from rag.archive import Archive, Problems, Watched, WatchedSource

pytestmark = pytest.mark.web


def take_in(data_dir: Path, day: str, text: str) -> None:
    export = data_dir.parent / "export.jsonl"
    line = {"id": day, "title": text[:8], "date": day, "text": text, "paper": "栖川日报"}
    export.write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    ingest(data_dir, export)


@pytest.fixture
def old_site(tmp_path: Path, refreshed_often: None) -> Iterator[Site]:
    """A site whose last edition is five days old, of a watched folder and a feed that cannot be reached."""
    data_dir = tmp_path / "data"
    take_in(data_dir, "2024-11-05", "白鹭大桥昨日正式通车，全长612米，双向四车道。")
    archive, now = Archive(data_dir), datetime.now(UTC).replace(tzinfo=None)
    Watched(archive).put(WatchedSource("/srv/栖川日报", next_at=now - timedelta(hours=1)))
    Watched(archive).put(WatchedSource("https://example.org/feed.xml", failures=3, next_at=now))
    Problems(archive).record("/srv/栖川日报/<b>1.pdf", {"page 2": "no text"}, "{}")
    archive.close()
    with serve(settings_for(data_dir)) as running:
        yield running


def test_open_pages_say_that_the_last_edition_is_old_until_a_new_one_is_in(
    visit: Callable[..., Page], old_site: Site
) -> None:
    english, phone, check = (
        visit(locale="en-GB"),
        visit(390, 844, is_mobile=True, has_touch=True),
        visit(),
    )
    english.goto(old_site.url)
    phone.goto(old_site.url)
    check.goto(old_site.desk_url)
    old = phone.locator(".masthead .late")
    expect(old).to_have_text("本站收录到 2024年11月5日，最新一期已是5天前")
    expect(english.locator(".masthead .late")).to_have_text(
        "The last edition in here is of 5 November 2024, 5 days ago"
    )
    expect(check.locator("#freshness summary")).to_have_text(
        "收录情况 1 个来源该有新一期了 · 2 处没有取到 · 1 处没有读成"
    )
    check.locator("#freshness summary").click()
    source, folder, feed = (check.locator("#freshness li").nth(n) for n in range(3))
    expect(source).to_contain_text("栖川日报2024-11-05")
    expect(source).to_contain_text("5天前 · 该有新的一期了 · 1 篇 · 收于 20")
    expect(folder).to_contain_text("1 处没有读成")
    expect(folder).to_contain_text("watch 可能没有在运行")
    expect(feed).to_contain_text("连续 3 次没有取到")
    expect(check.locator("#freshness .problems")).to_contain_text("/srv/栖川日报/<b>1.pdf, page 2no text")

    take_in(old_site.settings.data_dir, "2024-11-10", "市游泳馆今起开放，票价二十元，每周一闭馆。")
    expect(old).to_have_count(0)
    expect(phone.locator(".masthead .coverage")).to_contain_text("收录 2 篇，最新 2024-11-10，更新于")
    expect(source).to_contain_text("栖川日报2024-11-10")  # the section is still open
    expect(source).to_be_visible()
