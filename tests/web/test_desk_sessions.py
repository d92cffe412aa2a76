"""The guard of the desk by itself, while there are no users: the right key opens a session, wrong ones must wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from rag.config import Settings
from rag.desk import ADDRESS_TRIES, SESSION_SECONDS, TRIES_SECONDS, Desk, Person, Users
from web.desk.cookies import SESSION as COOKIE
from web.desk.guard import Guard

KEY = "a-key-for-this-test"
HOST = "http://wenda.test"


@dataclass
class Clock:
    now: datetime = datetime(2024, 11, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(either_settings: Settings, clock: Clock) -> Iterator[Desk]:
    with closing(Desk.open(either_settings, clock=clock)) as opened:
        yield opened


@pytest.fixture
def guarded(desk: Desk) -> Callable[..., TestClient]:
    """Makes a browser before a guard alone, with nothing but a word behind it: each is another process of the app."""

    def browser(**options: object) -> TestClient:
        guard = Guard(nothing_here, key=KEY, desk=desk)
        return TestClient(guard, follow_redirects=False, **{"base_url": HOST, **options})

    return browser


async def nothing_here(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


def test_over_https_the_cookie_stays_on_https_and_on_this_host(guarded) -> None:
    browser = guarded(base_url="https://wenda.test")
    cookie = browser.get("/desk", params={"key": KEY}).headers["set-cookie"]
    assert cookie.startswith(f"__Host-{COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert browser.get("/desk/").status_code == 200


@pytest.mark.parametrize("wrong", ["", "wrong", KEY[:-1], KEY + "x", KEY.upper(), "钥匙", "\x00", "%FF"])
def test_a_wrong_key_opens_nothing(guarded, wrong: str) -> None:
    door = guarded()
    response = door.get("/desk", params={"key": wrong})
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert door.get("/desk/").status_code == 403


def test_after_many_wrong_keys_even_the_right_one_must_wait(guarded, clock) -> None:
    for _ in range(ADDRESS_TRIES):
        assert guarded().get("/desk", params={"key": "wrong"}).status_code == 403
    clock.pass_by(60)
    response = guarded().get("/desk", params={"key": KEY})
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) == TRIES_SECONDS - 60
    clock.pass_by(TRIES_SECONDS - 60)
    assert guarded().get("/desk", params={"key": KEY}).status_code == 303


def test_wrong_keys_of_one_address_do_not_lock_out_another(guarded) -> None:
    attacker, colleague = guarded(client=("10.0.0.9", 1)), guarded(client=("10.0.0.2", 1))
    for _ in range(ADDRESS_TRIES + 1):
        attacker.get("/desk", params={"key": "wrong"})
    assert attacker.get("/desk", params={"key": KEY}).status_code == 429
    assert colleague.get("/desk", params={"key": KEY}).status_code == 303


def test_one_network_of_ipv6_counts_as_one_address(guarded) -> None:
    for number in range(ADDRESS_TRIES):
        guarded(client=(f"2001:db8::{number:x}", 1)).get("/desk", params={"key": "wrong"})
    assert guarded(client=("2001:db8::ffff", 1)).get("/desk", params={"key": KEY}).status_code == 429
    assert guarded(client=("2001:db8:1::1", 1)).get("/desk", params={"key": KEY}).status_code == 303


def test_a_session_ends_after_twelve_hours_in_every_process(guarded, clock) -> None:
    session = guarded().get("/desk", params={"key": KEY}).cookies[COOKIE]
    cookie = {"Cookie": f"{COOKIE}={session}"}
    clock.pass_by(SESSION_SECONDS - 1)
    assert guarded().get("/desk/", headers=cookie).status_code == 200
    clock.pass_by(2)
    assert guarded().get("/desk/", headers=cookie).status_code == 403


def test_from_the_first_user_on_the_key_opens_nothing_and_its_sessions_have_ended(guarded, desk) -> None:
    browser = guarded()
    browser.get("/desk", params={"key": KEY})
    assert browser.get("/desk/").status_code == 200
    Users(desk).add("李敏", "admin", None, by=Person("", "admin"))
    assert browser.get("/desk/").headers["location"] == "sign-in"
    for key in (KEY, "wrong"):
        refused = browser.get("/desk", params={"key": key})
        assert refused.headers["location"] == "desk/sign-in?problem=key"
        assert "set-cookie" not in refused.headers


def test_who_is_not_signed_in_is_led_to_the_sign_in_page_and_back(guarded, desk) -> None:
    Users(desk).add("李敏", "admin", None, by=Person("", "admin"))
    browser = guarded()
    assert browser.get("/desk?answer=a1").headers["location"] == "desk/sign-in?next=%3Fanswer%3Da1"
    assert browser.get("/desk/people").headers["location"] == "sign-in?next=people"
    assert browser.get("/desk/config").status_code == 403
    assert browser.post("/desk/people", headers={"Origin": HOST}).status_code == 403


def test_the_guard_works_below_a_prefix(guarded) -> None:
    guard = guarded(root_path="/news")
    assert guard.get("/news/desk/config").status_code == 403
    assert guard.get("/desk/config").status_code == 403
    entered = guard.get("/news/desk", params={"key": KEY})
    assert entered.status_code == 303
    assert "Path=/news/desk" in entered.headers["set-cookie"]
    assert guard.get("/news/desk/config").status_code == 200
