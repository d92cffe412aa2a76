"""Patterns of the things in Chinese text that can answer each kind of question."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from rag.language.vocabulary import Kind, words
from rag.text.words import pos_tagged

KIND_PATTERNS: Mapping[Kind, re.Pattern[str]] = {
    "number": words(
        r"\d+(?:[.,]\d+)*|[零一二两三四五六七八九十百千万亿]{2,}|[一二两三四五六七八九十](?=[个名位家次条座人件起场所项])"
    ),
    "time": words(
        r"\d{4}年|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}[日号]|\d{1,2}[:：]\d{2}|\d{1,2}[时点]|[上下]午|凌晨"
        r"|[昨今明]日|[昨今明]天|去年|今年|周[一二三四五六日末]|星期|[上中下]旬"
    ),
    "reason": words(r"因为|由于|因(?!此)|原因|为了|导致|受.{1,12}影响|所致"),
    "manner": words(r"通过|可以|可凭|可在|拨打|登录|采取|方式|按照|凭|持|先.{1,20}再"),
    "place": words(r"[路街镇村乡区市县馆场园站桥厅所]|中心|广场|大厦|医院|学校|中学|小学"),
}
_TAGS: Mapping[Kind, tuple[str, ...]] = {"person": ("nr", "nrt", "nrfg"), "place": ("ns", "nt", "s")}


def tagged_words(kind: Kind, text: str) -> frozenset[str]:
    """The words of a text that the segmenter tags as persons or places."""
    tags = _TAGS.get(kind, ())
    return frozenset(word for word, tag in pos_tagged(text) if tag in tags) if tags else frozenset()


def only_resembles_office(office: str, text: str) -> bool:
    """Whether a text has the characters of an office only in a deputy's (`副市长`) or across a word border (`我市|长跑`)."""
    return office in text and not re.search(rf"(?<![副我本全该各]){re.escape(office)}", text)


def names_office_holder(office: str, text: str) -> bool:
    """Whether a person's name stands right before or right after an office."""
    return any(
        (a.endswith(office) and tag_b.startswith("nr")) or (tag_a.startswith("nr") and b.startswith(office))
        for (a, tag_a), (b, tag_b) in pairwise(pos_tagged(text))
    )
