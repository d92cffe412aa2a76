"""Tells weekdays that recur (`周一开门吗`, "closed on Monday") from those that are a day of the calendar."""

from __future__ import annotations

import re

_WEEKDAY = re.compile(
    r"(?<![上下本这个])(?:周|星期|礼拜)[一二三四五六日天](?!起)"
    r"|(?<!last )(?<!next )(?<!this )\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"开(?:门|馆|放|到|吗|不|没)|几点[开关]|闭馆|休馆|关门|营业|上班|休息|\bopen\b|\bclosed?\b|\bhours\b",
    re.IGNORECASE,
)


def habitual(text: str) -> bool:
    """Whether a weekday in a question, in simplified script, is any such day: it asks for opening hours."""
    return bool(_WEEKDAY.search(text)) and bool(_OPENING.search(text))
