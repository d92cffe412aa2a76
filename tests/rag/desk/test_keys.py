"""Keys of other programs: shown once, kept as a hash, revoked at once; made, listed and revoked at the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from typer.testing import CliRunner

from rag.__main__ import app
from rag.config import Settings
from rag.desk import COMMAND_LINE, DESK_FILE, Audit, Desk, Keys
from rag.schema.quota import Quota


class Clock:
    now = datetime(2024, 11, 10, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(settings: Settings, clock: Clock) -> Iterator[Desk]:
    with closing(Desk.open(settings, clock=clock)) as desk:
        yield desk


@pytest.fixture
def keys(desk: Desk) -> Keys:
    return Keys(desk)


def test_a_key_is_found_with_its_scopes_and_its_quota(keys):
    key = keys.add("radio", frozenset({"ask", "search"}), Quota(minute=5), by=COMMAND_LINE)
    found = keys.find(key)
    assert (found.name, found.scopes, found.quota) == ("radio", {"ask", "search"}, Quota(minute=5))


def test_the_database_has_no_key_that_could_be_used(keys, settings):
    key = keys.add("radio", frozenset({"ask"}), by=COMMAND_LINE)
    files = b"".join(path.read_bytes() for path in settings.data_dir.glob(f"{DESK_FILE}*"))
    assert b"radio" in files and key.removeprefix("wenda-").encode() not in files


@pytest.mark.parametrize("given", ["", "wenda-", "radio", "\ud800", "x" * 10_000])
def test_what_is_no_key_is_not_found(keys, given):
    keys.add("radio", frozenset({"ask"}), by=COMMAND_LINE)
    assert keys.find(given) is None


def test_a_revoked_key_is_not_found_and_its_name_is_free_again(keys):
    old = keys.add("radio", frozenset({"ask"}), by=COMMAND_LINE)
    with pytest.raises(Keys.NameTaken, match="revoke it first"):
        keys.add("radio", frozenset({"ask"}), by=COMMAND_LINE)
    keys.revoke("radio", by=COMMAND_LINE)
    new = keys.add("radio", frozenset({"search"}), by=COMMAND_LINE)
    assert keys.find(old) is None and keys.find(new).scopes == {"search"}
    assert [key.revoked_at is None for key in keys.all()] == [True, False]


def test_only_a_key_that_counts_can_be_revoked(keys):
    with pytest.raises(Keys.NotFound, match="keys list"):
        keys.revoke("radio", by=COMMAND_LINE)


def test_the_last_day_of_use_is_noted(keys, clock):
    key = keys.add("radio", frozenset({"ask"}), by=COMMAND_LINE)
    assert keys.all()[0].used_on is None
    keys.find(key)
    clock.now += timedelta(days=3)
    assert keys.all()[0].used_on == date(2024, 11, 10)
    keys.find(key)
    assert keys.all()[0].used_on == date(2024, 11, 13)


def test_the_audit_trail_tells_who_made_and_revoked_a_key(keys, desk):
    key = keys.add("radio", frozenset({"ask", "report"}), by=COMMAND_LINE)
    keys.revoke("radio", by=COMMAND_LINE)
    revoked, made = Audit(desk).entries(10)
    assert (made.action, made.subject, made.details) == ("key_added", "radio", {"scopes": "ask report"})
    assert (revoked.action, revoked.subject, revoked.person) == ("key_revoked", "radio", COMMAND_LINE.name)
    assert key not in repr((made, revoked))


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("WENDA_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: str):
        return CliRunner().invoke(app, ["keys", *arguments])

    return run


def test_at_the_command_line_a_key_is_made_shown_once_listed_and_revoked(run, tmp_path):
    key = run("add", "radio", "--scope", "ask", "--limit", "5 a minute").stdout.strip()
    with closing(Desk(tmp_path / "data")) as desk:
        assert Keys(desk).find(key).quota == Quota(minute=5)
    [listed] = json.loads(run("list", "--json").stdout)
    assert (listed["name"], listed["scopes"], listed["quota"]) == ("radio", ["ask"], "5 a minute")
    assert key not in run("list").stdout and "radio" in run("list").stdout
    assert run("revoke", "radio").exit_code == 0
    assert "revoked" in run("list").stdout


@pytest.mark.parametrize(
    "arguments", [("add", "radio", "--scope", "everything"), ("add", " "), ("add", "radio", "--limit", "5")]
)
def test_a_key_that_cannot_be_made_is_refused_with_a_reason(run, arguments):
    refused = run(*arguments)
    assert refused.exit_code == 1 and str(refused.exception)
    assert json.loads(run("list", "--json").stdout) == []
