"""The fixed texts of both pages, and how days are told."""

from __future__ import annotations

from datetime import date, datetime
from string import Formatter
from typing import get_args

import pytest
from markupsafe import Markup

from rag.archive import Coverage, LastEdition
from rag.desk import Action
from web.dates import how_long_ago, period_words
from web.desk.audit_wording import TEXTS as AUDIT
from web.desk.board_wording import TEXTS as BOARD
from web.desk.staff_wording import TEXTS as STAFF
from web.desk.wording import TEXTS as DESK
from web.embed.wording import TEXTS as EMBED
from web.public.wording import TEXTS as PUBLIC
from web.residents.wording import TEXTS as RESIDENTS
from web.residents.wording import coverage_line, late_line
from web.wording import ON_BOTH_PAGES, Wording

TODAY = date(2024, 11, 10)
IN_TIME = LastEdition(date(2024, 11, 8), late=False)
LATE = LastEdition(date(2024, 11, 5), late=True)


@pytest.mark.parametrize(
    "texts",
    [ON_BOTH_PAGES, RESIDENTS, DESK, STAFF, AUDIT, BOARD, PUBLIC, EMBED],
    ids=["both", "residents", "desk", "staff", "audit", "board", "public", "embed"],
)
def test_both_languages_fill_in_the_same_values(texts):
    def values(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for key, (chinese, english) in texts.items():
        assert chinese.strip() and english.strip(), key
        assert values(chinese) == values(english), key


def test_everything_that_staff_can_do_has_a_name_in_the_audit_trail():
    assert {f"did_{action}" for action in get_args(Action)} <= AUDIT.keys()


def test_a_text_with_html_values_escapes_itself_but_not_the_values():
    words = Wording("zh", {"by": ("<署名>：{byline}", "<By> {byline}")})
    assert words.with_html("by", byline=Markup("<mark>李</mark>")) == "&lt;署名&gt;：<mark>李</mark>"


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        ("2024-11-10", "今天", "today"),
        ("2024-11-09", "昨天", "yesterday"),
        ("2024-10-11", "30天前", "30 days ago"),
        ("2024-10-10", "1个月前", "1 month ago"),
        ("2023-11-11", "11个月前", "11 months ago"),
        ("2023-11-10", "1年前", "1 year ago"),
        ("2020-02-29", "4年前", "4 years ago"),
        ("2024-11-11", "", ""),
    ],
)
def test_how_long_ago_is_written_in_days_months_or_years(day, zh, en):
    assert how_long_ago("zh", date.fromisoformat(day), TODAY) == zh
    assert how_long_ago("en", date.fromisoformat(day), TODAY) == en


def test_coverage_line_shows_count_last_edition_and_update_in_local_time():
    coverage = Coverage(articles=50, newest=date(2024, 11, 8), updated_at=datetime(2024, 11, 8, 22, 5))
    words = Wording("zh", RESIDENTS)

    def line(last, coverage=coverage):
        return coverage_line(words, coverage, last, "Asia/Shanghai")

    assert line(IN_TIME) == "收录 50 篇，最新 2024-11-08，更新于 2024-11-09 06:05"
    assert line(LATE) == "收录 50 篇，更新于 2024-11-09 06:05"
    assert line(None) == "收录 50 篇，更新于 2024-11-09 06:05"
    assert line(None, Coverage(0, None, None)) == "还没有收录报道"


def test_the_page_says_how_old_the_last_edition_is_only_when_the_next_is_late():
    zh, en = Wording("zh", RESIDENTS), Wording("en", RESIDENTS)
    assert late_line(zh, LATE, TODAY) == "本站收录到 2024年11月5日，最新一期已是5天前"
    assert late_line(en, LATE, TODAY) == "The last edition in here is of 5 November 2024, 5 days ago"
    assert late_line(zh, IN_TIME, TODAY) == late_line(zh, None, TODAY) == ""


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2024-03-14", "2024年3月14日", "14 March 2024"),
        ("2024-03-01/2024-03-31", "2024年3月", "March 2024"),
        ("2023-01-01/2023-12-31", "2023年", "2023"),
        ("2022-01-01/2023-12-31", "2022年—2023年", "2022 – 2023"),
        ("2024-03-14/2024-03-15", "2024年3月14日—15日", "14 March 2024 – 15 March 2024"),
        ("2023-11-01/2024-02-29", "2023年11月—2024年2月", "November 2023 – February 2024"),
        ("2024-03-01/", "2024年3月起", "since March 2024"),
        ("2024-03-05/", "2024年3月5日起", "since 5 March 2024"),
        ("2024-03-01/2024-11-10", "2024年3月起", "since March 2024"),
        ("/2024-04-30", "2024年5月以前", "before May 2024"),
        ("/2023-12-31", "2024年以前", "before 2024"),
        ("/2024-05-14", "2024年5月14日及以前", "up to 14 May 2024"),
        ("2024-11-10", "2024年11月10日", "10 November 2024"),
    ],
)
def test_a_period_reads_as_people_say_it(period, zh, en):
    assert period_words("zh", period, TODAY) == zh
    assert period_words("en", period, TODAY) == en
