"""Replaces misspelt words of a question by the words that the archive prints.

A language proposes the words (see `Language.respellings`). One is taken only if it fits the rest of the question: passages
that print it must match the other words nearly as well as the best passages do.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.language import Respelling, language_of
from rag.question.lookup import Lookup
from rag.question.query import topic_of
from rag.schema import Respelled
from rag.text.normalise import question_form

LEAST_FIT = 0.65


@dataclass(frozen=True, slots=True)
class RespelledQuestion:
    """A question as it is searched for, and its words that were typed otherwise."""

    text: str
    words: tuple[Respelled, ...] = ()


def respelled(question: str, lookup: Lookup) -> RespelledQuestion:
    """The question with its misspelt words replaced."""
    proposed = language_of(question).respellings(question, lookup)
    taken = [one for one in proposed if lookup.fit(one.taken, _rest(question, one)) >= LEAST_FIT]
    text = question
    for one in reversed(taken):
        text = text[: one.start] + one.taken + text[one.end :]
    words = (Respelled(typed=question[one.start : one.end], taken=one.taken) for one in taken)
    return RespelledQuestion(text, tuple(words))


def _rest(question: str, respelling: Respelling) -> str:
    """The words of the question that an article should contain, without the misspelt one."""
    return topic_of(question_form(f"{question[: respelling.start]} {question[respelling.end :]}"))
