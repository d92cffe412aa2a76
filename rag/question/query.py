"""The parsed form of a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from rag.dates import Period
from rag.desk import Excluded
from rag.language import (
    Kind,
    Locale,
    Mention,
    asked_events,
    asked_period,
    guesses_period,
    kind_of,
    locale_of,
    mentions,
    names_recurring_weekday,
    question_words,
    without_days,
)
from rag.question.comparison import compared_period
from rag.question.intent import Intent
from rag.schema import FieldName, Filters, Request, Respelled, Understood
from rag.text.normalise import match_form, question_form
from rag.text.words import segment

NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list of reports that a question asks for.

    Attributes:
        words: the words that each article must contain; empty if all reports of an author or section are asked for.
        author: the author of the reports; empty for any author.
    """

    words: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed question.

    Attributes:
        text: the question as asked, with white space collapsed.
        search: the text to search for: NFKC, simplified script, without greetings and politeness, with colloquial words
            in their printed form (`啥时候` -> `什么时候`), and without boundaries of time ("since March") and words like `最近`.
        topic: `search` without its question words: the words that an article should contain.
        unit: the unit that is counted (`多少次` -> `次`) or the office asked for (`局长是谁` -> `局长`); often empty.
        period: the period that the question names and is restricted to, if any.
        guesses_period: the question may mean another year or week than `period` (`6月`, "on Friday").
        beyond_period: nothing answers the question in the period that was guessed, so that `period` is now None.
        by_boundary: `period` is named by a boundary (`3月1日之前`, `去年以来`); reports printed in the period come first.
        recent: the days that a word for recent news means (`最近`, "latest"), if there is one; newer reports then answer
            better, and a list is one of these days.
        compares: the question compares two times; `period` covers both.
        events: for each of several events whose times the question compares, a question that asks when it was.
        author, place, section: restrictions of the question; set by `rag.question.restriction`.
        filters: the filters that the user set.
        previous_answers: the assistant's earlier answers in the conversation.
        intent: see `rag.question.intent`.

    `Understanding` adds what depends on the archive:
        respelled: words of `text` that are spelt otherwise in all other attributes; see `rag.question.spelling`.
        list_request: the list of reports that the question asks for, if any.
        speaker: the person whose statements the question asks for, if it asks for nothing else.
        parts: a query for each of `events`, or for each question that a language model finds in this one.
        topic_shares: see `rag.question.followup.StandaloneQuestion`.
        asked, previous: of a follow-up, the question as it was asked and the one before it; else empty.
        in_talk: the query to try as well, if the question may lean on the talk, but need not.

    `rag.answer.ruled` adds:
        excluded: what the newsroom decided that this question must not be answered from.
    """

    text: str
    search: str
    topic: str
    language: Locale
    kind: Kind
    unit: str
    period: Period | None
    recent: Period | None
    today: date
    guesses_period: bool = False
    beyond_period: bool = False
    by_boundary: bool = False
    compares: bool = False
    events: tuple[str, ...] = ()
    author: str = ""
    place: str = ""
    section: str = ""
    filters: Filters = NO_FILTERS
    previous_answers: tuple[str, ...] = ()
    respelled: tuple[Respelled, ...] = ()
    intent: Intent = "question"
    list_request: ListRequest | None = None
    speaker: str = ""
    parts: tuple[Query, ...] = ()
    topic_shares: Mapping[str, float] = field(default_factory=dict)
    asked: str = ""
    previous: str = ""
    in_talk: Query | None = None
    excluded: tuple[Excluded, ...] = ()

    @property
    def match_form(self) -> str:
        """`search` in the form in which printed text is matched."""
        return match_form(self.search)

    def excludes(self, article_id: str, field: FieldName, start: int, end: int) -> bool:
        """Whether these words of an article, or some of them, must not be used to answer."""
        return any(one.covers(article_id, field, start, end) for one in self.excluded)

    def without_period(self) -> Query:
        """The same question for all times."""
        return replace(
            self, period=None, by_boundary=False, guesses_period=False, beyond_period=self.guesses_period
        )

    def understood(self) -> Understood:
        """What the user is shown of how the question was understood."""
        return Understood(
            question=self.text,
            respelled=self.respelled,
            period=_interval(self.period) if self.period else "",
            author=self.author,
            place=self.place,
            section=self.section,
        )


def understand(request: Request, intent: Intent = "question") -> Query:
    """Parse a question. Never fails: a question without a known form is of kind `thing` and has no period.

    Args:
        intent: see `rag.question.intent`.
    """
    text = " ".join(request.question.split())
    search = _in_written_style(_strip_politeness(_without_rudeness(question_form(text))))
    period = None if names_recurring_weekday(search) else asked_period(search, request.today)
    comparing = intent == "comparison"
    unbounded = search if comparing or period is None else _without_boundaries(search, request.today)
    kind, unit = kind_of(search)
    current = search if comparing else _without_recently(unbounded, request.today)
    search_text = question_words().split_verb.sub("", current)  # after the period: 过 and 了 show the tense
    return Query(
        text=text,
        search=search_text,
        topic=topic_of(
            question_words().authorship.sub(" ", search_text) if intent == "author" else search_text
        ),
        language=locale_of(text),
        kind=kind,
        unit=unit,
        period=compared_period(search, period, request.today) if comparing and period else period,
        recent=next((one.period for one in mentions(search, request.today) if one.vague), None),
        today=request.today,
        guesses_period=period is not None and not comparing and guesses_period(search, request.today),
        by_boundary=unbounded != search,
        compares=comparing,
        events=asked_events(search, request.today),
        filters=request.filters,
        previous_answers=tuple(turn.content for turn in request.history if turn.role == "assistant"),
        intent=intent,
    )


def event_queries(query: Query) -> Iterator[Query]:
    """A query for each event whose time a question compares with others.

    Dates in an event's question say which event is meant, so they do not restrict the search; the user's filters do.
    """
    filters = query.filters
    if not (filters.since or filters.until):
        filters = filters.model_copy(update={"any_time": True})
    for event in query.events:
        yield understand(Request(question=event, today=query.today, filters=filters))


def _without_boundaries(search: str, today: date) -> str:
    """The question without boundaries of time (`3月1日之前`), which no article needs to contain.

    A boundary in the future stays: articles about a coming event print it. So does a day that the question takes for granted.
    """

    def stays(mention: Mention) -> bool:
        return not mention.is_boundary or mention.is_moved_to or mention.period.end > today

    return without_days(search, today, leave=stays) or search


def _without_recently(search: str, today: date) -> str:
    """The question without words for the last days (`最近`, "lately"): newer reports come first instead."""
    return " ".join(without_days(search, today, leave=lambda mention: not mention.vague).split()) or search


def _interval(period: Period) -> str:
    """A day, or two days separated by a slash; an open end is empty."""
    if period.start > date.min and period.end < date.max:
        return str(period)
    return f"{period.start if period.start > date.min else ''}/{period.end if period.end < date.max else ''}"


def _strip_politeness(text: str) -> str:
    return question_words().polite.sub("", text.strip()).strip() or text


def _without_rudeness(text: str) -> str:
    """The question without interjected rude words; unchanged if nothing else would remain."""
    return " ".join(question_words().rude.sub(" ", text).split()) or text


def _in_written_style(text: str) -> str:
    """Replace colloquial words by the words that papers print."""
    for colloquial, written in question_words().colloquial:
        text = colloquial.sub(written, text)
    return text


def topic_of(search: str) -> str:
    """The question without question words and stop words; each removed run becomes one blank."""
    words = question_words()
    pieces = [
        " " if word.lower() in words.stop_words or not any(map(str.isalnum, word)) else word
        for word in segment(words.interrogatives.sub(" ", search))
    ]
    return " ".join("".join(pieces).split())
