"""The limits on the head of a request, tried on real connections."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from served import serving

from web.server import LARGEST_HEAD, LimitedProtocol

SECONDS_FOR_HEAD = 0.5


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    monkeypatch.setattr(LimitedProtocol, "seconds_for_head", SECONDS_FOR_HEAD)
    site = FastAPI()
    site.get("/")(lambda: PlainTextResponse("here"))
    with serving(site) as url:
        parts = httpx.URL(url)
        yield parts.host, parts.port


def seconds_until_closed(connection: socket.socket, sending: bytes = b"x") -> float:
    """Send a little of a header now and then, until the server has closed the connection."""
    started = time.monotonic()
    connection.settimeout(0.05)
    while time.monotonic() < started + 10:
        try:
            connection.send(sending)
            if not connection.recv(1):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - started


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: paper\r\nX-Slow: "])
def test_a_head_that_does_not_arrive_is_given_up(address, begun):
    with socket.create_connection(address) as connection:
        connection.sendall(begun)
        assert SECONDS_FOR_HEAD * 0.9 < seconds_until_closed(connection, begun[-1:]) < 5


def test_the_second_request_of_a_connection_must_arrive_too(address):
    with socket.create_connection(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: paper\r\n\r\n")
        answer = b""
        while not answer.endswith(b"here"):
            answer += connection.recv(1000)
        connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        assert seconds_until_closed(connection) < 5


def test_many_that_send_nothing_keep_nobody_out_and_are_gone_after_a_moment(address):
    waiting = [socket.create_connection(address) for _ in range(200)]
    try:
        assert httpx.get("http://{}:{}".format(*address), trust_env=False).text == "here"
        assert max(seconds_until_closed(connection, b"") for connection in waiting) < 5
    finally:
        for connection in waiting:
            connection.close()


def test_a_head_without_end_is_not_stored(address):
    with socket.create_connection(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: paper\r\n")
        sent = 0
        with pytest.raises(OSError):
            while sent < 64 * LARGEST_HEAD:
                sent += connection.send(b"X-Long: " + b"x" * 8192 + b"\r\n")


def test_a_slow_answer_is_waited_for(address, monkeypatch):
    """The limit is on the head alone."""
    with httpx.Client(base_url="http://{}:{}".format(*address), trust_env=False) as browser:
        assert browser.get("/", headers={"X-Long": "x" * (LARGEST_HEAD // 2)}).text == "here"
        time.sleep(2 * SECONDS_FOR_HEAD)  # an idle connection is uvicorn's own matter
        assert browser.get("/").text == "here"
