"""Holidays and the days of the lunar calendar, by the year that the paper gives them."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Lunar, LunarMonth, Solar

from rag.dates.period import DAY, Period, single


@dataclass(frozen=True, slots=True)
class Festival:
    """A day of the year, and the holiday around it.

    Attributes:
        names, english: patterns.
        on: its day in a year; the days before New Year (除夕) are counted to the year that follows.
        holiday: first and last day of the holiday counted from that day, taken for the bare name too; None
            where the bare name is the day, and the holiday joins it to a weekend.
    """

    names: str
    on: Callable[[int], date]
    holiday: tuple[int, int] | None = None
    english: str = ""

    def meant(self, year: int, *, whole: bool, only: bool = False) -> Period:
        """The holiday (`whole`), the day (`only`), or what the bare name means."""
        if whole:
            return self.break_in(year)
        return self.day(year) if only else self.days(year)

    def day(self, year: int) -> Period:
        return single(self.on(year))

    def days(self, year: int) -> Period:
        """What the bare name means."""
        if self.holiday is None:
            return self.day(year)
        return self.break_in(year)

    def break_in(self, year: int) -> Period:
        """Its holiday. By the decree on holidays a day off is joined to the weekend next to it, but not one on
        Wednesday."""
        day = self.on(year)
        first, last = self.holiday or _JOINED[day.weekday()]
        return Period(day + timedelta(days=first), day + timedelta(days=last))


_JOINED = ((-2, 0), (-2, 0), (0, 0), (0, 2), (0, 2), (0, 2), (-1, 1))  # by weekday, from Monday


@lru_cache(maxsize=512)
def lunar_day(year: int, month: int, day: int) -> date:
    """A day of the lunar calendar. Raises ValueError where there is no such day."""
    if not 1 <= day <= LunarMonth.fromYm(year, month).getDayCount():
        raise ValueError(f"lunar month {month} of {year} has no day {day}")
    return _date(Lunar.fromYmd(year, month, day).getSolar())


def lunar_month(year: int, month: int) -> Period:
    first = lunar_day(year, month, 1)
    return Period(first, first + timedelta(days=LunarMonth.fromYm(year, month).getDayCount() - 1))


@lru_cache(maxsize=256)
def solar_term(year: int, name: str) -> date:
    """The day of one of the 24 solar terms."""
    table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
    days = (_date(table[key]) for key in (name, _NEXT_WINTER.get(name)) if key in table)
    return next(day for day in days if day.year == year)


_NEXT_WINTER = {"冬至": "DONG_ZHI"}


def _date(solar: Solar) -> date:
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _lunar(month: int, day: int) -> Callable[[int], date]:
    return lambda year: lunar_day(year, month, day)


def _last_month(day: int) -> Callable[[int], date]:
    return lambda year: lunar_day(year - 1, 12, day)


def _term(name: str) -> Callable[[int], date]:
    return lambda year: solar_term(year, name)


def _sunday(month: int, which: int) -> Callable[[int], date]:
    def on(year: int) -> date:
        sundays = [week[calendar.SUNDAY] for week in calendar.monthcalendar(year, month)]
        return date(year, month, [day for day in sundays if day][which - 1])

    return on


_NO_NAME = r"(?![路街巷村广大小中学幼电厂桥队期年月日号个点级班、\d〇零一二三四五六七八九十])"
_NUMERAL_BEFORE = r"(?<![\d〇零一二三四五六七八九十第])"
_TERMS = "立春 惊蛰 春分 谷雨 立夏 芒种 夏至 立秋 处暑 白露 秋分 寒露 霜降 立冬 冬至".split()


def _short(name: str) -> str:
    """The date alone as a name: `五一`, but not `五一路`."""
    return rf"{_NUMERAL_BEFORE}{name}{_NO_NAME}"


FESTIVALS = (
    Festival(
        "春节",
        _lunar(1, 1),
        (-1, 6),
        english="spring festival|chinese new year(?!'s eve)|lunar new year(?!'s eve)",
    ),
    Festival(
        rf"国庆(?!路|街|村)节?|{_NUMERAL_BEFORE}[“\"‘]十一[”\"’]|十一(?=(?:小?长假|假期|黄金周|国庆))",
        _fixed(10, 1),
        (0, 6),
        english="national day",
    ),
    Festival(
        rf"五一(?:国际)?劳动节|{_NUMERAL_BEFORE}[“\"‘]五一[”\"’]|{_short('五一')}|五一(?=小长假)|(?:国际)?劳动节",
        _fixed(5, 1),
        (0, 4),
        english="labou?r day|may day",
    ),
    Festival("春运", _lunar(1, 1), (-15, 24)),  # 40 days
    Festival("元旦节?", _fixed(1, 1), english="new year's day"),
    Festival(
        "清明(?!上河|路|山|村)节?",
        lambda y: solar_term(y, "清明"),
        english="qingming festival|tomb.sweeping day",
    ),
    Festival("端午节?", _lunar(5, 5), english="dragon boat festival"),
    Festival("中秋节?", _lunar(8, 15), english="mid-autumn festival"),
    Festival("元宵节|元宵(?=晚会|灯会|佳节|期间|当)", _lunar(1, 15), english="lantern festival"),
    Festival("七夕节?", _lunar(7, 7)),
    Festival("中元节", _lunar(7, 15)),
    Festival("重阳节?", _lunar(9, 9)),
    Festival("腊八节?(?![粥蒜])", _last_month(8)),
    Festival("(?<!最)小年夜?(?![轻纪龄])", _last_month(24)),
    Festival(
        "除夕夜?|大?年三十",
        lambda y: lunar_day(y, 1, 1) - DAY,
        english="(?:chinese|lunar) new year's eve",
    ),
    Festival("三八(?:国际)?(?:劳动)?妇女节|(?:国际)?(?:劳动)?妇女节", _fixed(3, 8)),
    Festival("植树节", _fixed(3, 12)),
    Festival("五四青年节|青年节", _fixed(5, 4)),
    Festival("母亲节", _sunday(5, 2), english="mother's day"),
    Festival("父亲节", _sunday(6, 3), english="father's day"),
    Festival(
        rf"六一(?:国际)?儿童节|(?:国际)?儿童节|{_short('六一')}", _fixed(6, 1), english="children's day"
    ),
    Festival(rf"七一建党节|建党节|{_short('七一')}", _fixed(7, 1)),
    Festival(rf"八一建军节|建军节|{_short('八一')}", _fixed(8, 1)),
    Festival("教师节", _fixed(9, 10), english="teachers' day"),
    Festival("双(?:十一|11)(?!\\d)", _fixed(11, 11)),
    Festival("双(?:十二|12)(?!\\d)", _fixed(12, 12)),
    Festival("平安夜", _fixed(12, 24), english="christmas eve"),
    Festival("圣诞节?(?![树老])", _fixed(12, 25), english="christmas(?! eve)(?: day)?"),
    *(Festival(name, _term(name)) for name in _TERMS),
)
