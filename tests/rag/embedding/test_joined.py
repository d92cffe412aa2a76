"""Calls from several threads that are computed together."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from rag.embedding.joined import JoinedCalls


class Doubling:
    """Doubles numbers, and remembers which ones together. The first time it waits for `go_on`."""

    def __init__(self) -> None:
        self.together: list[list[int]] = []
        self.begun, self.go_on = Event(), Event()

    def __call__(self, numbers: list[int]) -> list[int]:
        self.together.append(numbers)
        self.begun.set()
        assert self.go_on.wait(10)
        if 13 in numbers:
            raise ValueError("13")
        return [2 * number for number in numbers]


@pytest.fixture
def doubling():
    return Doubling()


@pytest.fixture
def double(doubling):
    with ThreadPoolExecutor(1) as thread:
        yield JoinedCalls(doubling, thread, most=4)


def ask_while_busy(double, doubling, calls):
    """The futures of calls that all wait while another one is computed."""
    askers = ThreadPoolExecutor(len(calls) + 1)
    busy = askers.submit(double, [0])
    assert doubling.begun.wait(10)
    asked = []
    for items in calls:
        waiting = len(double._waiting)
        asked.append(askers.submit(double, items))
        while len(double._waiting) == waiting:
            pass
    doubling.go_on.set()
    assert busy.result(10) == [0]
    askers.shutdown()
    return asked


def test_calls_that_wait_are_computed_together_up_to_the_limit(double, doubling):
    asked = ask_while_busy(double, doubling, [[1, 2], [3], [4], [5, 6, 7, 8, 9], [10]])
    assert [future.result(10) for future in asked] == [[2, 4], [6], [8], [10, 12, 14, 16, 18], [20]]
    assert doubling.together == [[0], [1, 2, 3, 4], [5, 6, 7, 8, 9], [10]]


def test_an_error_reaches_everyone_it_concerns_and_nobody_else(double, doubling):
    *failed, answered = ask_while_busy(double, doubling, [[1, 13], [2], [3, 4]])
    for future in failed:
        with pytest.raises(ValueError, match="13"):
            future.result(10)
    assert answered.result(10) == [6, 8]
    assert double([5]) == [10]


def test_the_program_ends_while_somebody_waits():
    program = (
        "import threading, time; from concurrent.futures import ThreadPoolExecutor\n"
        "from rag.embedding.joined import JoinedCalls\n"
        "double = JoinedCalls(lambda items: time.sleep(.2) or items, ThreadPoolExecutor(1), most=1)\n"
        "[threading.Thread(target=double, args=([n],), daemon=True).start() for n in range(3)]"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=30, check=False).returncode == 0
