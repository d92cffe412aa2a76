"""Lines of the audit trail are deleted when they are older than WENDA_AUDIT_DAYS."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from rag.desk import Audit, Desk, Person

ADMIN = Person("王主任", "admin")


@pytest.fixture
def kept_ten_days(either_settings):
    return either_settings.model_copy(update={"audit_days": 10})


def subjects(audit):
    return [entry.subject for entry in audit.entries(10)]


def test_old_lines_go_and_newer_ones_stay(kept_ten_days, clock):
    with closing(Desk.open(kept_ten_days, clock=clock)) as desk:
        audit = Audit(desk)
        audit.record(ADMIN, "verdict", "old")
        clock.now += timedelta(days=1)
        audit.record(ADMIN, "verdict", "newer")
        clock.now += timedelta(days=9, seconds=1)
        assert Audit(desk).prune() == 1
        assert subjects(audit) == ["newer"]


def test_the_first_line_of_a_day_deletes_them(kept_ten_days, clock):
    with closing(Desk.open(kept_ten_days, clock=clock)) as desk:
        audit = Audit(desk)
        audit.record(ADMIN, "verdict", "old")
        clock.now += timedelta(days=11)
        audit.record(ADMIN, "verdict", "newer")
        assert subjects(audit) == ["newer"]


def test_a_command_deletes_nothing_whatever_is_set_in_its_shell(kept_ten_days, clock):
    with closing(Desk.open(kept_ten_days, clock=clock)) as desk:
        Audit(desk).record(ADMIN, "verdict", "old")
    with closing(Desk.open_for_command(kept_ten_days)) as desk:
        assert Audit(desk).prune() == 0
        assert subjects(Audit(desk)) == ["old"]
