"""Forged names of the server, addresses that lead elsewhere, and tabs without end."""

from __future__ import annotations

import httpx
import pytest
from api.test_access import site_of
from served import Site
from starlette.routing import Mount

from web import desk
from web import site as residents

EVIL = "evil.test"
FORGED = [
    {"Host": EVIL},
    {"X-Forwarded-Host": EVIL},
    {"X-Forwarded-Host": f"{EVIL}, 127.0.0.1"},
    {"X-Gradio-Server": f"http://{EVIL}"},
]
PLACES = [
    "/",
    "/config",
    "/about",
    "/corrections",
    "/a/none",
    "/embed",
    "/embed/example",
    "/embed.js",
    "/desk",
]
PLACES += [
    "/desk/sign-in",
    "/check",
    "/check/x",
    "/api/v1/docs",
    "/api/v1/openapi.json",
    "/v1/models",
    "/mcp",
]
PLACES += [f"{path}/" for path in PLACES if path != "/"]
PLACES += ["/gradio_api/startup-events/", "/gradio_api/queue/data/", "/static/", f"//{EVIL}/", f"/a//{EVIL}/"]


def test_a_forged_name_of_the_server_is_in_no_page_link_or_redirect(site: Site):
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        for path in PLACES:
            for forged in FORGED:
                response = client.get(f"{site.url}{path}", headers=forged)
                told = response.text.replace(path, "") + response.headers.get("Location", "")
                if forged.get("Host") and path in ("/", "/config"):
                    assert response.headers["Cache-Control"] == "private, no-cache"
                else:
                    assert EVIL not in told, (path, forged)


def test_where_the_names_are_known_others_are_refused(tmp_path):
    with site_of(tmp_path, hostnames="News.example") as client:
        for path in ("/", "/about", "/desk", "/api/v1/docs", "/embed.js"):
            assert client.get(path, headers={"Host": EVIL}).status_code == 421
        for host in ("news.example", "NEWS.example:443", "localhost:7860", "192.0.2.7", "[::1]:7860"):
            assert client.get("/embed.js", headers={"Host": host}).status_code == 200, host
        for host in (EVIL, "news.example.evil.test", "", "[x", "evil.test:80@news.example:x"):
            assert client.get("/embed.js", headers={"Host": host}).status_code == 421, host
        assert client.get("/healthz", headers={"Host": EVIL}).status_code == 200
        behind_proxy = {"Host": "127.0.0.1:7860", "X-Forwarded-Host": "news.example"}
        assert '"root":"http://news.example"' in client.get("/", headers=behind_proxy).text


@pytest.mark.parametrize("up", ["../", "..%2f", "%2e%2e/", "..%252f", "..\\", "....//"])
def test_no_path_leads_out_of_a_folder(site: Site, up):
    secret = (site.settings.data_dir / "check_key").resolve()
    secret.touch()
    outside = [up * 12 + str(secret).lstrip("/"), up + "check_key", str(secret), f"file://{secret}"]
    with httpx.Client(base_url=site.url, trust_env=False) as client:
        for folder in (
            "/a",
            "/printed",
            f"/printed/{'0' * 64}",
            "/static",
            "/assets",
            "/api/v1/articles",
            "/embed",
        ):
            for path in outside:
                response = client.send(client.build_request("GET", f"{folder}/{path}"))
                assert response.status_code in (401, 403, 404, 405), (folder, path)


def test_of_tabs_that_come_and_go_only_the_last_ones_are_kept(site: Site):
    holders = {
        route.path: route.app.state_holder
        for route in site.app.routes
        if isinstance(route, Mount) and hasattr(route.app, "state_holder")
    }
    assert {path: holder.capacity for path, holder in holders.items()} == {
        "": residents.TABS_KEPT,
        desk.DESK_PATH: desk.TABS_KEPT,
    }
    with httpx.Client(base_url=site.url, timeout=60, trust_env=False) as client:
        for n in range(residents.TABS_KEPT + 20):
            call = {
                "data": [{"exchanges": [], "html": "x" * 1000}],
                "fn_index": 0,
                "session_hash": f"tab {n}",
            }
            client.post("/gradio_api/queue/join", json=call).raise_for_status()
    assert len(holders[""].session_data) <= residents.TABS_KEPT
    assert len(holders[""].time_last_used) <= residents.TABS_KEPT
