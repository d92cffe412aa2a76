"""The guard of the checking page by itself: the right key opens a session, wrong ones must wait."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from starlette.testclient import TestClient

from web.desk.guard import COOKIE, Guard
from web.desk.sessions import SESSION_SECONDS, TRIES, TRIES_SECONDS

KEY = "a-key-for-this-test"
HOST = "http://wenda.test"


def test_over_https_the_cookie_stays_on_https() -> None:
    assert (
        "Secure"
        in guarded(base_url="https://wenda.test").get("/desk", params={"key": KEY}).headers["set-cookie"]
    )


@pytest.mark.parametrize("wrong", ["", "wrong", KEY[:-1], KEY + "x", KEY.upper(), "钥匙", "\x00", "%FF"])
def test_a_wrong_key_opens_nothing(wrong: str) -> None:
    door = guarded()
    response = door.get("/desk", params={"key": wrong})
    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert door.get("/desk/").status_code == 403


def test_after_many_wrong_keys_even_the_right_one_must_wait() -> None:
    clock = Clock()
    client = guarded(clock)
    for _ in range(TRIES):
        assert client.get("/desk", params={"key": "wrong"}).status_code == 403
    response = client.get("/desk", params={"key": KEY})
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) == TRIES_SECONDS
    clock.now += TRIES_SECONDS
    assert client.get("/desk", params={"key": KEY}).status_code == 303


def test_wrong_keys_of_one_address_do_not_lock_out_another() -> None:
    guard = Guard(nothing_here, key=KEY)
    attacker = TestClient(guard, base_url=HOST, client=("10.0.0.9", 1), follow_redirects=False)
    colleague = TestClient(guard, base_url=HOST, client=("10.0.0.2", 1), follow_redirects=False)
    for _ in range(TRIES + 1):
        attacker.get("/desk", params={"key": "wrong"})
    assert attacker.get("/desk", params={"key": KEY}).status_code == 429
    assert colleague.get("/desk", params={"key": KEY}).status_code == 303


def test_a_session_ends_after_twelve_hours() -> None:
    clock = Clock()
    client = guarded(clock)
    session = client.get("/desk", params={"key": KEY}).cookies[COOKIE]
    cookie = {"Cookie": f"{COOKIE}={session}"}
    clock.now += SESSION_SECONDS - 1
    assert client.get("/desk/", headers=cookie).status_code == 200
    clock.now += 2
    assert client.get("/desk/", headers=cookie).status_code == 403


def test_the_guard_works_below_a_prefix() -> None:
    guard = guarded(root_path="/news")
    assert guard.get("/news/desk/config").status_code == 403
    assert guard.get("/desk/config").status_code == 403
    entered = guard.get("/news/desk", params={"key": KEY})
    assert entered.status_code == 303
    assert "Path=/news/desk" in entered.headers["set-cookie"]
    assert guard.get("/news/desk/config").status_code == 200


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


async def nothing_here(scope, receive, send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"inside"})


def guarded(clock=time.monotonic, **options) -> TestClient:
    """A browser before the guard alone, with nothing but a word behind it."""
    guard = Guard(nothing_here, key=KEY, clock=clock)
    return TestClient(guard, follow_redirects=False, **{"base_url": HOST, **options})
