"""Passages are found by the days that they mention and by the day on which they were printed."""

from __future__ import annotations

from datetime import date

import pytest
from newsroom import add, draft
from sqlalchemy import text

from rag.archive import Archive, Calendar, Intake
from rag.dates import Period

JUNE_12 = Period(date(2023, 6, 12), date(2023, 6, 12))
JUNE_2023 = Period(date(2023, 6, 1), date(2023, 6, 30))


def texts(archive, found):
    return [passage.text for passage in archive.passages(found.passage_ids().tolist())]


def test_a_passage_is_found_by_the_day_it_speaks_of_and_by_the_day_it_was_printed(archive):
    add(archive, [draft("1", "明天北街停水。请储水。", date=date(2023, 6, 11)), draft("2", "去年的事。")])
    calendar = Calendar(archive)
    assert texts(archive, calendar.mentioning(JUNE_12)) == ["明天北街停水。"]
    assert texts(archive, calendar.printed_in(JUNE_12)) == []
    assert texts(archive, calendar.printed_in(JUNE_2023)) == ["明天北街停水。", "请储水。"]


def test_relative_words_count_from_the_articles_own_day(archive):
    (outcome,) = add(archive, [draft("1", "去年5月通车。今年没有。", date=date(2022, 2, 1))])
    dated = Calendar(archive).days_by_passage(outcome.article_id, 1)
    assert [[str(period) for period in passage.days] for passage in dated] == [
        ["2021-05-01/2021-05-31"],
        ["2022-01-01/2022-12-31"],
    ]


def test_an_undated_article_speaks_of_days_that_name_their_year(archive):
    (outcome,) = add(archive, [draft("1", "昨日开会。2023年6月12日停水。", date=None)])
    dated = Calendar(archive).days_by_passage(outcome.article_id, 1)
    assert [passage.days for passage in dated] == [(), (JUNE_12,)]


def test_a_much_longer_range_speaks_of_no_single_day_in_it(archive):
    add(archive, [draft("1", "2023年全年共停水3次。")])
    calendar = Calendar(archive)
    assert not len(calendar.mentioning(JUNE_12).passage_ids())
    assert len(calendar.mentioning(Period(date(2023, 1, 1), date(2023, 12, 31))).passage_ids())


@pytest.mark.parametrize("asked", [date(2024, 3, 1), date(2024, 4, 10), date(2024, 5, 31)])
def test_a_range_named_from_day_to_day_speaks_of_each_day_in_it(archive, asked):
    add(archive, [draft("1", "因施工，3月1日8时至5月31日18时东街封路。", date=date(2024, 2, 26))])
    calendar = Calendar(archive)
    assert texts(archive, calendar.mentioning(Period(asked, asked)))
    assert not len(calendar.mentioning(Period(date(2024, 6, 1), date(2024, 6, 1))).passage_ids())


@pytest.mark.parametrize(
    "vague", ["全年封路。", "2024年封路。", "2021年至2025年规划封路。", "3月至5月封路。", "上半年封路。"]
)
def test_a_range_of_whole_months_or_years_speaks_of_no_single_day_in_it(archive, vague):
    add(archive, [draft("1", vague, date=date(2024, 2, 26))])
    april_10 = Period(date(2024, 4, 10), date(2024, 4, 10))
    assert not len(Calendar(archive).mentioning(april_10).passage_ids())
    assert not len(Calendar(archive).open_ended_on(april_10).passage_ids())


def test_what_holds_from_a_day_on_goes_on_for_a_year_at_most(archive):
    add(archive, [draft("1", "3月1日起东街封路。", date=date(2024, 2, 26))])
    calendar = Calendar(archive)
    [later, before, much_later] = (
        Period(day, day) for day in (date(2024, 4, 10), date(2024, 2, 29), date(2025, 4, 10))
    )
    assert texts(archive, calendar.open_ended_on(later)) == ["3月1日起东街封路。"]
    assert not len(calendar.mentioning(later).passage_ids())
    assert not len(calendar.open_ended_on(before).passage_ids())
    assert not len(calendar.open_ended_on(much_later).passage_ids())


def test_a_passage_knows_its_terms(archive):
    (outcome,) = add(archive, [draft("1", "2024年3月1日起封路。3月4日至4月2日停水。", date=date(2024, 2, 1))])
    calendar = Calendar(archive)
    dated = calendar.days_by_passage(outcome.article_id, 1)
    assert [[str(days) for days in passage.days] for passage in dated] == [
        ["2024-03-01", "2024-03-01/.."],
        ["2024-03-04/2024-04-02"],
    ]
    assert calendar.refresh() == 0


def test_a_replaced_or_withdrawn_article_is_not_found_by_day(archive):
    calendar = Calendar(archive)
    _, second = add(archive, [draft("1", "2023年6月12日停水。"), draft("2", "2023年6月12日停电。")])
    assert len(calendar.mentioning(JUNE_12).passage_ids()) == 2
    add(archive, [draft("1", "2023年6月13日停水。")])
    Intake(archive).remove([second.article_id])
    assert texts(archive, calendar.mentioning(JUNE_2023)) == ["2023年6月13日停水。"]


def test_an_archive_from_before_the_days_were_noted_gets_them_by_a_refresh(settings, archive):
    add(archive, [draft("1", "2023年6月12日停水。"), draft("2", "没有日子。")])
    with archive.engine.begin() as connection:
        connection.execute(text("DELETE FROM passage_days"))
    archive.close()
    older = Archive.open(settings)
    calendar = Calendar(older)
    assert not len(calendar.mentioning(JUNE_12).passage_ids())
    assert calendar.refresh() == 1
    assert texts(older, calendar.mentioning(JUNE_12)) == ["2023年6月12日停水。"]
    assert calendar.refresh() == 0
    older.close()
