"""Long and short forms of Chinese names (`市人力社保局`, `人社局`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.text.normalise import match_form

LONGEST = 8  # characters of a name in a question
_ENDINGS = "局|委员会|办公室|中心|大学|医院|学院|公司|总会|工大|师大"
_ENDING = re.compile(_ENDINGS)
_OFFICE = re.compile(rf"[\u4e00-\u9fff]{{1,12}}?(?:{_ENDINGS})")
_SO_CALLED = re.compile(
    r"(?P<long>[\u4e00-\u9fff]{4,20})[（(](?:以下)?简称[“\"「]?(?P<short>[\u4e00-\u9fff]{2,8})"
)


def find_names(question: str) -> list[str]:
    """Parts of a question that may be the name of an office or a school: the characters before a typical ending."""
    text = match_form(question)
    found = [
        text[end - length : end]
        for match in _ENDING.finditer(text)
        for end in [match.end()]
        for length in range(min(LONGEST, end), 2, -1)
    ]
    return [name for name in dict.fromkeys(found) if _OFFICE.fullmatch(name)]


def forms_in(text: str, name: str) -> Iterable[str]:
    """The other forms of `name` in a text: introduced as such (`以下简称“人社局”`), or made of its characters."""
    for match in _SO_CALLED.finditer(text):
        long, short = _full_name(match["long"], match["short"]), match["short"]
        if long and name in (long, short):
            yield short if name == long else long
    for match in _OFFICE.finditer(text):
        other = match.group()
        for start in range(len(other) - 1):
            form = other[start:]
            if is_form(form, name) or is_form(name, form):
                yield form
                break


def is_form(short: str, long: str) -> bool:
    """Whether `short` abbreviates `long`: it keeps the order of the characters, and the first and last one.

    A contiguous part of `long` does not count: a search for `水利局` finds `市水利局` anyway.
    """
    body = long.removeprefix("市").removeprefix("省").removeprefix("县")
    if len(short) >= len(body) or short in long or len(short) < 2:
        return False
    core = body.removesuffix("学") if short.endswith("大") else body
    characters = iter(core)
    return (
        short[0] == body[0] and short[-1] == core[-1] and all(character in characters for character in short)
    )


def _full_name(before: str, short: str) -> str:
    """The shortest ending of `before` that `short` abbreviates; empty if there is none."""
    ends = (before[start:] for start in range(len(before) - len(short), -1, -1))
    return next((end for end in ends if is_form(short, end)), "")


def replace_name(text: str, asked: str, printed: str) -> str:
    """Replace one form by another. If the long form begins with `市`, a `市` before the short form is not doubled."""
    city = "市" if printed.startswith("市") else ""
    return text.replace(city + asked, asked).replace(asked, printed)
