"""One script tag shows the panel on another site; only sites that are named may, and it keeps no cookie."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import expect
from served import ARTICLES, BRIDGE, Site, ingest, serve, settings_for

PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>news</title>
<link rel="canonical" href="https://example.org/news/bridge.html">
<h1>白鹭大桥昨日正式通车</h1><script src="{base}/embed.js" data-article data-colour="#0a5a3c"></script>"""


class OtherSite:
    """A site with one page, which has the script tag of `base`."""

    base = ""

    def __init__(self) -> None:
        other = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(PAGE.format(base=other.base).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def newspaper() -> Iterator[OtherSite]:
    other = OtherSite()
    yield other
    other.server.shutdown()


@pytest.fixture(scope="module")
def embedded(newspaper, tmp_path_factory) -> Iterator[Site]:
    """A site whose panel the newspaper may show."""
    folder = tmp_path_factory.mktemp("embedded")
    export = folder / "corpus.jsonl"
    export.write_text("\n".join(json.dumps(article) for article in ARTICLES[:3]), "utf-8")
    ingest(folder / "data", export)
    with serve(settings_for(folder / "data", embed_origins=newspaper.url)) as running:
        newspaper.base = running.url
        yield running


def ask(panel, question):
    panel.locator("#question").fill(question)
    panel.locator("form button").click()


@pytest.mark.parametrize("device", ["page", "phone"])
def test_the_button_opens_a_panel_that_answers_beside_the_article(request, newspaper, embedded, device):
    page = request.getfixturevalue(device)
    page.goto(newspaper.url)
    page.get_by_role("button", name="问报纸").click()
    panel = page.frame_locator("wenda-ask iframe")
    expect(panel.locator(".article")).to_contain_text("白鹭大桥昨日正式通车")
    ask(panel, "全长多少米")
    expect(panel.locator(".said").first).to_have_text(BRIDGE)
    expect(panel.locator(".sources").first).to_contain_text("2024-11-08")
    panel.get_by_role("button", name="关闭").click()
    expect(page.locator("wenda-ask iframe")).to_be_hidden()
    expect(page.get_by_role("button", name="问报纸")).to_be_focused()
    assert page.context.cookies() == []


def test_what_is_not_reported_is_said_so_and_an_answer_can_be_reported(newspaper, embedded, page):
    page.goto(newspaper.url)
    page.get_by_role("button", name="问报纸").click()
    panel = page.frame_locator("wenda-ask iframe")
    ask(panel, "火星上的地铁什么时候通车")
    expect(panel.locator(".notice").first).to_contain_text("没有")
    panel.get_by_role("button", name="报告错误").click()
    expect(panel.locator(".tools")).to_contain_text("已转给编辑部")
    assert embedded.journal.answers("reported", 1)[0].question == "火星上的地铁什么时候通车"


def test_a_site_that_is_not_named_may_not_show_it(site, page):
    stranger = OtherSite()
    stranger.base = site.url
    page.goto(stranger.url)
    page.get_by_role("button", name="问报纸").click()
    expect(page.locator("wenda-ask iframe")).to_be_visible()
    expect(page.frame_locator("wenda-ask iframe").locator("#question")).to_have_count(0)
    stranger.server.shutdown()
    for path in ("/", "/about"):
        policy = httpx.get(f"{site.url}{path}").headers["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy


def test_other_programs_and_sites_may_not_use_the_panels_door(site):
    url = f"{site.url}/embed/api/ask"
    answer = httpx.post(url, json={"question": "几点"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert httpx.post(url, json={"question": ""}).status_code == 422


def test_a_wrong_name_of_a_site_is_a_clear_error(tmp_path):
    with pytest.raises(ValueError, match="without a path"):
        settings_for(tmp_path / "data", embed_origins="https://news.example/page")


def test_the_colour_cannot_carry_anything_else(site):
    page = httpx.get(f"{site.url}/embed", params={"colour": "red}</style><script>alert(1)</script>"}).text
    assert "alert(1)" not in page


def test_the_example_page_shows_it(site: Site, page):
    page.goto(f"{site.url}/embed/example")
    shown = next(version for version in site.assistant.archive.newest(None) if version.url)
    tag = f'<script src="/embed.js" data-article="{shown.url}" async></script>'
    expect(page.locator("code")).to_have_text(tag)
    expect(page.locator("article")).to_contain_text(shown.text.split("\n")[0])
    page.get_by_role("button", name="问报纸").click()
    expect(page.frame_locator("wenda-ask iframe").locator("#question")).to_be_visible()
