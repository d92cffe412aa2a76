"""What residents and articles write is text, nobody sees another's, and nothing but the page is served."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from proofs import some_of
from resident_steps import arrive, ask
from served import GARBLED, RESERVOIRS, Site

pytestmark = pytest.mark.web


def test_html_and_script_in_question_and_article_are_shown_as_text(page, site):
    arrive(page, site)
    question = (
        "<script>window.hacked = 2</script><b>政务平台</b>乱码 [1]【1】 $x^2$ **修复**了吗？${alert(1)} {{x}}"
    )
    ask(page, question)
    expect(page.locator(".question")).to_contain_text(question)
    said = page.locator(".said", has_text="window.hacked").first
    expect(said).to_have_text(GARBLED)
    page.locator(".statement", has=said).locator(".cite").first.click()
    expect(page.locator(".panel h2.headline")).to_contain_text("<img src=x onerror='window.hacked = 1'>")
    expect(page.locator(".panel mark")).to_have_text(GARBLED)
    expect(page.locator(".panel .paper-link")).to_have_count(0)
    page.locator(".panel .close").click()
    page.locator(".report").click()
    expect(page.locator(".panel .about")).to_have_text(question)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".question b, .said b, .panel b, .exchange script").count() == 0


def test_an_empty_question_is_not_sent(page, site):
    arrive(page, site)
    page.locator("#question input").fill("   ")
    page.locator("#send").click()
    expect(page.locator("#hint")).to_have_text("请先输入问题。")
    expect(page.locator(".exchange")).to_have_count(0)


def test_a_question_of_10000_characters_is_not_sent_and_can_be_shortened(page, site):
    arrive(page, site)
    box = page.locator("#question input")
    box.fill("桥" * 10_000)
    page.locator("#send").click()
    expect(page.locator("#hint")).to_contain_text("10000 字")
    expect(page.locator(".exchange")).to_have_count(0)
    expect(box).to_have_value("桥" * 10_000)
    ask(page, "白鹭大桥全长多少米？")
    expect(page.locator("#hint")).to_have_text("")


@pytest.mark.proof("residents")
@pytest.mark.slow
def test_residents_at_once_see_only_their_own(visit: Callable[..., Page], site):
    pages = {name: visit(500, 700) for name in some_of(list(RESERVOIRS), every=3)}
    for page in pages.values():
        arrive(page, site)
    for name, page in pages.items():
        page.locator("#question input").fill(f"{name}湾水库总库容多少万立方米？")
    for page in pages.values():
        page.locator("#send").click()
    for name, page in pages.items():
        expect(page.locator(".exchange")).to_have_attribute("data-stage", "done")
        expect(page.locator(".question")).to_contain_text(f"{name}湾水库总库容多少万立方米？")
        expect(page.locator(".said").first).to_contain_text(RESERVOIRS[name])
        kept = json.loads(page.evaluate("sessionStorage.getItem('wenda.conversation')"))
        assert [exchange["question"] for exchange in kept["exchanges"]] == [
            f"{name}湾水库总库容多少万立方米？"
        ]
        page.locator(".cite").first.click()
        expect(page.locator(".panel h2.headline")).to_have_text(f"{name}湾水库完成除险加固")


# --- doors ---


def test_files_uploads_and_gradios_other_endpoints_are_not_served(site):
    data = site.settings.data_dir
    for path in (
        f"/gradio_api/file={data}/archive.sqlite3",
        f"/gradio_api/file={data}/check_key",
        f"/gradio_api/file/{data}/journal.sqlite3",
        "/gradio_api/file=app.py",
        "/gradio_api/proxy=https://example.org/",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/runs",
        "/monitoring",
        "/monitoring/summary",
        "/docs",
        "/openapi.json",
        "/nothing-here",
    ):
        assert status(site, path) == 404, path
    assert status(site, "/static/../../archive.sqlite3") in (403, 404)
    assert status(site, "/gradio_api/upload", {"files": []}) == 404


def test_a_call_of_an_unknown_function_is_not_found(site):
    call = {"data": [], "fn_index": 9999, "session_hash": "tests"}
    assert status(site, "/gradio_api/queue/join", call) == 404
    assert status(site, "/gradio_api/call/nothing", call) == 404
    assert status(site, "/gradio_api/run/nothing", call) == 404


def test_a_malformed_call_breaks_nothing(site):
    for data in ([], [None, None], [{"a": 1}, "x"]):
        call = {"data": data, "fn_index": 0, "session_hash": "tests"}
        assert status(site, "/gradio_api/queue/join", call) in (200, 400, 422)
    assert status(site, "/") == 200


def test_pages_are_served_with_security_headers(site):
    with urllib.request.urlopen(site.url) as response:
        headers = response.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'self'" in headers["Content-Security-Policy"]


def test_browsers_keep_the_code_of_the_page_but_not_the_page(site):
    with urllib.request.urlopen(site.url) as response:
        asset = re.search(r"/assets/[\w-]+\.js", response.read().decode())
        assert response.headers["Cache-Control"] == "private, no-cache"
    with urllib.request.urlopen(site.url + asset.group()) as response:
        assert response.headers["Cache-Control"] == "max-age=31536000, immutable"


def status(site: Site, path: str, body: object = None) -> int:
    """The status that a GET, or with a body a POST, is answered with."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(site.url + path, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
