"""An embargoed article is stored, and used by nothing before its moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from newsroom import add, draft, held, open_indexes, story, texts, vector, wait_until

from rag.archive import Calendar, Catalogue, Copies, Corrections, Embargoes, Intake
from rag.dates import Period

NOW = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)
UNTIL = datetime(2026, 5, 5, 22, 0, tzinfo=UTC)


def test_nothing_uses_it_before_its_moment_and_everything_after(archive):
    text = "3月20日起栖江大桥限行。" * 3
    report = draft("1", text, headline="栖江大桥限行")
    [first] = add(archive, [report])
    before, updated = archive.coverage(), archive.coverage().updated_at
    correction = draft(
        "2", "本报3月18日《栖江大桥限行》一文有误，应为3月21日起。", headline="更正", date=date(2024, 3, 19)
    )
    secret, copy = add(archive, [correction, draft("3", text, headline="大桥限行")], until=UNTIL)
    assert archive.state(secret.article_id)[0] == "embargoed"
    assert (archive.coverage(), archive.coverage().updated_at) == (before, updated)
    assert archive.passages_of(secret.article_id) == []
    assert [v.article_id for v in archive.newest(10)] == [first.article_id]
    assert [e.article_id for e in Catalogue(archive).articles()] == [first.article_id]
    assert Copies(archive).same_story(first.article_id) == []
    assert Corrections(archive).find(archive.version(first.article_id)) == []
    march_21 = Period(date(2024, 3, 21), date(2024, 3, 21))
    assert not len(Calendar(archive).mentioning(march_21).passage_ids())

    embargoes = Embargoes(archive)
    assert embargoes.release(UNTIL - timedelta(seconds=1)) == 0
    assert [one.until for one in embargoes.waiting()] == [UNTIL, UNTIL]
    assert embargoes.release(UNTIL) == 2
    assert embargoes.waiting() == []
    assert archive.coverage().articles == 3
    assert [v.article_id for v in Copies(archive).same_story(first.article_id)] == [copy.article_id]
    assert Corrections(archive).find(archive.version(first.article_id))
    assert len(Calendar(archive).mentioning(march_21).passage_ids())


@pytest.mark.parametrize("moved", [UNTIL + timedelta(days=1), UNTIL - timedelta(hours=1)])
def test_adding_it_again_keeps_or_moves_the_moment_or_lifts_it(archive, moved):
    add(archive, [story(1)], until=UNTIL)
    [outcome] = add(archive, [story(1)], until=moved)
    assert outcome.action == "embargoed"
    assert Embargoes(archive).until(outcome.article_id) == moved
    assert [o.action for o in add(archive, [story(1)], until=moved)] == ["skipped"]
    assert [o.action for o in add(archive, [story(1)])] == ["skipped"]
    assert [o.action for o in add(archive, [story(1)], again=True)] == ["released"]
    assert len(held(archive)) == 3


def test_a_live_article_can_be_put_under_embargo_and_its_new_version_too(archive):
    add(archive, [story(1)])
    assert [o.action for o in add(archive, [story(1, edition=2)], until=UNTIL)] == ["embargoed"]
    assert held(archive) == set()
    Embargoes(archive).release(UNTIL)
    assert {place[2] for place in held(archive)} == {2}


def test_a_removed_article_is_not_released(archive):
    [outcome] = add(archive, [story(1)], until=UNTIL)
    Intake(archive).remove([outcome.article_id])
    assert Embargoes(archive).release(UNTIL) == 0
    assert [o.action for o in add(archive, [story(1)], until=UNTIL)] == ["kept_withdrawn"]


def test_the_running_app_releases_and_indexes_it_by_itself(archive, settings):
    clock = [NOW]
    add(archive, [story(2)])
    indexes = open_indexes(settings, archive, clock=lambda: clock[0])
    indexes.sync()
    add(archive, [story(1)], until=UNTIL)
    indexes.follow(interval=0.05)
    question = vector("第1号站点今日启用。")
    assert "第1号站点今日启用。" not in texts(archive, indexes.dense(question, 10))
    clock[0] = UNTIL
    wait_until(lambda: "第1号站点今日启用。" in texts(archive, indexes.dense(question, 1)))
    wait_until(lambda: indexes.pending_count == 0)
    indexes.close()


def test_residents_see_no_page_with_an_article_that_may_not_be_shown(archive):
    add(archive, [story(1), story(2)])
    sha256 = archive.newest(1)[0].source_sha256
    pages = Catalogue(archive)
    assert pages.may_show_pages(sha256)
    add(archive, [story(2)], until=UNTIL)
    assert not pages.may_show_pages(sha256)
    add(archive, [story(2)], again=True)
    assert pages.may_show_pages(sha256)
    add(archive, [story(1)], quote_only=True)
    assert not pages.may_show_pages(sha256)


def test_residents_see_no_page_with_an_earlier_version_of_a_removed_article(archive):
    add(archive, [story(1), story(2)])
    sha256 = archive.newest(1)[0].source_sha256
    [corrected] = add(archive, [story(1, edition=2)])
    pages = Catalogue(archive)
    assert pages.may_show_pages(sha256)
    Intake(archive).remove([corrected.article_id])
    assert not pages.may_show_pages(sha256)
