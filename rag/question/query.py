"""A question as the system takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rag.dates import Period
from rag.language import (
    Kind,
    Locale,
    asked_events,
    asked_period,
    kind_of,
    locale_of,
    mentions,
    names_recurring_weekday,
    question_words,
    without_days,
)
from rag.question.comparison import compared_period, compares_times
from rag.schema import Filters, Request, Understood
from rag.text.normalise import match_form, question_form
from rag.text.words import segment

NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list that is asked for.

    Attributes:
        words: each of which an article of the list has; none where all of an author or section are asked for.
        author: whose reports; empty where anybody's.
    """

    words: tuple[str, ...]
    author: str


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
        by_boundary: `period` is named by its limits (`3月1日之前`, `去年以来`): what was reported within them is meant first.
        recent: it asks for what is recent (`最近`, "latest"), which newer reports answer better.
        compares: it sets one time against another: `period` holds both.
        events: for each event that it sets against others in time, the question of when that was.
        author, place, section: what it is restricted to; set by `rag.question.restriction`.
        filters: what the asker fixed by hand.
        previous_answers: what the assistant has said so far in the conversation.

    `Understanding` adds what takes an archive to know:
        list_request: the list of reports that it asks for.
        speaker: whose words it asks for, where it asks for nothing more.
        parts: each of `events` as a query of its own.
        topic_shares: of the articles that the conversation is about, by id, the share of the question's words that each has.
    """

    text: str
    search: str
    topic: str
    language: Locale
    kind: Kind
    unit: str
    period: Period | None
    recent: bool
    today: date
    by_boundary: bool = False
    compares: bool = False
    events: tuple[str, ...] = ()
    author: str = ""
    place: str = ""
    section: str = ""
    filters: Filters = NO_FILTERS
    previous_answers: tuple[str, ...] = ()
    list_request: ListRequest | None = None
    speaker: str = ""
    parts: tuple[Query, ...] = ()
    topic_shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def match_form(self) -> str:
        """`search` as it is compared with what is printed."""
        return match_form(self.search)

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
    search = _in_print(_strip_politeness(_without_rudeness(question_form(text))))
    kind, unit = kind_of(search)
    period = None if names_recurring_weekday(search) else asked_period(search, request.today)
    comparing = compares_times(search, period)
    wanted = search if comparing or period is None else _without_limits(search, request.today)
    return Query(
        text=text,
        search=wanted,
        topic=topic_of(question_words().authorship.sub(" ", wanted) if kind == "author" else wanted),
        language=locale_of(text),
        kind=kind,
        unit=unit,
        period=compared_period(search, period, request.today) if comparing else period,
        recent=any(mention.vague for mention in mentions(search, request.today)),
        today=request.today,
        by_boundary=wanted != search,
        compares=comparing,
        events=asked_events(search, request.today),
        filters=request.filters,
        previous_answers=tuple(turn.content for turn in request.history if turn.role == "assistant"),
    )


def event_queries(query: Query) -> Iterator[Query]:
    """A query for each event that a question sets against others. The days in it say which event is meant; only those
    that the asker fixed restrict it."""
    filters = query.filters
    if not (filters.since or filters.until):
        filters = filters.model_copy(update={"any_time": True})
    for event in query.events:
        yield understand(Request(question=event, today=query.today, filters=filters))


def _without_limits(search: str, today: date) -> str:
    """A question without the days that only say since when or until when (`3月1日之前`): no article need print them,
    but for those of something to come."""
    return without_days(search, today, leave=lambda m: not m.limit or m.period.end > today) or search


def _shown(period: Period) -> str:
    """A day, or two with a slash between; an end that the asker left open is empty."""
    if period.start > date.min and period.end < date.max:
        return str(period)
    return f"{period.start if period.start > date.min else ''}/{period.end if period.end < date.max else ''}"


def _strip_politeness(text: str) -> str:
    return question_words().polite.sub("", text.strip()).strip() or text


def _without_rudeness(text: str) -> str:
    """A question without the rude words thrown into it; `text` itself where nothing else is in it."""
    return " ".join(question_words().rude.sub(" ", text).split()) or text


def _in_print(text: str) -> str:
    """Spoken words as papers print them."""
    for spoken, printed in question_words().colloquial:
        text = spoken.sub(printed, text)
    return text


def topic_of(search: str) -> str:
    """The question without what only makes it a question; a blank where something was left out."""
    words = question_words()
    kept = [
        " " if word.lower() in words.stop_words or _NOT_WORDS.fullmatch(word) else word
        for word in segment(words.interrogatives.sub(" ", search))
    ]
    return " ".join("".join(kept).split())


_NOT_WORDS = re.compile(r"[\W_]+")
