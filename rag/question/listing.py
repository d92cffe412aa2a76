"""Tells questions for a list of reports, for all that somebody wrote, and for what somebody said."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rag.language import list_words, people, without_days
from rag.language.content_words import content_words
from rag.question.query import ListRequest, Query
from rag.text.normalise import match_form


def asked_list(query: Query, authors: Collection[str]) -> ListRequest | None:
    """The list that a question asks for, or nothing where it asks for something else.

    Args:
        query: with what it is restricted to.
        authors: the names in the archive's bylines.
    """
    text = query.match_form
    named = asked_author(text, authors)
    if query.kind == "author" or not (
        named or any(pattern.search(text) for pattern in list_words().requests)
    ):
        return None
    words = content_words(_without(text, query, (named, query.section)))
    return ListRequest(words, query.author) if words or query.author or query.section else None


def asked_author(text: str, authors: Collection[str]) -> str:
    """Whose reports a question in `match_form` asks for; empty where it asks for none's."""
    words = list_words()
    known = [name for name in authors if match_form(name) in text]
    for name in sorted(known, key=len, reverse=True):
        before, _, behind = text.partition(match_form(name))
        if words.after_author.match(behind) or words.before_author.search(before):
            return name
    for name in people(text):
        if words.after_any_name.match(text[text.index(name) + len(name) :]):
            return name
    return ""


def asked_speaker(query: Query) -> str:
    """Whose words a question asks for, where it asks for nothing more; else empty."""
    text = query.match_form
    words = list_words()
    if not words.asks_statement.search(text):
        return ""
    names = people(text)
    rest = words.asks_statement.sub(" ", without_days(text, query.today))
    if len(names) != 1:
        return ""
    left = [
        w for w in content_words(words.title.sub(" ", rest.replace(names[0], " ", 1))) if w not in names[0]
    ]
    return "" if left else names[0]


def _without(text: str, query: Query, names: Sequence[str]) -> str:
    """A question without its days, without `names` and without the words that ask for a list."""
    text = without_days(text, query.today)
    for name in filter(None, names):
        text = text.replace(match_form(name), " ")
    words = list_words()
    for pattern in (*words.requests, words.fillers, *((words.writing,) if any(names[:1]) else ())):
        text = pattern.sub(lambda m: f" {m.groupdict().get('kept') or ''} ", text)
    return text
