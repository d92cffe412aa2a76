"""What a question for a list of reports, or for a person's statements, names: words, author, speaker."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from rag.language import list_words, people, print_words, without_days
from rag.language.content_words import content_words
from rag.question.query import ListRequest, Query
from rag.text.normalise import match_form


def asked_list(query: Query, authors: Collection[str]) -> ListRequest | None:
    """The list that a question asks for; None if it asks for something else, or for all reports of all time.

    Args:
        query: the question with its intent and its restrictions.
        authors: the names in the archive's bylines.
    """
    if query.intent != "list":
        return None
    named = asked_author(query, authors)
    text = _without_names(without_days(query.match_form, query.today), (named, query.section))
    known = list_words()
    fillers = known.reports | known.writing if named else known.reports
    words = tuple(word for word in content_words(text) if word not in fillers)
    restricted = words or query.author or query.section or query.period or query.recent
    return ListRequest(words, query.author) if restricted else None


def in_recent_days(query: Query) -> Query:
    """A question for a list of recent reports, restricted to the days that its word for them means (`最近`: a month).

    Without a report in these days it is answered with older ones, see `Query.guesses_period`.
    """
    if not (query.list_request and query.recent) or query.period or query.filters.any_time:
        return query
    return replace(query, period=query.recent, guesses_period=True)


def asked_author(query: Query, authors: Collection[str]) -> str:
    """The author whose reports a question asks for; empty if there is none.

    Args:
        query: the question with its intent.
        authors: the names in the archive's bylines.
    """
    if query.intent != "list":
        return ""
    text = query.match_form
    known = [name for name in authors if match_form(name) in text]
    if known:
        return max(known, key=len)
    writing = list_words().writing
    unknown = (name for name in people(text) if any(word in text.split(name, 1)[1] for word in writing))
    return next(unknown, "")


def asked_speaker(query: Query) -> str:
    """The person whose statements a question asks for, if it asks for nothing else; otherwise empty."""
    names = people(query.match_form)
    if query.intent != "said" or len(names) != 1:
        return ""
    known = list_words()
    text = _without_names(without_days(query.match_form, query.today), names)
    asks_more = any(
        word not in known.speaking | known.titles and word not in names[0] for word in content_words(text)
    )
    return "" if asks_more else names[0]


def looser(words: Sequence[str]) -> Iterator[list[tuple[str, ...]]]:
    """What to look for, in this order until something is found: any of the word lists at a time.

    All the words; those of either of two `alternatives`; the same without `通知` or "notice", which few notices print.
    """
    without_notice = tuple(filter(None, (print_words().notice.sub("", word) for word in words)))
    for wanted in dict.fromkeys((tuple(words), without_notice or tuple(words))):
        yield [wanted]
        yield list(alternatives(wanted))


def alternatives(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The words with one of two neighbours that differ in one character (`停水停电通知`: 停水 通知, 停电 通知).

    Such neighbours name two things, of which a report has one.
    """
    for first, second in pairwise(words):
        if len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1:
            yield tuple(word for word in words if word != second)
            yield tuple(word for word in words if word != first)
            return


def _without_names(text: str, names: Sequence[str]) -> str:
    for name in filter(None, names):
        text = text.replace(match_form(name), " ")
    return text
