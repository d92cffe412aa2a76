"""Fixtures: running sites, and a real Chromium browser."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from threading import Event as Signal
from urllib.parse import urlsplit

import pytest
from browser_contexts import PATIENCE_MS, BrowserContexts
from desk_site import DeskSite, open_desk_site
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from served import ARTICLES, ROOT, Site, ingest, serve, settings_for
from staffed_site import StaffedSite, open_staffed_site

from rag.schema import Event, Request

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the articles above and a page of the sample paper."""
    folder = tmp_path_factory.mktemp("site")
    export = folder / "corpus.jsonl"
    lines = (json.dumps(article, ensure_ascii=False) for article in ARTICLES)
    export.write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest(folder / "data", export, ROOT / "ingest/sample/pages/2023-03-20-04.txt")
    with serve(settings_for(folder / "data")) as running:
        yield running


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that has no articles yet, and no name or contact set."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    with serve(settings_for(folder, paper="", city="", contact="")) as running:
        yield running


@pytest.fixture(scope="session")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffedSite]:
    """A site with users, rulings and decisions, where every text is hostile. No test changes what is on it."""
    with open_staffed_site(tmp_path_factory.mktemp("staffed")) as opened:
        yield opened


@pytest.fixture(scope="session")
def running_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    with open_desk_site(tmp_path_factory.mktemp("desk") / "data") as opened:
        yield opened


@pytest.fixture
def desk_site(running_desk: DeskSite) -> DeskSite:
    """A checking page over two articles and an empty journal."""
    running_desk.clear()
    return running_desk


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        message = f"{CHROMIUM} is missing: `apt install chromium`"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    with sync_playwright() as playwright:
        arguments = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
        ]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        expect.set_options(timeout=PATIENCE_MS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def contexts(chromium: Browser) -> BrowserContexts:
    return BrowserContexts(chromium)


@pytest.fixture
def visit(contexts: BrowserContexts) -> Iterator[Callable[..., Page]]:
    """Opens pages, each for a resident of its own. No script may fail and no request leave the machine."""
    lent: list[tuple[BrowserContext, dict[str, object]]] = []
    requested: set[str] = set()
    failed: list[str] = []

    def visit(width: int = 1280, height: int = 800, **options: object) -> Page:
        given = {"locale": "zh-CN", **options}
        context = contexts.lend(**given)
        lent.append((context, given))
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("request", lambda request: requested.add(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        return page

    yield visit
    origins = {"{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in requested if url.startswith("http")}
    for context, given in lent:
        contexts.take_back(context, origins, **given)
    assert not [url for url in requested if _leaves(url)], "requests left the machine"
    assert not failed, "scripts failed"


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """A desktop browser."""
    return visit()


@pytest.fixture
def phone(visit: Callable[..., Page]) -> Page:
    """A phone's browser."""
    return visit(390, 844, is_mobile=True, has_touch=True)


@pytest.fixture
def refreshed_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the pages of sites that are opened from now on look for news every second."""
    for page in ("web.residents.page", "web.desk.page"):
        monkeypatch.setattr(f"{page}.REFRESH_SECONDS", 1)


@pytest.fixture
def held_before(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Signal]]:
    """Makes answers wait before their first event of a kind, until the returned signal is set."""
    chain, go_on = site.assistant.chain, Signal()
    stream = chain.stream

    def hold(kind: str) -> Signal:
        def held(request: Request) -> Iterator[Event]:
            for event in stream(request):
                if event.kind == kind:
                    go_on.wait()
                yield event

        monkeypatch.setattr(chain, "stream", held)
        return go_on

    yield hold
    go_on.set()


def _leaves(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1"
