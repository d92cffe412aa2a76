"""Numerals as they appear in dates: `14`, `十四`, `廿三`, `初五`, `二〇二四`."""

from __future__ import annotations

_ONES = "一二三四五六七八九"
_DIGITS = {"零": 0, "〇": 0} | {digit: n for n, digit in enumerate(_ONES, 1)}
_TENS = {"十": 10, "廿": 20, "卅": 30} | {f"{digit}十": 10 * n for n, digit in enumerate(_ONES, 1) if n > 1}
_NUMBERS = (
    {f"{tens}{ones}": t + o for tens, t in _TENS.items() for ones, o in (_DIGITS | {"": 0}).items()}
    | _DIGITS
    | {f"初{digit}": n for n, digit in enumerate(_ONES, 1)}
    | {"初十": 10, "两": 2, "a": 1, "an": 1, "首": 1}
    | {
        w: n
        for n, w in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
    }
)

# A year before 1900 counts only with a month: `有1800年历史` is no year.
YEAR = r"(?:(?:19|20)\d\d(?!\d)|(?<!\d)1[0-8]\d\d(?=\s*年\s*\d\d?\s*月)|(?:一九|二[〇零])[〇零一二三四五六七八九]{2})"
MONTH = r"(?:1[0-2](?!\d)|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:3[01](?!\d)|[12]\d(?!\d)|0?[1-9](?!\d)|(?:二?十|廿)[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
LUNAR_DAY = r"(?:初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九]?|三十)"
AMOUNT = r"(?:\d{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"


def number(text: str) -> int:
    """The value of a numeral.

    Raises:
        ValueError: `text` is no numeral.
    """
    if text.isdecimal():
        return int(text)
    if text in _NUMBERS:
        return _NUMBERS[text]
    if all(digit in _DIGITS for digit in text):
        return int("".join(str(_DIGITS[digit]) for digit in text))
    raise ValueError(f"{text!r} is no numeral")
