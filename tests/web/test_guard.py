"""Every path under /desk needs the key, and the key appears only in the link."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import closing
from types import SimpleNamespace
from urllib.parse import urljoin

import gradio as gr
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from rag.archive import Archive
from rag.config import Settings
from rag.desk import Desk
from rag.journal import Journal
from web.desk import mount_desk
from web.desk.cookies import SESSION as COOKIE
from web.desk.guard import is_guarded

KEY = "a-key-for-this-test"
HOST = "http://wenda.test"
WRITE = {"Origin": HOST}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("guard") / "data", check_key=KEY)


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[FastAPI]:
    """The checking page, and a residents' page behind it."""
    app = FastAPI()
    with (
        closing(Archive(settings.data_dir)) as archive,
        closing(Journal.open(settings)) as journal,
        closing(Desk.open(settings)) as desk,
    ):
        indexes = SimpleNamespace(outage="")
        mount_desk(
            app, SimpleNamespace(archive=archive, journal=journal, desk=desk, indexes=indexes), settings
        )
        with gr.Blocks(analytics_enabled=False) as residents:
            gr.Markdown("for residents")
        gr.mount_gradio_app(app, residents, path="/")
        yield app


@pytest.fixture
def browser(site: FastAPI) -> TestClient:
    return TestClient(site, base_url=HOST, follow_redirects=False)


@pytest.fixture
def staff(browser: TestClient) -> TestClient:
    browser.get("/desk", params={"key": KEY})
    return browser


# --- who may pass ---


def routes(app: FastAPI, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every path and method of an app, of what is mounted in it, and of routers included in that."""
    inside = [*app.routes]
    while inside:
        route = inside.pop()
        if hasattr(route, "original_router"):
            inside += route.original_router.routes
        elif hasattr(route, "app") and hasattr(route.app, "routes"):
            yield from routes(route.app, prefix + route.path)
        else:
            path = prefix + re.sub(r"\{[^}]*\}", "x", route.path)
            yield from ((method, path) for method in route.methods)


def test_every_route_of_the_page_is_refused_without_the_session(site: FastAPI, browser: TestClient) -> None:
    open_to_all = ("/desk/sign-in", "/desk/provider")
    of_desk = [(method, path) for method, path in routes(site) if path.startswith("/desk")]
    of_desk = [(method, path) for method, path in of_desk if not path.startswith(open_to_all)]
    assert {"/desk/", "/desk/config", "/desk/export.csv", "/desk/gradio_api/queue/join"} <= {
        path for _, path in of_desk
    }
    assert len(of_desk) > 40
    for method, path in of_desk:
        for headers in ({}, WRITE, {"Cookie": f"{COOKIE}=guessed"}, {"X-Forwarded-For": "127.0.0.1"}):
            response = browser.request(method, path, headers=headers)
            assert response.status_code == 403, (method, path)


@pytest.mark.parametrize(
    "path",
    [
        "/desk",
        "/desk/",
        "//desk",
        "//desk//config",
        "/DESK",
        "/Desk/config",
        "/./desk/config",
        "/desk/../desk/config",
        "/x/../desk/config",
        "/%64esk/config",
        "/%2564esk/config",
        "/desk%2Fconfig",
        "/%2Fdesk",
        "/desk/%2e%2e/desk/",
        "\\desk\\config",
        "/desk /config",
    ],
)
def test_no_spelling_of_the_address_bypasses_the_guard(browser: TestClient, path: str) -> None:
    response = browser.send(browser.build_request("GET", HOST + path))
    assert response.status_code == 403 or "desk" not in response.request.url.path
    assert is_guarded(path)
    assert "wenda_desk_name" not in response.text


@pytest.mark.parametrize("path", ["/", "/config", "/checks", "/checkout/", "/a/desk", "/gradio_api/info"])
def test_the_guard_ignores_other_addresses(path: str) -> None:
    assert not is_guarded(path)


def test_the_refusal_says_how_to_get_the_link(browser: TestClient) -> None:
    response = browser.get("/desk/")
    assert response.status_code == 403
    assert "python app.py" in response.text
    assert "check_key" in response.text


def test_a_page_that_lost_its_session_is_told_so_in_json(browser: TestClient) -> None:
    response = browser.post("/desk/gradio_api/queue/join", json={}, headers=WRITE)
    assert response.status_code == 403
    assert "link with the key" in response.json()["detail"]


def test_websockets_are_refused_too(browser: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect("/desk/anything"):
        pass


def test_the_residents_page_needs_no_key_and_knows_nothing_of_the_other(browser: TestClient) -> None:
    response = browser.get("/config")
    assert response.status_code == 200
    for endpoint in ("judge", "open_answer", "open_view", "next_answer", "arrive"):
        assert endpoint not in response.text
    assert "for residents" in response.text


def test_no_endpoint_of_the_page_is_reachable_through_the_residents_page(staff: TestClient) -> None:
    names = {d["api_name"] for d in staff.get("/desk/config").json()["dependencies"] if d["api_name"]}
    assert {"judge", "open_answer"} <= names
    of_residents = staff.get("/config").json()["dependencies"]
    assert not names & {d["api_name"] for d in of_residents if d["api_name"]}


# --- the key and the session ---


def test_the_right_key_opens_a_session_and_leaves_the_address(browser: TestClient) -> None:
    response = browser.get("/desk", params={"key": KEY, "answer": "a1"})
    assert response.status_code == 303
    assert response.headers["location"] == "desk/?answer=a1"
    assert browser.get("/desk/").status_code == 200
    assert browser.get("/desk/config").status_code == 200


def test_the_key_is_removed_from_any_spelling_of_the_address(browser: TestClient) -> None:
    response = browser.get(f"/desk/?answer=a%26b&key={KEY}&x=")
    assert response.headers["location"] == "./?answer=a%26b&x="


def test_the_cookie_is_random_and_kept_from_scripts_and_other_sites(browser: TestClient) -> None:
    first = browser.get("/desk", params={"key": KEY}).headers["set-cookie"]
    second = browser.get("/desk", params={"key": KEY}).headers["set-cookie"]
    assert first != second
    assert KEY not in first
    assert {"HttpOnly", "SameSite=lax", "Path=/desk"} <= set(first.split("; "))
    assert "Secure" not in first


def test_the_key_opens_nothing_but_the_page_itself(browser: TestClient) -> None:
    for path in ("/desk/config", "/desk/export.csv", "/desk/gradio_api/info"):
        assert browser.get(path, params={"key": KEY}).status_code == 403


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/check", "/desk"),
        ("/check/", "/desk/"),
        ("/check?key=a%20b&answer=a1", "/desk?key=a%20b&answer=a1"),
        ("/check/?answer=a1", "/desk/?answer=a1"),
        ("/check/printed/x/page-1.webp", "/desk/printed/x/page-1.webp"),
    ],
)
def test_links_to_the_old_address_lead_to_the_desk(browser: TestClient, old: str, new: str) -> None:
    response = browser.get(old)
    assert response.status_code == 308
    assert urljoin(HOST + old, response.headers["location"]) == HOST + new


# --- what comes from elsewhere, and what is kept elsewhere ---


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.test", "http://wenda.test.evil.test", "http://wenda.test:81", "x"]
)
def test_a_write_from_another_site_is_refused(staff: TestClient, method: str, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    response = staff.request(method, "/desk/gradio_api/queue/join", headers=headers)
    assert response.status_code == 403
    assert "another site" in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": HOST},
        {"Origin": "https://wenda.test", "Host": "wenda.test:443"},
        {"Origin": "https://news.example", "Host": "127.0.0.1:7860", "X-Forwarded-Host": "news.example"},
    ],
)
def test_a_write_from_the_page_itself_passes(staff: TestClient, headers: dict[str, str]) -> None:
    cookie = {"Cookie": f"{COOKIE}={staff.cookies[COOKIE]}"}
    response = staff.post("/desk/gradio_api/queue/join", json={}, headers=headers | cookie)
    assert "another site" not in response.text


def test_nothing_of_the_page_is_cached_framed_or_named_to_other_sites(staff: TestClient) -> None:
    for path in (
        "/desk/",
        "/desk/config",
        "/desk/export.csv",
        f"/desk/?key={KEY}",
        "/desk/?key=no",
        "/desk/sign-in",
    ):
        headers = staff.get(path).headers
        assert headers["cache-control"] == "no-store", path
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"


def test_browsers_keep_the_code_of_the_page_but_no_refusal(staff: TestClient, site: FastAPI) -> None:
    assets = re.findall(r"assets/[\w-]+\.(?:js|css)", staff.get("/desk/").text)
    assert assets
    for asset in assets:
        headers = staff.get(f"/desk/{asset}").headers
        assert headers["cache-control"] == "max-age=31536000, immutable", asset
    stranger = TestClient(site, base_url=HOST)
    assert stranger.get(f"/desk/{assets[0]}").headers["cache-control"] == "no-store"
    assert "immutable" not in staff.get("/desk/assets/none-12345678.js").headers.get("cache-control", "")


def test_the_data_folder_cannot_be_downloaded(staff: TestClient, settings: Settings) -> None:
    for name in ("archive.sqlite3", "journal.sqlite3", "check_key"):
        path = settings.data_dir / name
        path.touch()
        assert staff.get(f"/desk/gradio_api/file={path}").status_code in (403, 404)


def test_opening_the_page_logs_no_key(browser: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)  # the test's own client
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    caplog.set_level(logging.DEBUG)
    browser.get("/desk", params={"key": KEY})
    browser.get("/desk/")
    assert KEY not in caplog.text
