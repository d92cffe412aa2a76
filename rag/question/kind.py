"""What kind of thing is asked for, told from the question's words."""

from __future__ import annotations

import re
from typing import Literal

import rjieba

Kind = Literal["author", "number", "time", "person", "place", "reason", "manner", "yes_no", "thing"]


def kind_of(search: str) -> tuple[Kind, str]:
    """The kind, and what is counted or which office is asked for (see `Query.unit`)."""
    asked = search.rstrip(" ?!。")
    for kind, pattern in _KINDS:
        match = pattern.search(asked)
        if match and kind == "person":
            return kind, _office(asked[: match.start()])
        if match:
            unit = match.groupdict().get("unit") or ""
            return kind, _PRINTED_UNITS.get(unit[:1], unit)
    return "thing", ""


def _office(before: str) -> str:
    """The last word before `是谁`, `叫什么名字`: an office, as a rule."""
    word = (rjieba.cut(before.removesuffix("是").removesuffix("由")) or [""])[-1]
    return word if len(word) > 1 and not word.isascii() else ""


_PRINTED_UNITS = {"钱": "元", "块": "元"}
_UNIT = r"(?P<unit>[\u4e00-\u9fff]{0,2})"
_KIND_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "author",
        r"谁(?:写|采写|报道)(?:的|了)|(?:哪位|哪个|什么)记者|(?<![^本]报)(?<![社台网])记者(?:是谁|叫什么)|作者(?:是谁|叫什么|是)"
        r"|谁是.{0,12}(?:作者|记者)|who (?:wrote|reported|is the (?:author|reporter|journalist))"
        r"|(?:author|reporter|byline) of",
    ),
    (
        "time",
        r"什么时候|啥时候|何时|何日|哪[一]?[天日年月]|几[号月]|几点|多会儿|日期|(?:时间|日子)(?:是|为|在|定)"
        r"|(?<![长少久])时间$|星期几|周几|什么时间"
        r"|when\b|what (?:time|date|day|year|month)|which (?:day|year|month|date)",
    ),
    (
        "number",
        rf"(?:多少|几(?!乎|年来|天来|号|点|月)){_UNIT}|多[大高长远久宽重深快](?!力)|百分之几|人数|数量|总额|金额|票价|价格|费用"
        r"|(?:(?<![效频功])率|占比|比例|比分|总值|总量|均价|销量|产量|票房|气温|面积|[增涨跌降]幅)(?:是|为|有|达|$)"
        r"|how (?:many|much|long|far|large|big|tall|old|high)|what (?:number|percentage|share|price)",
    ),
    (
        "person",
        r"谁|哪[些几]?位|何人|什么人|叫什么名字|who\b|whom\b|whose\b|name of the (?:director|head|mayor)",
    ),
    (
        "place",
        r"哪里|哪儿|在哪|何地|何处|什么地方|地点|地址|哪个?(?:市|省|镇|村|街道|县|区|国家|城市|学校|医院|社区|公园)"
        r"|where\b|which (?:town|street|village|city|place|school|hospital)",
    ),
    ("reason", r"为什么|为何|为啥|原因|怎么会|why\b|what caused"),
    (
        "yes_no",
        r"吗|是否|有没有|是不是|能不能|可不可以|^(?:is|are|do|does|did|was|were|has|have|had|can|will)\b",
    ),
    ("manner", r"怎么|怎样|如何|咋|how\b"),
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KIND_PATTERNS)
