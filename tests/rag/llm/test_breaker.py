"""After a failure the language model is left alone for a while, then one request tries again."""

from __future__ import annotations

import pytest

from rag.llm import LlmFailed
from rag.llm.breaker import FIRST_PAUSE, LONGEST_PAUSE, CircuitBreaker


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return CircuitBreaker(clock)


def pause(breaker, clock):
    """The seconds until the model may be asked again; the one who asks first is let in."""
    started = clock.now
    while breaker.enter():
        clock.now += 1
    return clock.now - started


def test_the_model_may_be_asked_at_first(breaker):
    assert breaker.enter() is None


def test_each_further_failure_doubles_the_pause(breaker, clock):
    pauses = []
    for _ in range(6):
        breaker.failed(LlmFailed("unreachable"))
        pauses.append(pause(breaker, clock))
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE


def test_the_pause_that_the_provider_asks_for_is_kept(breaker, clock):
    breaker.failed(LlmFailed("rate_limited", retry_after=7))
    assert pause(breaker, clock) == 7


def test_after_a_pause_only_one_request_tries(breaker, clock):
    breaker.failed(failure := LlmFailed("server_error"))
    clock.now += FIRST_PAUSE
    assert breaker.enter() is None
    assert breaker.enter() is failure


def test_its_success_lets_all_in(breaker, clock):
    breaker.failed(LlmFailed("server_error"))
    clock.now += FIRST_PAUSE
    breaker.enter()
    breaker.succeeded()
    assert breaker.enter() is None and breaker.enter() is None


def test_a_try_whose_asker_goes_away_lets_the_next_one_try(breaker, clock):
    breaker.failed(LlmFailed("server_error"))
    clock.now += FIRST_PAUSE
    breaker.enter()
    breaker.left()
    assert breaker.enter() is None


def test_many_requests_that_fail_together_make_one_pause(breaker, clock):
    for _ in range(5):
        breaker.failed(LlmFailed("timeout"))
    assert pause(breaker, clock) == FIRST_PAUSE
