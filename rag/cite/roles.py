"""What a value in a text is the value of, as far as the words around it tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from rag.text.normalise import match_form
from rag.text.sentences import Span

WIDE = 16  # characters on each side that are compared
BEFORE, BEHIND = 8, 6  # characters of the value's own clause, which weigh more
CLAUSE_WEIGHT, SENTENCE_WEIGHT = 1.5, 0.5

_CLAUSE_END = re.compile(r"[，,、：:（）()“”\"；;。！？!?\n]")
_SENTENCE_END = re.compile(r"[；;。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Role:
    """The words around a value: right before and behind it in its clause, and on both sides in its sentence.

    Each is a set of characters and character pairs.
    """

    before: frozenset[str]
    behind: frozenset[str]
    left: frozenset[str]
    right: frozenset[str]

    @classmethod
    def of(cls, text: str, value: Span) -> Role:
        left = _SENTENCE_END.split(text[max(0, value.start - WIDE) : value.start])[-1]
        right = _SENTENCE_END.split(text[value.end : value.end + WIDE])[0]
        before, behind = _CLAUSE_END.split(left)[-1][-BEFORE:], _CLAUSE_END.split(right)[0][:BEHIND]
        return cls(_grams(before), _grams(behind), _grams(left), _grams(right))

    def likeness(self, other: Role) -> float:
        """How much two values' surroundings have in common, 0 to 4."""
        return CLAUSE_WEIGHT * (_shared(self.before, other.before) + _shared(self.behind, other.behind)) + (
            SENTENCE_WEIGHT * (_shared(self.left, other.left) + _shared(self.right, other.right))
        )


def _grams(text: str) -> frozenset[str]:
    letters = [character for character in match_form(text) if character.isalpha()]
    return frozenset([*letters, *(a + b for a, b in pairwise(letters))])


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0
