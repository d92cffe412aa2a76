"""`python -m ingest add --until` and `--quote-only`: what the commands say of articles that may not be shown (yet)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from printed import articles

from ingest.readers.options import moment
from rag.archive import Embargoes

LATER = "2999-05-06T06:00"


def test_an_embargo_is_told_by_list_show_and_status(wenda, files):
    code, out, _ = wenda("add", files / "export.jsonl", "--until", LATER)
    assert "not used before 2999-05-06 06:00" in out
    assert (code, articles(wenda)) == (3, {})  # the export has a bad line
    assert "2 added" in out
    rows = json.loads(wenda("list", "--embargoed", "--json")[1])
    assert [row["until"] for row in rows] == [f"{LATER}:00+08:00"] * 2
    article_id = next(row["article_id"] for row in rows if row["headline"])
    assert f"{article_id}  until 2999-05-06 06:00  白鹭大桥通车" in wenda("list", "--embargoed")[1]
    assert "not used before 2999-05-06 06:00" in wenda("show", article_id)[1]
    shown = json.loads(wenda("show", article_id, "--json")[1])
    assert (shown["state"], shown["embargo_until"]) == ("embargoed", f"{LATER}:00+08:00")
    status = json.loads(wenda("status", "--json")[1])
    assert (status["articles"], status["embargoed"], status["next_release"]) == (0, 2, f"{LATER}:00+08:00")


def test_it_is_moved_and_lifted_by_adding_again(wenda, files):
    wenda("add", files / "export.jsonl", "--until", LATER)
    assert "2 with a new embargo" in wenda("add", files / "export.jsonl", "--until", "2999-01-01")[1]
    assert "2 already in the archive" in wenda("add", files / "export.jsonl")[1]
    assert "2 released from an embargo" in wenda("add", files / "export.jsonl", "--again")[1]
    assert "白鹭大桥通车" in articles(wenda)


def test_any_command_releases_what_is_due(wenda, files, archive):
    wenda("add", files / "export.jsonl", "--until", LATER)
    for one in Embargoes(archive).waiting():
        assert one.until == datetime(2999, 5, 5, 22, tzinfo=UTC)
    with archive.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE articles SET embargo_until = '2020-01-01 00:00:00.000000'")
    assert "白鹭大桥通车" in articles(wenda)


def test_an_embargo_that_has_passed_is_none(wenda, files):
    wenda("add", files / "export.jsonl", "--until", "2020-01-01T06:00")
    assert "白鹭大桥通车" in articles(wenda)


def test_a_moment_that_cannot_be_read_is_refused(wenda, files):
    code, _, err = wenda("add", files / "export.jsonl", "--until", "tomorrow")
    assert code == 2 and "--until" in err and "no moment" in err


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-05-06T06:00", (2026, 5, 5, 22, 0)),
        ("2026-05-06 06:00", (2026, 5, 5, 22, 0)),
        ("2026-05-06", (2026, 5, 5, 16, 0)),
        ("2026-05-06T06:00Z", (2026, 5, 6, 6, 0)),
        ("2026-05-06T06:00+01:00", (2026, 5, 6, 5, 0)),
    ],
)
def test_a_moment_is_in_the_time_zone_of_the_settings_unless_it_names_one(text, meant):
    assert moment(text, "Asia/Shanghai") == datetime(*meant, tzinfo=UTC)


def test_quote_only_is_told_by_show(wenda, files):
    wenda("add", files / "export.jsonl", "--quote-only")
    article_id = articles(wenda)["白鹭大桥通车"]["article_id"]
    assert json.loads(wenda("show", article_id, "--json")[1])["quote_only"] is True
    assert "quote only: residents see quotations" in wenda("show", article_id)[1]
