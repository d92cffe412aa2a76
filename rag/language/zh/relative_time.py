"""Chinese time rules that are relative to the day of writing: `昨日`, `上周五`, `近三年`, `日前`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rag.dates.period import Period, month, months_from, same_day, single_day, week_of, year
from rag.dates.rules import Context, Groups, Read, Rule, Sense, asked_weekend
from rag.language.zh.time_words import DAY_IN, LONE, TO_WHICH, WEEK, offset
from rag.text.numerals import AMOUNT, number

DAY_WORDS = {
    "大前天": (-3, -3), "前天": (-2, -2), "前日": (-2, -2), "前晚": (-2, -2), "昨天": (-1, -1), "昨日": (-1, -1),
    "昨晚": (-1, -1), "昨夜": (-1, -1), "昨晨": (-1, -1), "昨今": (-1, 0), "今天": (0, 0), "今日": (0, 0),
    "今晚": (0, 0), "今夜": (0, 0), "今早": (0, 0), "今晨": (0, 0), "今起": (0, 0), "即日起": (0, 0), "今明": (0, 1),
    "明天": (1, 1), "明日": (1, 1), "明早": (1, 1), "明晚": (1, 1), "明晨": (1, 1), "明起": (1, 1), "明后": (1, 2),
    "后天": (2, 2), "后日": (2, 2), "大后天": (3, 3),
}  # fmt: skip
WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
HALF_MONTH, ABOUT = 15, 3  # days; 半个月前 means some days around that day
DAYS_AGO, MONTH_AGO = 7, 30  # days back that 近日 and 最近 mean


def durations() -> Iterator[Rule]:
    """Numbers of days, weeks, months or years: `近三年`, `未来三天`, `三天前`, `三年来`."""
    unit = r"(?P<unit>天|日|周|个?星期|个?月|年|个?季度)"
    near = r"(?<!附)(?:最近|近)"
    lasting = r"(?<![历耗用费]时)(?<!长达)(?<!持续)(?<!为期)(?<!将)"  # 近 in 历时近三年 means nearly
    since = r"(?:以来|来|间|里|内)?"
    yield Rule(
        rf"(?:{lasting}{near}|过去|之前)的?这?(?P<n>{AMOUNT}|半)多?{unit}(?!级|前|后){since}",
        _until_today,
        Sense.WORD,
    )
    yield Rule(
        rf"{near}这?(?:(?P<unit>[年日月周])|几个?(?P<unit>[年天日月周]))(?!级|前|后){since}",
        _past_few,
        Sense.VAGUE,
    )
    yield Rule(rf"(?:未来|今后|接下来|往后)的?(?P<n>{AMOUNT}|半){unit}(?!级){since}", _from_today, Sense.WORD)
    yield Rule(rf"{LONE}(?P<n>{AMOUNT}){unit}以?来(?![自到源了往回])", _until_today, Sense.WORD)
    yield Rule(rf"{LONE}(?P<n>{AMOUNT}){unit}(?:之|以)?(?P<way>[前后])(?![天勤备半])", _moved, Sense.WORD)
    yield Rule(
        r"(?<![不多大了])(?P<n>半)(?P<unit>个月|年)(?:之|以)?(?P<way>[前后])(?![天勤备半])",
        _moved,
        Sense.WORD,
    )
    yield Rule(
        rf"{LONE}(?P<n>{AMOUNT})个半(?P<unit>月)(?:之|以)?(?P<way>[前后])(?![天勤备半])",
        _half_month,
        Sense.WORD,
    )


def _stepped(groups: Groups, context: Context, sign: int) -> date:
    months_each = {"月": 1, "年": 12, "度": 3}.get(groups["unit"][-1:])
    if groups["n"] == "半":
        half = sign * HALF_MONTH
        return (
            same_day(context.today, sign * 6) if months_each == 12 else context.today + timedelta(days=half)
        )
    count = sign * number(groups["n"] or "1")
    if months_each:
        return same_day(context.today, count * months_each)
    return context.today + timedelta(days=count * (1 if groups["unit"] in "天日" else 7))


def _until_today(groups: Groups, context: Context) -> Period:
    return Period(_stepped(groups, context, -1), context.today)


def _from_today(groups: Groups, context: Context) -> Period:
    return Period(context.today, _stepped(groups, context, 1))


def _past_few(groups: Groups, context: Context) -> Period:
    if groups["unit"] in "天日":
        return _recent(DAYS_AGO)(groups, context)
    return _until_today({**groups, "n": "3"}, context)


def _half_month(groups: Groups, context: Context) -> Period:
    """Some days around the day that is half a month, or some months and a half, away."""
    sign = -1 if groups["way"] == "前" else 1
    whole = number(groups["n"]) if groups["n"] != "半" else 0
    middle = same_day(context.today, sign * whole) + timedelta(days=sign * HALF_MONTH)
    return Period(middle - timedelta(days=ABOUT), middle + timedelta(days=ABOUT))


def _moved(groups: Groups, context: Context) -> Period:
    if groups["n"] == "半" and groups["unit"] == "个月":
        return _half_month(groups, context)
    moved_to = _stepped(groups, context, -1 if groups["way"] == "前" else 1)
    if groups["unit"] == "年" and groups["n"] != "半":
        return year(moved_to.year)
    if groups["unit"] in "天日":
        return single_day(moved_to)
    return week_of(moved_to) if groups["unit"][-1] in "周期" else month(moved_to.year, moved_to.month)


def _recent(days: int) -> Read:
    def read(_groups: Groups, context: Context) -> Period:
        return Period(context.today - timedelta(days=days), context.today)

    return read


def relative_days() -> Iterator[Rule]:
    """Single days, weekdays, weeks and vague times: `昨日`, `上周五`, `日前`."""
    yield from _day_words()
    yield from _weekdays()
    yield from _days_of_month()
    yield from _vague_times()


def _day_words() -> Iterator[Rule]:
    words = "|".join(sorted(DAY_WORDS, key=len, reverse=True))
    yield Rule(
        rf"(?<![目以之提此最文说证表过今年月周个光声])(?P<word>{words})(?:(?<=[明今后])(?:两)?[天日]|两[天日])?",
        _day_word,
        Sense.WORD,
    )


def _weekdays() -> Iterator[Rule]:
    not_week = r"(?![边围到密期年长折转刊末报])"
    yield Rule(rf"{TO_WHICH}一?个?{WEEK}(?P<w>[一二三四五六日天])", _weekday, Sense.WORD)
    yield Rule(rf"{TO_WHICH}一?个?(?:周|星期|礼拜)末", _weekend, Sense.WORD)
    yield Rule(
        rf"(?<!以){TO_WHICH}一?个?(?:周{not_week}|星期|礼拜)",
        lambda g, c: week_of(c.today, offset(g["to"])),
        Sense.WORD,
    )
    yield Rule(
        rf"(?<![\d每逢各个两一二三四五六七八九十几])(?P<to>){WEEK}(?P<w>[一二三四五六日天])(?![岁年围鸣])",
        _weekday,
        Sense.WEEKDAY,
    )
    yield Rule(r"(?<![\d每逢各个两一二三四五六七八九十几])(?:周末|双休日)", asked_weekend, Sense.WORD)


def _days_of_month() -> Iterator[Rule]:
    # not 5日内, 四号火箭, 20号移动电源
    after_a_label = r"(?<=号)[^\s，。；：？！、（）()上下中早晚凌到至起开停有是要会能就的以那和]"
    unlike_a_count = rf"(?<![一二三四五六七八九][日号])(?!(?<=日)[内后前]|{after_a_label})"
    yield Rule(rf"{LONE}(?<![月共期满达约超年每如]){DAY_IN}{unlike_a_count}", _day_of_month)


def _vague_times() -> Iterator[Rule]:
    yield Rule(
        r"(?<![\d一二三四五六七八九十今昨明提])(?:日前|近日|连日来|这几天|这两天|前几天|前两天|前些天|前些日子|这些天|这阵子)",
        _recent(DAYS_AGO),
        Sense.VAGUE,
    )
    yield Rule(r"(?<![附就])近(?:期|来|段时间)|前不久|不久前|前段时间|最新", _recent(MONTH_AGO), Sense.VAGUE)
    yield Rule(
        r"最近(?!的(?!停|通|新|消|报|一[次场]|活|天气|政|公|招|情|动|比|会|讲|展))",
        _recent(MONTH_AGO),
        Sense.VAGUE,
    )


def _day_word(groups: Groups, context: Context) -> Period:
    first, last = DAY_WORDS[groups["word"]]
    return Period(context.today + timedelta(days=first), context.today + timedelta(days=last))


def _weekday(groups: Groups, context: Context) -> Period:
    if not groups["to"]:
        return single_day(context.bare_weekday(WEEKDAYS[groups["w"]]))
    week = week_of(context.today, offset(groups["to"]))
    return single_day(week.start + timedelta(days=WEEKDAYS[groups["w"]]))


def _weekend(groups: Groups, context: Context) -> Period:
    week = week_of(context.today, offset(groups["to"]))
    return Period(week.end - timedelta(days=1), week.end)


def _day_of_month(groups: Groups, context: Context) -> Period:
    d = number(groups["d"])
    if context.anchor:
        start = context.anchor.start
        in_month = months_from(start, int(d < start.day))
        return single_day(in_month.start.replace(day=d))
    today = context.today
    near = [_day_in(months_from(today, offset), d) for offset in (-1, 0, 1)]
    return single_day(min((day for day in near if day), key=lambda day: abs(day - today)))


def _day_in(whole: Period, d: int) -> date | None:
    return whole.start.replace(day=d) if d <= whole.end.day else None
