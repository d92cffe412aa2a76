"""Building blocks of the patterns of Chinese time expressions, and the year that an expression names."""

from __future__ import annotations

from rag.dates.rules import Context, Groups
from rag.text.numerals import AMOUNT, DAY, MONTH, YEAR, number

YEAR_WORDS = {
    "大前年": -3, "前年": -2, "去年": -1, "上一年": -1, "上年": -1, "今年": 0, "本年": 0, "这一年": 0,
    "明年": 1, "下一年": 1, "后年": 2, "大后年": 3,
}  # fmt: skip

TO = r"(?:至|到|-|—|–|―|－|~|～)+"
AND = r"(?:、|和|及|与|以及|或)"
NEXT = rf"\s*(?:{TO}|{AND})\s*"
# not 目前年产, 以前年度, 提前年检, 文明年画, 此后年年, 过去年代, 以上年级, 期满后年假, 今年八十三岁
_NO_AGE = rf"(?!(?:已经?|都|刚|才|满|有)*{AMOUNT}多?周?岁)"
YEAR_WORD = (
    r"(?P<yw>大前年|(?<![目以之提])前年(?!度|[级后])|(?<!过)去年(?![代级])|(?<![以])上一?年(?![级纪龄])|今年|(?<![基根])本年"
    rf"|这一年(?=来|以来)|(?<!文)明年(?!画)|下一年(?!级)|大后年|(?<![此之以今最满业婚产])后年(?![假薪休检]))度?{_NO_AGE}"
)
YEAR_IN = rf"(?:(?P<y>{YEAR})\s*年度?|{YEAR_WORD}|(?P<ago>{AMOUNT})年(?:之|以)?前)\s*的?\s*"
MAYBE_YEAR = rf"(?:{YEAR_IN})?"
MAYBE_BARE_YEAR = rf"(?:{YEAR_IN}|(?<![\d.])(?P<y>{YEAR})\s*)?"  # 2023上半年
LONE = r"(?<![\d.,第〇零一二三四五六七八九十百几])"
MONTH_IN = rf"(?:{LONE}(?<![每个])(?P<m>{MONTH})\s*月(?!龄|饼|球|亮|子|嫂|薪|租|票|刊|卡|息|大[的了]?|怀胎|\s*一次|天))"
TO_WHICH = r"(?P<to>上{1,4}|下{1,4}|本|这)"
MONTH_WORD = rf"(?<![以]){TO_WHICH}(?:一?个)?月(?!亮|饼|台(?!湾|州|风)|球)份?"
DAY_UNIT = r"(?:日(?![龄均游]|本队)|号(?![线楼门院馆厅店库台机令文桥井房座口窑地路元\d]|公路|展位|泊位))"
HALF_DAY = r"凌晨|清晨|早上|[早晚](?=\d)|[上中下]午|傍晚|晚上|夜间"
WEEK = r"(?:周|星期|礼拜)"
DAY_IN = rf"(?P<d>{DAY})\s*(?:{DAY_UNIT}|(?={NEXT}(?:{DAY})\s*{DAY_UNIT}))"


def offset(word: str) -> int:
    """How many weeks or months after the present one: 1 for `下`, -3 for `上上上`, 0 for `本`."""
    return word.count("下") - word.count("上")


def named_year(groups: Groups, context: Context) -> int | None:
    """The year that an expression names; None if it names none."""
    if groups["y"]:
        return number(groups["y"])
    if groups["yw"]:
        return context.today.year + YEAR_WORDS[groups["yw"].removesuffix("度")]
    if groups["ago"]:
        return context.today.year - number(groups["ago"])
    return None


def year_for(groups: Groups, context: Context, month: int) -> int:
    """The year that an expression names, or the most likely year of the month."""
    return named_year(groups, context) or context.year_of(month)
