"""A desk of the test's own, on both engines, and its clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from answers_given import Clock
from argon2 import PasswordHasher

from rag.config import Settings
from rag.desk import COMMAND_LINE, Desk, Users, passwords

ADMIN, CHECKER = "王主任", "李敏"
PASSWORD = "correct-horse-1"


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as everywhere else, but with little memory and time."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=16, parallelism=1))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(either_settings: Settings, clock: Clock) -> Iterator[Desk]:
    with closing(Desk.open(either_settings, clock=clock)) as opened:
        yield opened


@pytest.fixture
def users(desk: Desk) -> Users:
    """An admin and a checker."""
    made = Users(desk)
    made.add(ADMIN, "admin", PASSWORD, by=COMMAND_LINE)
    made.add(CHECKER, "checker", PASSWORD, email="li.min@paper.example", by=COMMAND_LINE)
    return made
