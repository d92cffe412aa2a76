"""Question understanding: what kind of thing is asked for, for which period, about what."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

import rjieba

from rag.dates import Period, asked_period, mentions
from rag.schema import Language, Request, Understood
from rag.script import language_of, to_simplified

Kind = Literal["author", "number", "time", "person", "place", "reason", "manner", "yes_no", "thing"]


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the system takes it.

    Attributes:
        text: as asked, white space collapsed.
        search: what is searched for: NFKC, simplified script, no greeting or politeness around it.
        topic: `search` without its question words: what must be found in an article.
        unit: what is counted (`多少次` -> `次`), or the office asked for (`局长是谁` -> `局长`); often empty.
        period: the days that the question names, if any: it restricts itself to them.
        recent: it asks for what is recent (`最近`, "latest"), which newer reports answer better.
    """

    text: str
    search: str
    topic: str
    language: Language
    kind: Kind
    unit: str
    period: Period | None
    recent: bool
    today: date

    def understood(self) -> Understood:
        return Understood(question=self.text, period=str(self.period) if self.period else "")


def understand(request: Request) -> Query:
    """Read a question. Never fails: what is not understood is a `thing` without a period."""
    text = " ".join(request.question.split())
    search = _strip_politeness(to_simplified(unicodedata.normalize("NFKC", text)))
    kind, unit = _kind(search)
    return Query(
        text=text,
        search=search,
        topic=_topic(_ABOUT_AUTHORSHIP.sub(" ", search) if kind == "author" else search),
        language=language_of(text),
        kind=kind,
        unit=unit,
        period=asked_period(search, request.today),
        recent=any(mention.vague for mention in mentions(search, request.today)),
        today=request.today,
    )


_POLITE = re.compile(
    r"^(?:请问一下|请问|问一下|想问一下|想问|我想知道|想知道|麻烦问下|你好|您好|谁知道|有人知道|please|hi|hello)[,，。!！\s]*"
    r"|(?:谢谢|多谢|急急急|急|thanks|thank you)[。!！~\s]*$",
    re.IGNORECASE,
)


def _strip_politeness(text: str) -> str:
    stripped = _POLITE.sub("", text.strip()).strip()
    return stripped or text


_UNIT = r"(?P<unit>[\u4e00-\u9fff]{0,2})"
_KIND_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        "author",
        r"谁(?:写|采写|报道)(?:的|了)|(?:哪位|哪个|什么)记者|记者(?:是谁|叫什么)|作者(?:是谁|叫什么|是)"
        r"|谁是.{0,12}(?:作者|记者)|who (?:wrote|reported|is the (?:author|reporter|journalist))"
        r"|(?:author|reporter|byline) of",
    ),
    (
        "time",
        r"什么时候|啥时候|何时|何日|哪[一]?[天日年月]|几[号月]|几点|多会儿|日期|(?:时间|日子)(?:是|为|在|定)"
        r"|(?:的|开展|召开|举行)时间$|星期几|周几|什么时间"
        r"|when\b|what (?:time|date|day|year|month)|which (?:day|year|month|date)",
    ),
    (
        "number",
        rf"(?:多少|几(?!乎|年来|天来|号|点|月)){_UNIT}|多[大高长远久宽重深快](?!力)|百分之几|人数|数量|总额|金额|票价|价格|费用"
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


def _kind(search: str) -> tuple[Kind, str]:
    for kind, pattern in _KINDS:
        match = pattern.search(search)
        if match and kind == "person":
            return kind, _office(search[: match.start()])
        if match:
            return kind, (match.groupdict().get("unit") or "")
    return "thing", ""


def _office(before: str) -> str:
    """The last word before `是谁`, `叫什么名字`: an office, as a rule."""
    word = (rjieba.cut(before.removesuffix("是").removesuffix("由")) or [""])[-1]
    return word if len(word) > 1 and not word.isascii() else ""


_QUESTION_WORDS = re.compile(
    r"什么时候|什么时间|什么地方|什么名字|什么样|什么|啥时候|啥|为什么|为啥|为何|是谁|谁|哪些|哪个|哪位|哪里|哪儿|哪|多少"
    r"|几(?!乎)|何时|何地|何人|如何|怎么样|怎么|怎样|咋|是否|有没有|是不是|请问|一共|总共"
)
_NO_TOPIC = frozenset(
    "吗 呢 呀 啊 吧 么 的 了 是 在 有 被 把 和 与 及 就 都 也 还 说 这 那 我 你 他 她 它 们 要 会 能 可以 到 对 "
    "what when where who whom whose which why how many much is are was were do does did has have had the a an of in "
    "on at to for by and or there be it this that with from please will would can could".split()
)
_NOT_WORDS = re.compile(r"[\W_]+")
_ABOUT_AUTHORSHIP = re.compile(
    r"采写|写|报道|记者|作者|[这那]篇|文章|新闻|\b(?:wrote|written|report(?:ed|er)?|author|journalist|article|story)\b",
    re.IGNORECASE,
)


def _topic(search: str) -> str:
    """The question without what only makes it a question; a blank where something was left out."""
    kept = [
        " " if word.lower() in _NO_TOPIC or _NOT_WORDS.fullmatch(word) else word
        for word in rjieba.cut(_QUESTION_WORDS.sub(" ", search))
    ]
    return " ".join("".join(kept).split())
