"""The kinds of thing that questions ask for, as they look in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from rag.question import Kind
from rag.text.words import tagged

FORMLESS: frozenset[Kind] = frozenset(("thing", "yes_no", "author"))

_ANY_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|[零一二两三四五六七八九十百千万亿]{2,}|[一二两三四五六七八九十](?=[个名位家次条座人件起场所项])"
)
_TIME = re.compile(
    r"\d{4}年|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}[日号]|\d{1,2}[:：]\d{2}|\d{1,2}[时点]|[上下]午|凌晨"
    r"|[昨今明]日|[昨今明]天|去年|今年|周[一二三四五六日末]|星期|[上中下]旬"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_REASON = re.compile(r"因为|由于|因(?!此)|原因|为了|导致|受.{1,12}影响|所致|because|due to|result of|caused")
_MANNER = re.compile(r"通过|可以|可凭|可在|拨打|登录|采取|方式|按照|凭|持|先.{1,20}再|through|by |via")
_PLACE = re.compile(
    r"[路街镇村乡区市县馆场园站桥厅所]|中心|广场|大厦|医院|学校|中学|小学|street|road|park|square|hall|cent(?:re|er)"
)
_PLACE_TAGS = ("ns", "nt", "s")


def named(office: str, text: str) -> bool:
    """Whether a person's name stands right behind an office, or right before it."""
    return any(
        (a.endswith(office) and tag_b.startswith("nr")) or (tag_a.startswith("nr") and b.startswith(office))
        for (a, tag_a), (b, tag_b) in pairwise(tagged(text))
    )


@lru_cache(maxsize=8192)
def of_kind(kind: Kind, text: str) -> frozenset[str]:
    """The stretches of `text` that are of the kind asked for; none for the `FORMLESS` kinds."""
    if kind == "number":
        return frozenset(_ANY_NUMBER.findall(text))
    if kind == "time":
        return frozenset(_TIME.findall(text))
    if kind == "person":
        return frozenset(word for word, tag in tagged(text) if tag.startswith("nr"))
    if kind == "place":
        places = {word for word, tag in tagged(text) if tag in _PLACE_TAGS}
        return frozenset(places | set(_PLACE.findall(text)))
    if kind == "reason":
        return frozenset(_REASON.findall(text))
    if kind == "manner":
        return frozenset(_MANNER.findall(text))
    return frozenset()
