"""Finds what a correction of one's own question asks for instead: `三期` in `不是二期，我问的是三期`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from rag.language import question_words
from rag.question.intent import intent_form
from rag.text.words import segment


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correction of one's own question says.

    Attributes:
        asked_for: what is asked instead (`三期`); empty if the correction does not say.
        instead_of: what is taken back (`二期`); empty likewise.
    """

    asked_for: str
    instead_of: str


def read_correction(text: str) -> Correction:
    """What a correction asks for, and what it takes back, without the words that only correct (`打错了`, `我问的是`)."""
    clauses = intent_form(text).translate(_CLAUSE_ENDS).split(_JOINT)
    contents = [_content(clause.strip()) for clause in clauses]
    denials = [_denial(content) for content in contents]
    told = [content for content, denial in zip(contents, denials, strict=True) if not denial]
    denied = [_content(content[len(d) :].strip()) for content, d in zip(contents, denials, strict=True) if d]
    return Correction(_JOINT.join(filter(None, told)), next(filter(None, denied), ""))


def _denial(clause: str) -> str:
    """The words at the beginning of a clause by which it takes something back; empty if it does not."""
    marked = f"{clause.lower()} "
    return max((words for words in question_words().denials if marked.startswith(words)), key=len, default="")


def _content(clause: str) -> str:
    """The clause without the words at its beginning that only correct: `三期` of `我问的是三期`."""
    while not _denial(clause) and (words := _correcting_words(clause)):
        clause = clause[len(words) :].strip()
    return clause


def _correcting_words(clause: str) -> str:
    """The words at the beginning of a clause that only correct; empty if there are none."""
    words = [some for some in _beginnings(clause) if some in question_words().correcting]
    if words:
        return words[-1]
    asking = question_words().asking.match(clause)  # before a name, the segmenter takes 问 for a part of it
    return asking.group() if asking else ""


def _beginnings(clause: str) -> Iterator[str]:
    """The first word of a clause, its first two words and so on, in lower case."""
    return accumulate(segment(clause.lower())[:MAX_CORRECTING_WORDS])


MAX_CORRECTING_WORDS = 5  # spaces are counted as words
_JOINT = "，"
_CLAUSE_ENDS = dict.fromkeys(map(ord, ",。;；:：、!！…"), _JOINT)
