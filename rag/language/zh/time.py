"""The Chinese time rules, in the order in which they are tried at a position."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rag.dates.festivals import FESTIVALS, lunar_day, lunar_month
from rag.dates.period import (
    AUTUMN,
    BEGINNING_OF_YEAR,
    END_OF_YEAR,
    MIDDLE_OF_YEAR,
    SPRING,
    SUMMER,
    WINTER,
    Period,
    day,
    month,
    month_third,
    months,
    months_from,
    quarter_of,
    same_day,
    single_day,
    year,
)
from rag.dates.rules import Context, Groups, Rule, Sense
from rag.language.zh import relative_time as relative
from rag.language.zh.festivals import NAMES, NOT_A_DAY
from rag.language.zh.school_time import school_and_plans
from rag.language.zh.time_words import (
    AND,
    DAY_IN,
    LONE,
    MAYBE_BARE_YEAR,
    MAYBE_YEAR,
    MONTH_IN,
    MONTH_WORD,
    NEXT,
    TO,
    TO_WHICH,
    WEEK,
    YEAR_IN,
    YEAR_WORD,
    named_year,
    offset,
    year_for,
)
from rag.text.numerals import AMOUNT, DAY, LUNAR_DAY, MONTH, YEAR, number

SEASONS = {"春": SPRING, "夏": SUMMER, "秋": AUTUMN, "冬": WINTER}
YEAR_ENDS = {
    "初": BEGINNING_OF_YEAR,
    "中": MIDDLE_OF_YEAR,
    "底": END_OF_YEAR,
    "末": END_OF_YEAR,
    "尾": END_OF_YEAR,
}
MONTH_THIRDS = {"初": "上", "中": "中", "底": "下", "末": "下"}

_NUMERAL = r"[\d〇零一二三四五六七八九十廿两半]"
# The beginning of every expression; two characters where one alone would be too common.
STARTS = (
    rf"第[一二三四1-4]季|{_NUMERAL}{{1,8}}(?:\s*(?:[年月日号天周个星季学财多/.-]|世纪|{TO}|{AND})|{_NUMERAL}|[春夏国中端清元五重七除腊教双圣暑八一四])"
    r"|[今去明][年天日晚早晨夜起明后春夏秋冬]|昨|前[年天日晚几两些不段\d一二三四五六七八九十]|后[年天日]|大[前后年]"
    r"|[上本这下][上下一个年月周星礼半季学几两些阵]|上世|[正冬腊]月|首季|头[\d一二三四五六七八九十两]|[农阴旧]历"
    r"|[年岁月][初底末中三]|[周星礼][一二三四五六日天末期拜]|双[休十1]|最[近新]|近|过去|之前|未来|今后|接下|往后|不久|日前"
    r"|连日|即日|每|逢|各[周星礼]|[同当常历往全]年|[距离]|[“\"‘「][十五]|春[节运]|暑[假期]|国[庆际]|劳动|端午|中[秋元]|清明"
    r"|元[旦宵]|重阳|除夕|小年|植树|青年|[母父]亲|儿童|妇女|建[党军]|教师|平安|圣诞|立[春夏秋冬]|惊蛰|[春秋]分|谷雨|[夏冬]至|芒种"
    r"|处暑|[白寒]露|霜降|腊八|七夕"
)


def rules() -> Iterator[Rule]:
    yield from _not_times()
    yield from _numeric_dates()
    yield from _lunar_and_festivals()
    yield from school_and_plans()
    yield from _dates()
    yield from _parts_of_year()
    yield from relative.durations()
    yield from _years()
    yield from relative.relative_days()


def _month(groups: Groups, context: Context) -> Period:
    if groups.get("to"):
        return months_from(context.today, offset(groups["to"]))
    number_of = number(groups["m"])
    return month(year_for(groups, context, number_of), number_of)


def _date(groups: Groups, context: Context) -> Period:
    return single_day(_month(groups, context).start.replace(day=number(groups["d"])))


# --- the rules ---


def _nothing(_groups: Groups, _context: Context) -> Period:
    raise ValueError("not a time")


def _not_times() -> Iterator[Rule]:
    """Recurring times, and words that only look like a time."""
    for pattern in (
        rf"每(?:年|月|周|星期|礼拜|逢|个|天|日|到|隔)*(?:{MONTH}月)?(?:{DAY}[日号])?(?:[一二三四五六日天末])?",
        rf"(?:逢|每逢|各){WEEK}[一二三四五六日天末]",
        r"今日头条|明日之星|五月天|明天会更好|(?:距|离)[^，。；？！]{0,6}最近",
        rf"{AMOUNT}年级|同年|当年|常年|历年|往年|全年",
    ):
        yield Rule(pattern, _nothing, Sense.NONE)


def _numeric_dates() -> Iterator[Rule]:
    def read(groups: Groups, _context: Context) -> Period:
        return day(int(groups["y"]), int(groups["m"]), int(groups["d"]))

    four, two = r"(?<![\d.])(?P<y>(?:19|20)\d\d)", r"(?P<{}>{})"
    month_ = two.format("m", r"1[0-2]|0?[1-9]")
    yield Rule(rf"{four}[-/.]{month_}[-/.](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)", read)
    yield Rule(r"(?<![\d.a-z])(?P<y>(?:19|20)\d\d)(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])(?!\d)", read)
    yield Rule(
        rf"{four}-(?P<m>1[0-2]|0[1-9])(?![\d-])(?!\s*年)", lambda g, _: month(int(g["y"]), int(g["m"]))
    )


def _lunar_and_festivals() -> Iterator[Rule]:
    def lunar(groups: Groups, context: Context) -> Period:
        of_year = number({"正": "一", "冬": "十一", "腊": "十二"}.get(groups["lm"], groups["lm"] or "一"))
        of_month = number(groups["ld"])

        def in_year(y: int) -> date:
            return lunar_day(y, of_year, of_month)

        y = named_year(groups, context)
        return single_day(in_year(context.nearest(in_year) if y is None else y))

    def lunar_whole(groups: Groups, context: Context) -> Period:
        of_year = {"正": 1, "冬": 11, "腊": 12}[groups["lm"]]
        y = named_year(groups, context)
        if y is None:
            y = context.nearest(lambda candidate: lunar_day(candidate, of_year, 1))
        return lunar_month(y, of_year)

    marked = rf"(?:(?:农历|阴历|旧历)\s*(?P<lm>正|冬|腊|{MONTH})月(?P<ld>{LUNAR_DAY}|{DAY})(?![日号]))"
    yield Rule(rf"{MAYBE_YEAR}{marked}", lunar)
    yield Rule(rf"{MAYBE_YEAR}(?P<lm>正|冬|腊)月(?P<ld>{LUNAR_DAY})", lunar)
    yield Rule(rf"{MAYBE_YEAR}(?P<lm>{MONTH})月(?P<ld>初[一二三四五六七八九十])", lunar)
    yield Rule(rf"{MAYBE_YEAR}(?P<lm>)大?年(?P<ld>初[一二三四五六七八九十])", lunar)
    yield _festivals()
    yield Rule(rf"{MAYBE_YEAR}(?:农历|阴历|旧历)?(?P<lm>正|冬|腊)月", lunar_whole)


def _festivals() -> Rule:
    """One rule for all festivals, so that the year before them is matched only once."""

    def read(groups: Groups, context: Context) -> Period:
        festival = FESTIVALS[next(key for key in NAMES if groups[key])]
        y = named_year(groups, context) or context.nearest(festival.on)
        return festival.period(y, whole=bool(groups["whole"]), only=bool(groups["only"]))

    names = "|".join(f"(?P<{key}>{pattern})" for key, pattern in NAMES.items())
    return Rule(
        rf"{MAYBE_BARE_YEAR}(?:{names}){NOT_A_DAY}"
        r"(?:(?P<only>当[天日])|(?P<whole>小?长?假期?(?!日?[不期])|假日|黄金周|节日期间)|期间|佳节)?",
        read,
        Sense.FESTIVAL,
    )


def _dates() -> Iterator[Rule]:
    number_then = rf"(?P<m>{MONTH})(?={NEXT}{MONTH}\s*月(?!\s*{DAY}\s*[日号]))"
    yield Rule(rf"{MAYBE_YEAR}{MONTH_IN}\s*{DAY_IN}", _date)
    yield Rule(rf"{MONTH_WORD}的?\s*{DAY_IN}", _date)
    yield Rule(
        rf"{MAYBE_YEAR}(?:{MONTH_IN}份?|{MONTH_WORD})的?(?P<third>上中|中下|[上中下])旬",
        lambda g, c: month_third(_month(g, c), g["third"]),
    )
    yield Rule(
        rf"{MAYBE_YEAR}(?:{MONTH_IN}份?|{MONTH_WORD})(?P<third>初(?![一二三四五六七八九十中级])|底|末)",
        lambda g, c: month_third(_month(g, c), MONTH_THIRDS[g["third"]]),
    )
    yield Rule(
        r"(?<![\d一二三四五六七八九十个每本上下这正腊冬])月(?P<third>初|中(?=旬)|底|末)(?!考)",
        lambda g, c: month_third(c.month_of_thirds, MONTH_THIRDS[g["third"]]),
    )
    yield Rule(rf"{MAYBE_YEAR}(?:{MONTH_IN}|{LONE}(?<!每){number_then})份?", _month)
    yield Rule(MONTH_WORD, _month, Sense.WORD)


def _parts_of_year() -> Iterator[Rule]:
    quarters = {"首": 1, "一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}

    def quarter(groups: Groups, context: Context) -> Period:
        last = 3 * quarters[groups["q"]]
        return months(year_for(groups, context, last - 2), last - 2, last)

    def half(groups: Groups, context: Context) -> Period:
        first, last = {"上": (1, 6), "下": (7, 12)}[groups["half"]]
        return months(year_for(groups, context, first), first, last)

    def first_months(groups: Groups, context: Context) -> Period:
        count = number(groups["n"]) * (3 if groups["unit"] == "季" else 1)
        y = named_year(groups, context) or context.today.year
        return months(y, 1, count)

    def season(groups: Groups, context: Context) -> Period:
        first, last = SEASONS[groups["season"]]
        return months(named_year(groups, context) or context.today.year, first, last)

    yield Rule(rf"{MAYBE_BARE_YEAR}(?<![个每])第?(?P<q>[一二三四1-4])季度", quarter)
    yield Rule(rf"{MAYBE_BARE_YEAR}(?P<q>首)季度?", quarter)
    yield Rule(rf"{MAYBE_BARE_YEAR}(?<!以)(?P<half>[上下])半年度?", half)
    yield Rule(
        rf"{MAYBE_YEAR}(?<![目以之提此])(?:前|头)(?P<n>1[01]|[1-9]|十一?|[二两三四五六七八九])个?(?:月|(?P<unit>季)度)(?!前|后|\s*{DAY}\s*[日号])",
        first_months,
    )
    yield Rule(rf"{TO_WHICH}(?:一?个)?季度", lambda g, c: quarter_of(c.today, offset(g["to"])), Sense.WORD)
    yield Rule(rf"{YEAR_IN}(?P<season>[春夏秋冬])[天季]", season)
    yield Rule(
        r"(?P<yw>[今去明])(?P<season>[春夏秋冬])",
        lambda g, c: season({**g, "yw": f"{g['yw']}年"}, c),
    )


def _years() -> Iterator[Rule]:
    def same_period(groups: Groups, context: Context) -> Period:
        y = named_year(groups, context)
        if y is None:
            raise ValueError("no year")
        model = context.last or Period(date(context.today.year, 1, 1), context.today)
        months_back = 12 * (y - model.end.year)
        start = same_day(model.start, months_back)
        whole = model.end == month(model.end.year, model.end.month).end
        end = same_day(model.end, months_back)
        return Period(start, month(end.year, end.month).end if whole else end)

    def year_end(groups: Groups, context: Context) -> Period:
        y = named_year(groups, context) or context.today.year
        return months(y, *YEAR_ENDS[groups["end"]])

    def whole(groups: Groups, context: Context) -> Period:
        y = named_year(groups, context)
        if y is None:
            raise ValueError("no year")
        return year(y)

    yield Rule(rf"{YEAR_IN}同期", same_period)
    yield Rule(
        rf"{YEAR_IN}年?(?P<end>初(?![一二三四五六七八九十中级])|底|末|尾|(?<=年年)中(?![国学心央小考共华秋午旬]))",
        year_end,
    )
    yield Rule(
        r"(?<![\d一二三四五六七八九十两几百每新过半])(?:年|岁)(?P<end>初|中(?![国学心央小考共华秋午旬间])|底|末)",
        year_end,
    )
    not_a_year = r"(?![版级届]|代|[一二]度|龄)"
    yield Rule(rf"(?<![\d.])(?P<y>{YEAR})\s*(?:财年|年度?){not_a_year}", whole)
    yield Rule(rf"(?<![\d.])(?P<y>{YEAR})(?=(?:\s*(?:{TO}|{AND})\s*{YEAR})+\s*年{not_a_year})", whole)
    yield Rule(YEAR_WORD, whole, Sense.WORD)
