"""The line for answers: fair to all who wait; everybody knows the place; who stops or goes leaves it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from threading import Event as Signal
from typing import Any

import pytest

from rag.limits import Asker, LineFull, Place, Stopped, WaitingLine, line
from rag.schema import Event, Understood, WendaError

FOUND = Event(kind="found")
UNDERSTOOD = Event(kind="understood", understood=Understood(question="桥多长？"))
PATIENCE_SECONDS = 10


@pytest.fixture(autouse=True)
def _places_are_told_at_once(monkeypatch):
    monkeypatch.setattr(line, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(line, "UPDATES_PER_SECOND", 1000)


def played(test: Coroutine[Any, Any, None]) -> None:
    """Run a test on an event loop; in a thread of its own, because the browser's tests have one in this."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asyncio.wait_for(test, PATIENCE_SECONDS)).result()


class Answering:
    """Answers that end when they are told to, and the order in which they were begun."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self._go_on: dict[str, Signal] = {}

    def of(self, name: str) -> Callable[[], Generator[Event]]:
        self._go_on[name] = Signal()

        def stream() -> Generator[Event]:
            self.begun.append(name)
            yield UNDERSTOOD
            assert self._go_on[name].wait(PATIENCE_SECONDS)
            yield FOUND

        return stream

    def end(self, *names: str) -> None:
        for name in names:
            self._go_on[name].set()


class Resident:
    """Asks in a browser tab of the same name, and notes what is told."""

    def __init__(
        self,
        running: WaitingLine,
        name: str,
        stream: Callable[[], Generator[Event]],
        asker: Asker | None = None,
    ) -> None:
        self.places: list[int] = []
        self.events: list[Event] = []
        self.task = asyncio.create_task(self._ask(running, asker or Asker("page", session=name), stream))

    async def _ask(self, running: WaitingLine, asker: Asker, stream: Callable[[], Generator[Event]]) -> None:
        async with aclosing(running.events(asker, stream)) as steps:
            async for step in steps:
                if isinstance(step, Place):
                    self.places.append(step.before)
                else:
                    self.events.extend(step)


async def until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        await asyncio.sleep(0.005)


def residents(running: WaitingLine, answering: Answering, names: str) -> list[Resident]:
    return [Resident(running, name, answering.of(name)) for name in names]


def test_residents_are_answered_in_the_order_in_which_they_asked_and_told_their_places():
    async def test() -> None:
        running, answering = WaitingLine(at_once=2), Answering()
        asked = residents(running, answering, "abcde")
        await until(lambda: len(answering.begun) == 2 and bool(asked[4].places))
        assert [one.places for one in asked] == [[0], [0], [2], [3], [4]]
        for name in "abcde":
            answering.end(name)
            await asked["abcde".index(name)].task
            await asyncio.sleep(0.05)
        assert answering.begun == list("abcde")
        assert [one.places for one in asked] == [[0], [0], [2, 0], [3, 2, 0], [4, 3, 2, 0]]
        assert all(one.events == [UNDERSTOOD, FOUND] for one in asked)
        assert not running.is_busy

    played(test())


def test_who_stops_waiting_leaves_the_line_and_the_others_move_up():
    async def test() -> None:
        running, answering = WaitingLine(at_once=1), Answering()
        first, second, third = residents(running, answering, "abc")
        await until(lambda: third.places == [2])
        running.stop("b")
        with pytest.raises(Stopped):
            await second.task
        await until(lambda: third.places == [2, 1])
        answering.end("a", "c")
        await asyncio.gather(first.task, third.task)
        assert answering.begun == ["a", "c"]

    played(test())


def test_who_goes_away_leaves_the_line_and_an_answer_that_was_not_begun_never_is():
    async def test() -> None:
        running, answering = WaitingLine(at_once=1), Answering()
        first = Resident(running, "a", answering.of("a"))
        await until(lambda: answering.begun == ["a"])
        async with aclosing(running.events(Asker("page", session="b"), answering.of("b"))) as steps:
            assert await anext(steps) == Place(1)
        answering.end("a")
        await first.task
        async with aclosing(running.events(Asker("page", session="c"), answering.of("c"))) as steps:
            assert await anext(steps) == Place(0)
        assert not running.is_busy
        assert answering.begun == ["a"]

    played(test())


def test_when_the_line_is_full_the_next_one_is_refused_until_somebody_leaves():
    async def test() -> None:
        running, answering = WaitingLine(at_once=1, longest_line=2), Answering()
        asked = residents(running, answering, "abc")
        await until(lambda: bool(asked[2].places))
        with pytest.raises(LineFull):
            await Resident(running, "d", answering.of("d")).task
        answering.end(*"abc")
        await asyncio.gather(*(one.task for one in asked))
        later = Resident(running, "d", answering.of("d"))
        answering.end("d")
        await later.task
        assert later.events == [UNDERSTOOD, FOUND]

    played(test())


def test_an_answer_that_fails_fails_for_its_resident_only():
    def fails() -> Generator[Event]:
        yield UNDERSTOOD
        raise WendaError("no disk")

    async def test() -> None:
        running, answering = WaitingLine(at_once=1), Answering()
        failing, waiting = Resident(running, "a", fails), Resident(running, "b", answering.of("b"))
        answering.end("b")
        with pytest.raises(WendaError, match="no disk"):
            await failing.task
        await waiting.task
        assert failing.events == [UNDERSTOOD]
        assert waiting.events == [UNDERSTOOD, FOUND]

    played(test())


def test_one_who_asks_much_waits_with_most_of_it_until_the_others_have_had_their_turn():
    greedy = Asker("rest", key="greedy")

    async def test() -> None:
        running, answering = WaitingLine(at_once=1), Answering()
        many = [Resident(running, name, answering.of(name), greedy) for name in "123456"]
        await until(lambda: bool(many[5].places))
        others = residents(running, answering, "abc")
        await until(lambda: bool(others[2].places))
        assert [one.places[-1] for one in others] == [1, 2, 3]
        answering.end(*"123456abc")
        await asyncio.gather(*(one.task for one in many + others))
        assert answering.begun == list("1abc23456")

    played(test())


def test_who_asks_again_after_an_answer_is_not_behind_those_who_came_later():
    async def test() -> None:
        running, answering = WaitingLine(at_once=1), Answering()
        first = Resident(running, "a", answering.of("a"))
        await until(lambda: answering.begun == ["a"])
        second = Resident(running, "b", answering.of("b"))
        await until(lambda: bool(second.places))
        answering.end("a")
        await first.task
        again = Resident(running, "a", answering.of("a again"))
        third = Resident(running, "c", answering.of("c"))
        await until(lambda: bool(third.places))
        answering.end("b", "a again", "c")
        await asyncio.gather(second.task, again.task, third.task)
        assert answering.begun == ["a", "b", "a again", "c"]

    played(test())


def test_two_hundred_can_wait_without_a_thread_each():
    async def test() -> None:
        running, answering = WaitingLine(at_once=1), Answering()
        asked = [Resident(running, str(n), answering.of(str(n))) for n in range(200)]
        await until(lambda: all(one.places for one in asked))
        assert len(answering.begun) == 1
        answering.end(*map(str, range(200)))
        await asyncio.gather(*(one.task for one in asked))
        assert answering.begun == [str(n) for n in range(200)]

    played(test())
