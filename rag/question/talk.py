"""The interface that says what a question takes from an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from rag.language import language_of
from rag.language.content_words import content_words
from rag.question.query import topic_of
from rag.text.normalise import match_form

MAX_DEPENDENT_WORDS = 2  # content words of a question that leans on the talk, if nobody has read it


@dataclass(frozen=True, slots=True)
class Lean:
    """What a question takes from an earlier one.

    Attributes:
        leans: whether it takes anything; otherwise it stands alone.
        part: the words that it takes, or in `X呢？` the words that X replaces; empty if not known.
        subject: the same, with what belongs to them as well: `收三轮车的活动` rather than `三轮车`.
        may_lean: it is taken to stand alone, but that is not sure.
    """

    leans: bool
    part: str = ""
    subject: str = ""
    may_lean: bool = False


class TalkReader(Protocol):
    """Reads a question together with an earlier one."""

    def lean(self, asked: str, earlier: str) -> Lean: ...


class UnreadTalk:
    """Guesses from the length of a question, if there is no reader: a short one takes the whole topic."""

    def lean(self, asked: str, earlier: str) -> Lean:
        short = len(content_words(asked)) <= MAX_DEPENDENT_WORDS
        refers = language_of(asked).follow_ups.reference.search(match_form(asked))
        topic = topic_of(match_form(earlier)).replace(" ", "")
        return Lean(bool(short or refers), topic, topic)
