"""Finds the time expressions of a text: one pass of all rules, then what they make with the words between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import count

from rag.dates.period import DAY, LONGEST_TERM, Period, Term
from rag.dates.rules import Context, Rule, Sense
from rag.language.en import time as english
from rag.language.zh import time as chinese
from rag.language.zh.time_words import AND, TO
from rag.text.normalise import matched


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression in a text: `text[start:end]` speaks of `period`.

    Attributes:
        term: the days on each of which what is said holds, where the text says from which day on.
        vague: said without saying when (`近日`, "recently"): what is near the base is meant, and no more.
        limit: it names where the days begin or end, not the days (`3月1日之前`, "since March").
    """

    start: int
    end: int
    period: Period
    term: Term | None = None
    vague: bool = False
    limit: bool = False

    @property
    def days(self) -> tuple[Period, ...]:
        """What is spoken of: a day or a range; a term that has an end in its place, one that has none beside it."""
        if self.term is None:
            return (self.period,)
        return (self.period, self.term) if self.term.is_open else (self.term,)


@lru_cache(maxsize=8192)  # passages are met again for each question
def mentions(text: str, base: date | None, *, asked: bool = False) -> tuple[Mention, ...]:
    """The time expressions of `text`, in order, none inside another.

    Args:
        base: the day on which the text was said or printed; without it only expressions that name their year
            are read.
        asked: the text is a question: of a month or holiday without a year the last is meant, not one far ahead.
    """
    plain = matched(text)
    return tuple(
        Mention(
            whole.start,
            whole.end,
            whole.period,
            whole.term,
            vague=found.rule.sense is Sense.VAGUE,
            limit=whole.period != found.period,
        )
        for found in _joined(plain, base, asked=asked)
        for whole in [_with_its_words(plain, _with_its_term(plain, found), base)]
    )


def asked_period(question: str, today: date) -> Period | None:
    """The period that a question restricts itself to: from the first to the last day that it names. What is vague
    restricts nothing."""
    named = [m.period for m in mentions(question, today, asked=True) if not m.vague]
    return Period(min(p.start for p in named), max(p.end for p in named)) if named else None


def without_days(
    text: str, base: date | None, leave: Callable[[Mention], bool] = lambda mention: False
) -> str:
    """`text` with a blank for each time expression, and for the word that leads to it (`自`, "since").

    Args:
        base: see `mentions`.
        leave: which expressions stay.
    """
    for mention in reversed(mentions(text, base)):
        if not leave(mention):
            start = mention.start
            if lead := _LEAD.search(text, 0, start):
                start = lead.start()
            text = f"{text[:start]} {text[mention.end :]}"
    return text.strip()


_LEAD = re.compile(
    r"(?:自从|自|从|截至|截止到?|\b(?:since|before|prior to|until|till|up to|after|from|as of)\s+(?:the\s+)?)$",
    re.IGNORECASE,
)


# --- one pass ---

_CHINESE, _ENGLISH = tuple(chinese.rules()), tuple(english.rules())
_RULES: tuple[Rule, ...] = _CHINESE + _ENGLISH
_GROUP = re.compile(r"\(\?P<(\w+)>")


def _numbered(number: int, pattern: str) -> str:
    """A rule's pattern as a group named by its number, as are all groups in it: no name may come twice."""
    place = count()
    return (
        f"(?P<rule_{number}>{_GROUP.sub(lambda group: f'(?P<{group[1]}_{number}_{next(place)}>', pattern)})"
    )


_NUMBERED = [_numbered(i, rule.pattern) for i, rule in enumerate(_RULES)]
# Nearly every place of a text is passed by at once: only where one of the STARTS stands are the rules tried.
_SCAN = re.compile(
    rf"(?={chinese.STARTS})(?:{'|'.join(_NUMBERED[: len(_CHINESE)])})"
    rf"|(?={english.STARTS})(?:{'|'.join(_NUMBERED[len(_CHINESE) :])})"
)
_GROUPS = tuple(
    tuple((name, f"{name}_{i}_{place}") for place, name in enumerate(_GROUP.findall(rule.pattern)))
    for i, rule in enumerate(_RULES)
)
_NO_GROUPS = {name: "" for groups in _GROUPS for name, _ in groups}


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression where it stands; `groups` are those of its rule's pattern."""

    start: int
    end: int
    rule: Rule
    groups: dict[str, str]
    period: Period
    term: Term | None = None


def _expressions(plain: str) -> Iterator[tuple[re.Match[str], Rule, dict[str, str]]]:
    for match in _SCAN.finditer(plain):
        number = int((match.lastgroup or "").removeprefix("rule_"))
        groups = _NO_GROUPS | {name: match[full] for name, full in _GROUPS[number] if match[full]}
        yield match, _RULES[number], groups


# --- what stands between two ---

_HALF_DAY = r"凌晨|清晨|早上|[早晚](?=\d)|[上中下]午|傍晚|晚上|夜间"
_CLOCK = r"[\d零一二三四五六七八九十]{1,3}\s*(?:[时点](?:\d\d分?|半|整)?|:\d\d)"
_HOUR = rf"(?:\s*(?:{_HALF_DAY})?\s*(?:{_CLOCK})?)"
_RANGE = re.compile(rf"{_HOUR}起?\s*(?:{TO}|to|through)\s*(?:the\s+)?")
_LIST = re.compile(rf"\s*(?:{AND}|,|and|or)\s*")
_BETWEEN = re.compile(r"\b(?:between|from)\s+$")


def _joined(plain: str, base: date | None, *, asked: bool) -> list[_Found]:
    """Expressions, ranges as one: of `3月14日至15日` the second lies in the month of the first."""
    found: list[_Found] = []
    for match, rule, groups in _expressions(plain):
        before = found[-1] if found else None
        gap = plain[before.end : match.start()] if before else "."
        between = before is not None and bool(_BETWEEN.search(plain, 0, before.start))
        in_range = bool(_RANGE.fullmatch(gap)) or (between and gap.strip() == "and")
        linked = in_range or bool(_LIST.fullmatch(gap))
        anchor = before.period if before and linked and before.rule.sense is not Sense.VAGUE else None
        period = _read(rule, groups, Context(base, anchor, _last(found), asked))
        if period is None:
            continue
        now = _Found(match.start(), match.end(), rule, groups, period)
        if before is None or not in_range:
            found.append(now)
        elif before.rule.sense is Sense.WEEKDAY:
            found.pop()
        else:
            found[-1:] = _as_range(before, now)
    return found


def _as_range(first: _Found, last: _Found) -> list[_Found]:
    """Two expressions as one, where the first lies before the last."""
    start = first.period
    if last.groups["y"] and not any(first.groups[name] for name in ("y", "yw", "ago", "to", "word")):
        # from 3 May to 5 May 2024
        start = _read(first.rule, first.groups, Context(last.period.start.replace(month=1, day=1))) or start
    if start.start > last.period.end:
        return [first, last]
    whole = Period(start.start, last.period.end)
    from_day_to_day = start.days == last.period.days == 1 and whole.days <= LONGEST_TERM
    term = Term(whole.start, whole.end) if from_day_to_day else None
    return [replace(first, end=last.end, period=whole, term=term)]


def _last(found: list[_Found]) -> Period | None:
    return next((f.period for f in reversed(found) if f.rule.sense is not Sense.VAGUE), None)


def _read(rule: Rule, groups: dict[str, str], context: Context) -> Period | None:
    try:
        return rule.read(groups, context)
    except (ValueError, OverflowError):  # 2月30日
        return None


# --- what stands beside one ---

_SINCE = re.compile(r"(?:份|这一年)?(?:以来|至今|迄今|到现在|到今天)")
_BEFORE = re.compile(r"\s*(?:之|以)前")
_BARE_BEFORE = re.compile(r"前(?![往来去后沿线任期述台景途方面者提瞻进锋\d一二三四五六七八九十两几个])")
_AFTER = re.compile(r"\s*(?:之|以)后")
_BARE_AFTER = re.compile(r"后(?![天年来续面方勤备者台期果悔半])")
_FROM = re.compile(r"(?:自从|自|从)$")
_ON = re.compile(r"起|开始")
_NOT_ON = "(?![火义草飞身诉源因步码床伏])"
_ON_FROM_THERE = re.compile(rf"{_HOUR}(?:起{_NOT_ON}|开始(?=[\u4e00-\u9fff]))")
_ON_FROM_MONTH = re.compile(f"起{_NOT_ON}")
_SAYS_SINCE = re.compile(r"\b(?:ever )?since\s+(?:the\s+)?$")
_SAYS_BEFORE = re.compile(r"\b(?:before|prior to)\s+(?:the\s+)?$")
_SAYS_UNTIL = re.compile(r"\b(?:until|till|up to)\s+(?:the\s+)?$")
_SAYS_AFTER = re.compile(r"\bafter\s+(?:the\s+)?$")
_SAYS_FROM = re.compile(r"\b(?:since|from|starting|beginning|effective|as of)\s+(?:on\s+)?(?:the\s+)?$")
_LAST_DAYS = ("底", "末")


def _with_its_term(plain: str, found: _Found) -> _Found:
    """A single day with the open term that begins with it: `3月1日8时起`, `今起`, "from 1 March"."""
    begins = (
        plain[found.end - 1] == "起"
        or _ON_FROM_THERE.match(plain, found.end)
        or _SAYS_FROM.search(plain, 0, found.start)
    )
    if found.term or found.period.days > 1 or found.rule.sense is Sense.VAGUE or not begins:
        return found
    return replace(found, term=Term(found.period.start, date.max))


def _with_its_words(plain: str, found: _Found, base: date | None) -> _Found:
    """An expression with the words that open it on one side: `以来`, `之前`, "since"."""
    if found.rule.sense is Sense.VAGUE:
        return found
    period = found.period
    bare = found.rule.sense is Sense.DATE
    if match := _SINCE.match(plain, found.end):
        return replace(found, end=match.end(), period=_since(period, base))
    if match := _BEFORE.match(plain, found.end) or (_BARE_BEFORE.match(plain, found.end) if bare else None):
        inclusive = plain[found.end - 1] in _LAST_DAYS
        return replace(found, end=match.end(), period=_until(period, base, inclusive=inclusive))
    if match := _AFTER.match(plain, found.end) or (_BARE_AFTER.match(plain, found.end) if bare else None):
        return replace(found, end=match.end(), period=_after(period, base))
    if (match := _ON_FROM_MONTH.match(plain, found.end)) and bare and period.days > 1:
        return replace(found, end=match.end(), period=_since(period, base))
    if (match := _ON.match(plain, found.end)) and _FROM.search(plain, 0, found.start):
        return replace(found, end=match.end(), period=_since(period, base))
    return replace(found, period=_in_english(plain, found, base))


def _in_english(plain: str, found: _Found, base: date | None) -> Period:
    if _SAYS_SINCE.search(plain, 0, found.start):
        return _since(found.period, base)
    if _SAYS_BEFORE.search(plain, 0, found.start):
        return _until(found.period, base, inclusive=False)
    if _SAYS_UNTIL.search(plain, 0, found.start):
        return _until(found.period, base, inclusive=True)
    return _after(found.period, base) if _SAYS_AFTER.search(plain, 0, found.start) else found.period


def _since(period: Period, base: date | None) -> Period:
    """From its first day until the base; what lies ahead stays as it is, and without a base it is open."""
    if base is None:
        return Period(period.start, date.max)
    return Period(period.start, base) if period.start <= base else period


def _until(period: Period, base: date | None, *, inclusive: bool) -> Period:
    """A term that lies ahead of the base runs from there; what lies behind is open."""
    end = period.end if inclusive else period.start - DAY
    return Period(base if base and base <= end else date.min, end)


def _after(period: Period, base: date | None) -> Period:
    start = period.end + DAY
    return Period(start, base if base and start <= base else date.max)
