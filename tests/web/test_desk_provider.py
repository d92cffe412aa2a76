"""Signing in with the newsroom's OpenID provider: a real flow against a provider on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from openid_provider import CLIENT, SECRET, Provider
from served import serving

from rag.config import Settings
from rag.desk import COMMAND_LINE, Audit, Desk, Users
from web.desk.cookies import SESSION
from web.desk.guard import Guard
from web.desk.oidc import add_provider
from web.desk.sign_in_page import add_sign_in


@dataclass
class Newsroom:
    url: str
    desk: Desk
    provider: Provider

    def sign_in(self, **claims: object) -> httpx.Client:
        """A browser that has gone to the provider and come back."""
        self.provider.claims = {"sub": "17", **claims}
        browser = httpx.Client(base_url=self.url, follow_redirects=False)
        response = browser.get("/desk/provider")
        while response.status_code in (302, 303) and "sign-in" not in str(response.next_request.url):
            response = browser.send(response.next_request)
        browser.came_to = str(response.next_request.url) if response.next_request else str(response.url)
        return browser

    def is_in(self, browser: httpx.Client) -> bool:
        return bool(browser.cookies.get(SESSION)) and browser.get("/desk/config").status_code != 403


@pytest.fixture
def newsroom(tmp_path) -> Iterator[Newsroom]:
    provider = Provider()
    with serving(provider.app()) as address:
        settings = Settings(
            _env_file=None,
            data_dir=tmp_path,
            oidc_issuer=address,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_role_claim="roles",
        )
        app = FastAPI()
        with closing(Desk.open(settings)) as desk:
            users = Users(desk)
            users.add("王主任", "admin", None, by=COMMAND_LINE)
            users.add("李敏", "checker", None, email="li.min@paper.example", by=COMMAND_LINE)
            app.add_middleware(Guard, key="unused", desk=desk)
            add_sign_in(app, desk, settings)
            add_provider(app, desk, settings)
            with serving(app) as url:
                yield Newsroom(url, desk, provider)


def test_the_providers_user_is_signed_in(newsroom):
    assert newsroom.is_in(newsroom.sign_in(preferred_username="李敏"))
    assert newsroom.is_in(newsroom.sign_in(preferred_username="renamed since"))
    assert Audit(newsroom.desk).entries(1)[0].details == {"how": "provider"}


def test_a_verified_address_tells_who_it_is_and_the_claim_gives_the_role(newsroom):
    claims = {"email": "Li.Min@paper.example", "email_verified": True, "roles": ["editor"]}
    assert newsroom.is_in(newsroom.sign_in(**claims))
    assert Users(newsroom.desk).get("李敏").role == "editor"


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "nobody"},
        {"email": "li.min@paper.example"},
        {"email": "li.min@paper.example", "email_verified": "false"},
        {"preferred_username": "李敏", "aud": "another program"},
        {"preferred_username": "李敏", "iss": "https://evil.test"},
        {"preferred_username": "李敏", "exp": 1},
        {"preferred_username": "李敏", "nonce": "of another flow"},
    ],
)
def test_whoever_the_provider_has_not_proved_to_be_a_user_here_stays_outside(newsroom, claims):
    browser = newsroom.sign_in(**claims)
    assert browser.came_to.endswith("/desk/sign-in?problem=provider")
    assert not newsroom.is_in(browser)
    assert "did not sign in" in browser.get(browser.came_to, headers={"Accept-Language": "en"}).text
    assert len(Users(newsroom.desk).all()) == 2


def test_a_token_that_the_provider_has_not_signed_opens_nothing(newsroom):
    newsroom.provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert not newsroom.is_in(newsroom.sign_in(preferred_username="李敏"))


def test_a_code_that_another_browser_has_fetched_opens_nothing(newsroom):
    newsroom.provider.claims = {"sub": "17", "preferred_username": "李敏"}
    attacker = httpx.Client(base_url=newsroom.url, follow_redirects=False)
    at_provider = attacker.send(attacker.get("/desk/provider").next_request)
    callback = at_provider.headers["location"]
    victim = httpx.Client(base_url=newsroom.url, follow_redirects=False)
    assert victim.get(callback).headers["location"].endswith("problem=provider")
    assert victim.cookies.get(SESSION) is None


def test_a_provider_that_is_away_is_told_on_the_sign_in_page(tmp_path):
    settings = Settings(_env_file=None, data_dir=tmp_path, oidc_issuer="http://127.0.0.1:9")
    app = FastAPI()
    with closing(Desk.open(settings)) as desk:
        app.add_middleware(Guard, key="unused", desk=desk)
        add_sign_in(app, desk, settings)
        add_provider(app, desk, settings)
        with serving(app) as url:
            response = httpx.get(f"{url}/desk/provider")
            assert response.headers["location"] == "./sign-in?problem=provider"
