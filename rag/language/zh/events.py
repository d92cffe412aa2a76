"""Chinese questions that set the times of several events against one another (`甲和乙哪个更早`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import rjieba

from rag.language.time import mentions, without_days

MOST = 4  # events
SHORTEST = 2  # characters of an event
HALF = 4  # characters of each half of the last of a list that is two


def asked_events(search: str, today: date) -> tuple[str, ...]:
    """For each event that a question sets against others in time, the question of when it was; else nothing.

    Args:
        search: the question in simplified script.
        today: base of its relative dates.
    """
    named = _named(search, today)
    if not 2 <= len(named) <= MOST or any(len(without_days(event, today)) < SHORTEST for event in named):
        return ()
    return tuple(f"{event}是什么时候？" for event in named)


def _named(search: str, today: date) -> list[str]:
    """The events, each with the days that are named for all of them."""
    if earlier := _EARLIER_BY.search(search):
        by = search.find("比", SHORTEST)
        if SHORTEST <= by <= earlier.start() - 1 - SHORTEST:
            return [search[:by], search[by + 1 : earlier.start()]]
    head, _, listed = search.partition(":")
    if listed and _BELOW.search(head):
        body = listed.rstrip("?")
    elif asks := _ASKS.search(search):
        body = search[: asks.start()]
    else:
        return []
    body = _BEHIND.sub("", _BEFORE.sub("", body.strip(_STOPS)))
    days = next((m for m in mentions(body, today) if not body[: m.start].strip("在于从 ")), None)
    shared = _FOR_ALL.match(body, days.end) if days else None
    if days and shared:
        named = body[days.start : days.end]
        return [event if mentions(event, today) else named + event for event in _parts(body[shared.end() :])]
    return _parts(body)


def _parts(body: str) -> list[str]:
    """The members of a list: `甲、乙和丙`, `甲和乙`; of several `和` the one between the most even halves counts."""
    quoted = {place for match in _QUOTED.finditer(body) for place in range(*match.span())}
    marks = [match.span() for match in _MARKS.finditer(body) if match.start() not in quoted]
    start = marks[-1][1] if marks else 0
    least = HALF if marks else SHORTEST
    halves = [
        (first, last)
        for first, last in _conjunctions(body)
        if first not in quoted and first - start >= least and len(body) - last >= least
    ]
    evenest = min(halves, key=lambda cut: abs((cut[0] - start) - (len(body) - cut[1])), default=None)
    cuts = [*marks, *([evenest] if evenest else [])]
    starts, ends = [0, *(end for _, end in cuts)], [*(first for first, _ in cuts), len(body)]
    parts = (body[first:last].strip(_STOPS) for first, last in zip(starts, ends, strict=True))
    return [_BEHIND.sub("", _LEADING_AND.sub("", part)) for part in parts if part]


def _conjunctions(body: str) -> Iterator[tuple[int, int]]:
    """Where a `和` stands, also one that the segmentation takes for part of a name, and where a rarer word like it."""
    yield from (match.span() for match in _HE.finditer(body))
    place = 0
    for word in rjieba.cut(body):
        if word in _LIKE_HE:
            yield place, place + len(word)
        place += len(word)


_STOPS = " ,;:、。"
_EVENT = r"(?:个|件|项|场|次|条|起|种)?(?:事件|事情|消息|报道|活动|事|时间|日期|日子)?"
_HAPPENED = r"(?:发生|出现|举行|进行|发布|开始|公布|推出)?"
_ASKS = re.compile(
    rf"[,、]?(?:这[两二三四几些]?{_EVENT})?(?:之?中|当中|里)?[,、]?(?:之间)?(?:"
    rf"(?:哪一?|谁){_EVENT}(?:是)?{_HAPPENED}(?:得|的|在|是)?(?:时间)?(?:更|最|较|比较)?(?:早|晚|先|后|在先|在后){_HAPPENED}(?:的|些|一些|一点)?(?:事件)?"
    r"|(?:都|是否|是不是)*(?:是|都是)?(?:发生)?(?:在)?(?:同一|同)(?:天|日|周|个?星期|个?月份?|年|季度|时间)(?:内|里)?"
    rf"{_HAPPENED}(?:的)?"
    r"|(?:一共)?(?:相差|相隔|间隔|隔)(?:了)?(?:多久|多长时间|(?:多少|几)(?:天|个?月|年|周|个?星期|小时)|不到.{1,6}?)(?:发生的)?"
    rf"|分别(?:是)?(?:在|于)?(?:什么时候|何时|哪一?天|哪一?年|几月几[日号]){_HAPPENED}(?:的)?"
    r")[吗呢啊呀]?[?。!]*$"
)
_BELOW = re.compile(r"(?:以下|下列|下面).*(?:早|晚|先|后)")
_EARLIER_BY = re.compile(r"(?:发生得?)?[早晚]了?(?:多久|多少天|几天|几个月|几年|多少年)[?。]{0,5}$")
_BEFORE = re.compile(r"^(?:相比|相较|比较|对比|请问|关于)")
_BEHIND = re.compile(
    r"(?:的)?(?:[,、]?(?:这|共)?[两二三四几](?:个|件|项|者)?)?(?:事件|事情)?(?:之?中|当中)?(?:的)?(?:发生|举行)?(?:的)?(?:日期|日子|时间)?$"
)
_FOR_ALL = re.compile(r"(?:之?中|期间|内|里)?,")
_MARKS = re.compile(r"[、;]|,(?!\d)")
_BARE_HE = r"和(?![平解谐田睦蔼气尚服约声弦县政布风])"
_HE = re.compile(rf"(?<![共饱总温暖缓中呼颐柔谐调附平]){_BARE_HE}|以及|还是")
_LIKE_HE = frozenset("与 及 跟 同 或 或者".split())
_LEADING_AND = re.compile(rf"^(?:以及|还是|{_BARE_HE}|与|及)")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|‘[^’]*’|「[^」]*」|\([^)]*\)")
