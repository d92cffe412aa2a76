"""Recognises questions that ask for a list of reports, for an author's reports, or for a person's statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rag.language import list_words, people, without_days
from rag.language.content_words import content_words
from rag.question.query import ListRequest, Query
from rag.text.normalise import match_form


def asked_list(query: Query, authors: Collection[str]) -> ListRequest | None:
    """The list that a question asks for; None if it asks for something else.

    Args:
        query: the question with its restrictions applied.
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
    """The author whose reports a question asks for; empty if there is none.

    Args:
        text: the question in `match_form`.
        authors: the names in the archive's bylines.
    """
    words = list_words()
    known = [name for name in authors if match_form(name) in text]
    for name in sorted(known, key=len, reverse=True):
        before, _, after = text.partition(match_form(name))
        if words.after_author.match(after) or words.before_author.search(before):
            return name
    for name in people(text):
        if words.after_any_name.match(text[text.index(name) + len(name) :]):
            return name
    return ""


def asked_speaker(query: Query) -> str:
    """The person whose statements a question asks for, if it asks for nothing else; otherwise empty."""
    text = query.match_form
    words = list_words()
    if not words.asks_statement.search(text):
        return ""
    names = people(text)
    remaining = words.asks_statement.sub(" ", without_days(text, query.today))
    if len(names) != 1:
        return ""
    remaining = words.title.sub(" ", remaining.replace(names[0], " ", 1))
    asks_more = any(word not in names[0] for word in content_words(remaining))
    return "" if asks_more else names[0]


def _without(text: str, query: Query, names: Sequence[str]) -> str:
    """The question without time expressions, `names` and the words that ask for a list."""
    text = without_days(text, query.today)
    for name in filter(None, names):
        text = text.replace(match_form(name), " ")
    words = list_words()
    for pattern in (*words.requests, words.fillers, *((words.writing,) if any(names[:1]) else ())):
        text = pattern.sub(lambda m: f" {m.groupdict().get('kept') or ''} ", text)
    return text
