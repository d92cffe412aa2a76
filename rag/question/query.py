"""A question as the system takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import rjieba

from rag.dates import Period
from rag.language import asked_period, mentions, without_days
from rag.question.comparison import compares, of_both
from rag.question.events import asked_events
from rag.question.habit import habitual
from rag.question.kind import Kind, kind_of
from rag.question.rudeness import without_rudeness
from rag.schema import Request, Understood
from rag.text.normalise import asked
from rag.text.script import Language, language_of


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the system takes it.

    Attributes:
        text: as asked, white space collapsed.
        search: what is searched for: NFKC, simplified script, no greeting or politeness around it, spoken words as
            papers print them (`啥时候` -> `什么时候`), no days that only say since or until when.
        topic: `search` without its question words: what must be found in an article.
        unit: what is counted (`多少次` -> `次`), or the office asked for (`局长是谁` -> `局长`); often empty.
        period: the days that the question names, if any: it restricts itself to them.
        by_limits: `period` is named by its limits (`3月1日之前`, `去年以来`): what was reported within them is meant first.
        recent: it asks for what is recent (`最近`, "latest"), which newer reports answer better.
        compares: it sets one time against another: `period` holds both.
        events: for each event that it sets against others in time, the question of when that was.
        author, place, section: what it is restricted to; set by `rag.question.restriction`.
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
    by_limits: bool = False
    compares: bool = False
    events: tuple[str, ...] = ()
    author: str = ""
    place: str = ""
    section: str = ""

    def understood(self) -> Understood:
        return Understood(
            question=self.text,
            period=_shown(self.period) if self.period else "",
            author=self.author,
            place=self.place,
            section=self.section,
        )


def understand(request: Request) -> Query:
    """Read a question. Never fails: what is not understood is a `thing` without a period."""
    text = " ".join(request.question.split())
    search = _in_print(_strip_politeness(without_rudeness(asked(text))))
    kind, unit = kind_of(search)
    period = None if habitual(search) else asked_period(without_headlines(search), request.today)
    comparing = compares(search, period)
    wanted = search if comparing or period is None else _without_limits(search, request.today)
    return Query(
        text=text,
        search=wanted,
        topic=topic_of(_ABOUT_AUTHORSHIP.sub(" ", wanted) if kind == "author" else wanted),
        language=language_of(text),
        kind=kind,
        unit=unit,
        period=of_both(search, period, request.today) if comparing else period,
        recent=any(mention.vague for mention in mentions(search, request.today)),
        today=request.today,
        by_limits=wanted != search,
        compares=comparing,
        events=asked_events(search, request.today),
    )


def _without_limits(search: str, today: date) -> str:
    """A question without the days that only say since when or until when (`3月1日之前`): no article need print them,
    but for those of something to come."""
    return without_days(search, today, leave=lambda m: not m.limit or m.period.end > today) or search


def without_headlines(text: str) -> str:
    """`text` with blanks for the words of headlines in it: their days are not those that a question asks for."""
    return _HEADLINE.sub(lambda m: "《" + " " * (len(m.group()) - 2) + "》", text)


_HEADLINE = re.compile(r"《[^》]*》")


def _shown(period: Period) -> str:
    """A day, or two with a slash between; an end that the asker left open is empty."""
    if period.start > date.min and period.end < date.max:
        return str(period)
    return f"{period.start if period.start > date.min else ''}/{period.end if period.end < date.max else ''}"


_POLITE = re.compile(
    r"^(?:请问一下|请问|问一下|想问一下|想问|我想知道|想知道|麻烦问下|你好|您好|谁知道|有人知道|please\b|hi\b(?!-)|hello\b)[,，。!！\s]*"
    r"|(?:谢谢|多谢|急急急|急|thanks|thank you)[。!！~\s]*$",
    re.IGNORECASE,
)


def _strip_politeness(text: str) -> str:
    stripped = _POLITE.sub("", text.strip()).strip()
    return stripped or text


_SPOKEN = (
    (r"啥", "什么"),
    (r"咋(?:么|样)?", "怎么"),
    (r"几块钱?", "多少钱"),
    (r"多会儿", "什么时候"),
    (r"礼拜天|星期天", "周日"),
    (r"(?:礼拜|星期)(?=[一二三四五六日])", "周"),
    (r"哪儿", "哪里"),
    (r"来着(?=[?？]?$)", ""),
)


def _in_print(text: str) -> str:
    """Spoken words as papers print them."""
    for spoken, printed in _SPOKEN:
        text = re.sub(spoken, printed, text)
    return text


QUESTION_WORDS = re.compile(
    r"什么时候|什么时间|什么地方|什么名字|什么样|什么|啥时候|啥|为什么|为啥|为何|是谁|谁"
    r"|哪些|哪个|哪位|哪里|哪儿|哪一?[天年周](?!前|后)|哪|多少钱|多少(?:[人个名位](?![民才数均口]))?|多[久长](?:时间)?|星期几|周几"
    r"|几[点号](?:到几[点号]|开始)?|几月几[号日]|几(?!乎)|何时|何地|何人|如何|怎么样|怎么|怎样|咋|是否|有没有|是不是|请问|一共|总共"
)
NO_TOPIC = frozenset(
    "吗 呢 呀 啊 吧 么 的 了 是 在 有 被 把 和 与 及 就 都 也 还 说 这 那 我 你 他 她 它 们 要 会 能 可以 到 对 "
    "what when where who whom whose which why how many much is are was were do does did has have had the a an of in "
    "on at to for by and or there be it this that with from please will would can could".split()
)
_NOT_WORDS = re.compile(r"[\W_]+")
_ABOUT_AUTHORSHIP = re.compile(
    r"采写|写|报道|记者|作者|[这那]篇|文章|新闻|\b(?:wrote|written|report(?:ed|er)?|author|journalist|article|story)\b",
    re.IGNORECASE,
)


def topic_of(search: str) -> str:
    """The question without what only makes it a question; a blank where something was left out."""
    kept = [
        " " if word.lower() in NO_TOPIC or _NOT_WORDS.fullmatch(word) else word
        for word in rjieba.cut(QUESTION_WORDS.sub(" ", search))
    ]
    return " ".join("".join(kept).split())
