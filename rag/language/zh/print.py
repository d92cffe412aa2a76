"""Words in Chinese articles that announce something, quote somebody or refer back."""

from __future__ import annotations

import re

from rag.language.vocabulary import PrintWords
from rag.text.sentences import Span

PRINT = PrintWords(
    notice=re.compile(r"通知|通告|公告|预告|提示|提醒|预警|預告|預警"),
    changes=re.compile(
        r"原定|原计划|取消|推迟|延期|延后|延迟|推后|顺延|暂停|停办|停开|叫停|中止|改期|恢复(?=[通供营开运举正])|提前(?=[到至结闭停])|(?:改|调整)(?:到|至|在|为)"
    ),
    year_words=(("今年", 0), ("本年度", 0), ("去年", -1), ("明年", 1)),
    day_words=frozenset("前天 前日 昨天 昨日 昨晚 昨夜 今天 今日 今晚 明天 明日 明晚 后天 後天".split()),
    speech_verbs=re.compile(
        r"说|介绍|表示|指出|强调|告诉|坦言|认为|解释|提醒|呼吁|汇报|透露|回忆|感慨|建议|要求"
    ),
    pronoun_says=re.compile(
        r"[他她](?:还|還|又|也)?(?:说|說|表示|介绍|介紹|强调|強調|认为|認為|提醒|坦言|指出)"
    ),
    answer_prefix=re.compile("答"),
    anaphoric_subject=re.compile(
        r"[他她它](?:们|們)?(?![山乡鄉])|该(?!不该|怎|如何|吗)[\u4e00-\u9fff]|該(?!不該|怎|如何|嗎)[\u4e00-\u9fff]"
        r"|其(?![中实實他间間余餘次])|[两兩二三]人(?!民)|[双雙]方"
        r"|(?:[此本这這该該]次)?(?:会议|會議|活动|活動|仪式|儀式|比赛|比賽|赛事|賽事|项目|項目|工程|演练|演練|培训|培訓)"
        r"(?![室中心厅廳馆館名称稱部经經])"
    ),
)

_OFFICE = re.compile(r"[该該]([局校院馆館镇鎮村])")
_ENDINGS = {"校": "(?:学校|學校|[小中大][学學]|学院|學院)"}
# A name counts only after punctuation or a few known words, and without characters that are often verbs or particles.
_NAMED = (
    r"(?:^|[，。、：；！？“「（\s据由和与]|记者从|記者從|昨日|日前|近日)"
    r"(?P<name>(?:[市省县縣区區](?![民场場面内內外里裡长長领領])|[\u4e00-\u9fff]{{2,3}}[市县縣区區镇鎮])"
    r"[^\W\d_a-zA-Z的了在和与與对對向到从從把被将將是等及来來去]{{1,8}}?{kind})"
)


def full_name(quote: str, before: str) -> Span | None:
    """Position in `before` of the full name to which the beginning of `quote` refers (`该局`).

    It is the nearest name with the same last word. None if there is no such name, or if two different ones occur.
    """
    reference = _OFFICE.match(quote)
    if not reference:
        return None
    pattern = re.compile(_NAMED.format(kind=_ENDINGS.get(reference[1], reference[1])))
    found = [Span(*match.span("name")) for match in pattern.finditer(before)]
    if not found:
        return None
    names = [before[span.start : span.end] for span in found]
    same = all(name.endswith(names[-1]) or names[-1].endswith(name) for name in names)
    return found[-1] if same else None
