"""How recent an archive is: the last edition of each source, and what `ingest watch` last took in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from newsroom import EXPORT, add, draft, prepared

from rag.archive import (
    FreshnessReader,
    Intake,
    LastEdition,
    Problems,
    Watched,
    WatchedSource,
    last_edition,
)

TODAY = date(2024, 3, 18)
NOW = datetime(2024, 3, 18, 12, tzinfo=UTC)
NOON = datetime(2024, 3, 18, 12)


def editions(archive, *days, source="栖川日报"):
    lines = [prepared(draft(f"{day}", f"{source}于{day}登出。" * 3, date=day)) for day in days]
    Intake(archive).add_lines(EXPORT, source, lines)


def days_ago(*numbers):
    return [TODAY - timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("editions_before", "late"),
    [
        (range(0, 5), False),
        (range(3, 15), False),  # after a weekend
        (range(5, 15), True),
        (range(7, 71, 7), False),  # a weekly
        (range(9, 71, 7), True),
        ((5, 100, 300), True),  # a few exports have no rhythm
        ((5,), True),
    ],
)
def test_an_edition_is_late_when_the_usual_pause_has_passed(archive, editions_before, late):
    editions(archive, *days_ago(*editions_before))
    assert last_edition(archive, TODAY) == LastEdition(days_ago(editions_before[0])[0], late)


def test_undated_withdrawn_and_misread_dates_are_no_edition(archive):
    assert last_edition(archive, TODAY) is None
    add(archive, [draft("undated", "没有日期的通知。" * 3, date=None)])
    editions(archive, *days_ago(-400, 5, 9))
    [withdrawn] = add(archive, [draft("out", "今日撤下的报道。" * 3, date=TODAY)])
    Intake(archive).remove([withdrawn.article_id])
    assert last_edition(archive, TODAY) == LastEdition(days_ago(5)[0], late=True)


def test_each_source_has_its_own_last_edition(archive):
    editions(archive, *days_ago(0, 1, 2), source="栖川日报")
    editions(archive, *days_ago(20, 27), source="白鹭周刊")
    found = FreshnessReader(archive).read(TODAY, NOW).sources
    assert [(one.source, one.articles, one.last) for one in found] == [
        ("栖川日报", 3, LastEdition(TODAY, late=False)),
        ("白鹭周刊", 2, LastEdition(days_ago(20)[0], late=True)),
    ]
    assert all(datetime.now(UTC) - one.taken_in < timedelta(minutes=5) for one in found)


def test_watched_folders_and_addresses_say_what_came_last_and_what_failed(archive):
    watched, feed = Watched(archive), "https://example.org/feed.xml"
    watched.put(WatchedSource("/in", next_at=NOON))
    watched.put(WatchedSource("/in/a.pdf", 5, 99, changed_at=NOON - timedelta(hours=2)))
    watched.put(WatchedSource("/inbox/b.pdf", 5, 99, changed_at=NOON))
    watched.put(WatchedSource(feed, failures=3, next_at=NOON - timedelta(hours=1)))
    Problems(archive).record("/in/a.pdf", {"page 2": "no text"}, "{}")
    Problems(archive).record(feed, {"": "HTTP 404"}, "{}")
    found = FreshnessReader(archive).read(TODAY, NOW)
    folder, address = found.watched
    assert (folder.source, folder.taken_in, folder.overdue) == ("/in", NOW - timedelta(hours=2), False)
    assert [problem.where for problem in folder.problems] == ["page 2"]
    assert (address.source, address.taken_in, address.failures, address.overdue) == (feed, None, 3, True)
    assert [problem.reason for problem in address.problems] == ["HTTP 404"]
    assert len(found.problems) == 2
    assert watched.forget(["/in/a.pdf", feed]) == 1  # a file stays known, or it would be read again
