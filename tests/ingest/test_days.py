"""The date of an article is read as systems, feeds and databases write it, and what could be two days is refused."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.readers.options import calendar_day

NIGHT = 1773855000  # 2026-03-18T17:30:00Z, which is the 19th in Shanghai


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-19",
        "2026-03-18T17:30:00Z",
        "2026-03-18T17:30:00.000+0000",
        "2026-03-18 17:30:00 UTC",
        "2026-03-19 01:30:00 +0800",
        "2026年3月19日 星期四",
        "2026 年 3 月 19 日",
        "２０２６年３月１９日",
        "二〇二六年三月十九日",
        "Thu, 19 Mar 2026 08:00:00",
        "Wed, 18 Mar 2026 17:30:00 GMT",
        "Wed, 18 Mar 2026 17:30:00 +0000",
        "18 Mar 2026 13:30:00 EDT",
        "Wed Mar 18 17:30:00 +0000 2026",
        "Thu Mar 19 01:30:00 2026",
        "March 19, 2026",
        "Mar. 19 2026",
        "Thursday, March 19th, 2026, 9:30 a.m.",
        "March 18, 2026 5:30 PM UTC",
        "19 March 2026",
        "19-Mar-2026",
        "Thu, 19 Mar 26 08:30:00 +0800",
        "Wed, 18 Mar 2026 18:30:00 CET",
        "Wed, 18 Mar 2026 17:30:00 +0000 (UTC)",
        "Wed Mar 18 2026 17:30:00 GMT+0000 (Coordinated Universal Time)",
        "Thu Mar 19 23:30:00 CST 2026",
        "2026-03-18 17:30:00 +0000 UTC",
        "周四, 19 三月 2026 08:30:00 +0800",
        "2026年03月19日08:30",
        "民國115年3月19日",
        "民國一一五年三月十九日",
        "发布时间：2026-03-19 08:30",
        "2026-Mar-19",
        "3/19/2026 5:30:00 PM",
        "19.03.2026",
        "\u200e2026\u200e-03-19",
        "/Date(1773855000000+0800)/",
        "20260319",
        "20260319083000",
        20260319,
        NIGHT,
        float(NIGHT),
        str(NIGHT),
        NIGHT * 1000,
        f"{NIGHT}000",
        NIGHT + 0.25,
    ],
)
def test_a_moment_becomes_the_day_where_the_paper_is(written: str | float) -> None:
    assert calendar_day(written, "Asia/Shanghai") == date(2026, 3, 19)


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2026",
        "2026-03",
        "2026",
        2026,
        True,
        float("nan"),
        float("inf"),
        -1,
        "20261332",
        "31 February 2026",
        "32 Mar 2026",
        "二〇二六年二月三十日",
        "9" * 19,
        "9" * 5000,
        "",
        "Spring 2026",
        "18 Mar 2026 25:61:00 GMT",
        "0000-00-00 00:00:00",
    ],
)
def test_what_is_no_day_or_could_be_two_is_refused(written: str | float) -> None:
    with pytest.raises(ValueError):
        calendar_day(written, "Asia/Shanghai")
