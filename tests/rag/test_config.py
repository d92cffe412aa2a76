"""Invalid settings are refused when they are loaded, with a message that says what to do."""

from __future__ import annotations

import sys
import zoneinfo

import pytest

from rag.config import Settings, SettingsInvalid


@pytest.fixture(autouse=True)
def _without_env_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    "name", ["Mars/Olympus", "", "Asia", "../../etc/passwd", "/etc/passwd", "上海", "A" * 300]
)
def test_a_time_zone_that_is_none_is_refused(name, monkeypatch):
    monkeypatch.setenv("WENDA_TIMEZONE", name)
    with pytest.raises(
        SettingsInvalid, match=r"^WENDA_TIMEZONE: .* is not a time zone; write it like Asia/Shanghai"
    ):
        Settings.load()


@pytest.fixture
def _no_time_zones(monkeypatch):
    for name in ["tzdata", *(name for name in sys.modules if name.startswith("tzdata."))]:
        monkeypatch.setitem(sys.modules, name, None)
    zoneinfo.reset_tzpath(to=[])
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath()


@pytest.mark.usefixtures("_no_time_zones")
def test_a_machine_without_time_zones_is_told_to_install_them():
    with pytest.raises(SettingsInvalid, match="pip install tzdata"):
        Settings.load()


def test_a_known_time_zone_is_taken(monkeypatch):
    monkeypatch.setenv("WENDA_TIMEZONE", "America/New_York")
    assert Settings.load().timezone == "America/New_York"


@pytest.mark.parametrize("setting", ["WENDA_JOURNAL_DAYS", "WENDA_AUDIT_DAYS"])
def test_what_is_kept_is_kept_a_day_at_least(setting, monkeypatch):
    monkeypatch.setenv(setting, "0")
    with pytest.raises(SettingsInvalid, match=f"^{setting}: .* greater than or equal to 1"):
        Settings.load()


def test_an_env_file_that_is_not_utf_8_is_said_to_be_so(tmp_path):
    (tmp_path / ".env").write_bytes("WENDA_PAPER=栖江日报".encode("gb18030"))
    with pytest.raises(SettingsInvalid, match="not UTF-8"):
        Settings.load()
