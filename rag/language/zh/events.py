"""Chinese questions that compare the times of several events (`甲和乙哪个更早`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import rjieba

from rag.language.time import mentions, without_days

MAX_EVENTS = 4
MIN_EVENT = 2  # characters of an event
MIN_HALF = 4  # characters of each event joined by 和 at the end of a list


def asked_events(search: str, today: date) -> tuple[str, ...]:
    """For each of several events whose times a question compares, a question that asks when it was; otherwise empty.

    Args:
        search: the question in simplified script.
        today: the day to which relative dates refer.
    """
    events = _events(search, today)
    if not 2 <= len(events) <= MAX_EVENTS or any(
        len(without_days(event, today)) < MIN_EVENT for event in events
    ):
        return ()
    return tuple(f"{event}是什么时候？" for event in events)


def _events(search: str, today: date) -> list[str]:
    """The events that a question names. A date that is given for all of them is added to each."""
    if earlier := _EARLIER_BY.search(search):
        by = search.find("比", MIN_EVENT)
        if MIN_EVENT <= by <= earlier.start() - 1 - MIN_EVENT:
            return [search[:by], search[by + 1 : earlier.start()]]
    head, _, listed = search.partition(":")
    if listed and _LISTED_BELOW.search(head):
        body = listed.rstrip("?")
    elif asks := _ASKS.search(search):
        body = search[: asks.start()]
    else:
        return []
    body = _TRAILING.sub("", _LEADING.sub("", body.strip(_STOPS)))
    days = next((m for m in mentions(body, today) if not body[: m.start].strip("在于从 ")), None)
    shared = _AFTER_SHARED_DATE.match(body, days.end) if days else None
    if days and shared:
        named = body[days.start : days.end]
        return [event if mentions(event, today) else named + event for event in _parts(body[shared.end() :])]
    return _parts(body)


def _parts(body: str) -> list[str]:
    """Split a list (`甲、乙和丙`, `甲和乙`). Of several `和`, the one that makes the most equal halves splits."""
    quoted = {position for match in _QUOTED.finditer(body) for position in range(*match.span())}
    marks = [match.span() for match in _MARKS.finditer(body) if match.start() not in quoted]
    start = marks[-1][1] if marks else 0
    least = MIN_HALF if marks else MIN_EVENT
    halves = [
        (first, last)
        for first, last in _conjunctions(body)
        if first not in quoted and first - start >= least and len(body) - last >= least
    ]
    evenest = min(halves, key=lambda cut: abs((cut[0] - start) - (len(body) - cut[1])), default=None)
    cuts = [*marks, *([evenest] if evenest else [])]
    starts, ends = [0, *(end for _, end in cuts)], [*(first for first, _ in cuts), len(body)]
    parts = (body[first:last].strip(_STOPS) for first, last in zip(starts, ends, strict=True))
    return [_TRAILING.sub("", _LEADING_AND.sub("", part)) for part in parts if part]


def _conjunctions(body: str) -> Iterator[tuple[int, int]]:
    """The positions of `和`, even if the segmenter reads it as part of a name, and of rarer words for "and" or "or"."""
    yield from (match.span() for match in _HE.finditer(body))
    position = 0
    for word in rjieba.cut(body):
        if word in _LIKE_HE:
            yield position, position + len(word)
        position += len(word)


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
_LISTED_BELOW = re.compile(r"(?:以下|下列|下面).*(?:早|晚|先|后)")
_EARLIER_BY = re.compile(r"(?:发生得?)?[早晚]了?(?:多久|多少天|几天|几个月|几年|多少年)[?。]{0,5}$")
_LEADING = re.compile(r"^(?:相比|相较|比较|对比|请问|关于)")
_TRAILING = re.compile(
    r"(?:的)?(?:[,、]?(?:这|共)?[两二三四几](?:个|件|项|者)?)?(?:事件|事情)?(?:之?中|当中)?(?:的)?(?:发生|举行)?(?:的)?(?:日期|日子|时间)?$"
)
_AFTER_SHARED_DATE = re.compile(r"(?:之?中|期间|内|里)?,")
_MARKS = re.compile(r"[、;]|,(?!\d)")
_BARE_HE = r"和(?![平解谐田睦蔼气尚服约声弦县政布风])"
_HE = re.compile(rf"(?<![共饱总温暖缓中呼颐柔谐调附平]){_BARE_HE}|以及|还是")
_LIKE_HE = frozenset("与 及 跟 同 或 或者".split())
_LEADING_AND = re.compile(rf"^(?:以及|还是|{_BARE_HE}|与|及)")
_QUOTED = re.compile(r"《[^》]*》|“[^”]*”|‘[^’]*’|「[^」]*」|\([^)]*\)")
