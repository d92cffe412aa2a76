"""The key of the checking page: where it comes from, and that no log names it."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from rag.config import Settings
from web.desk import desk_link
from web.desk.key import check_key, remove_queries_from_logs

KEY = "a-key-for-this-test"


def test_without_a_key_in_the_settings_one_is_created_once_readable_by_the_owner_only(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path / "new")
    key = check_key(settings)
    kept = settings.data_dir / "check_key"
    assert len(key) >= 32
    assert check_key(settings) == key == kept.read_text().strip()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in settings.data_dir.iterdir()] == ["check_key"]
    assert check_key(Settings(_env_file=None, data_dir=tmp_path / "other")) != key


def test_a_stored_key_that_others_can_read_is_made_private(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    key = check_key(settings)
    (tmp_path / "check_key").chmod(0o644)
    assert check_key(settings) == key
    assert (tmp_path / "check_key").stat().st_mode & 0o777 == 0o600


def test_an_empty_stored_key_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "check_key").write_text("\n")
    assert len(check_key(Settings(_env_file=None, data_dir=tmp_path))) >= 32


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]"), ("pc7", "pc7")],
)
def test_the_link_is_one_that_a_browser_can_open(tmp_path: Path, host: str, shown: str) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path, host=host, port=7861, check_key="a b&c/?")
    assert desk_link(settings) == f"http://{shown}:7861/desk?key=a%20b%26c%2F%3F"


def test_the_key_is_never_in_the_servers_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove_queries_from_logs()
    remove_queries_from_logs()
    log = logging.getLogger("uvicorn.access")
    assert len(log.filters) == 1
    monkeypatch.setattr(log, "propagate", True)  # a server that another test started may have silenced it
    caplog.set_level(logging.INFO, "uvicorn.access")
    for address in (
        f"/desk?key={KEY}",
        f"/desk/?answer=a1&key={KEY}",
        f"/desk?%6Bey={KEY}",
        f"//desk?key={KEY}",
    ):
        log.info('%s - "%s %s HTTP/%s" %d', "127.0.0.1:5000", "GET", address, "1.1", 303)
    logging.getLogger("uvicorn.error").warning(f"no answer to http://wenda.test/desk?key={KEY}")
    assert {record.name for record in caplog.records} == {"uvicorn.access", "uvicorn.error"}
    assert KEY not in caplog.text
    assert '127.0.0.1:5000 - "GET /desk?… HTTP/1.1" 303' in caplog.text
