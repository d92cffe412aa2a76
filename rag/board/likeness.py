"""How far apart questions are: by the meaning of the whole, and by what a small difference in wording can mean.

An embedding hardly tells `东城几点来水` from `西城几点来水`, or two questions about one long-named event from each other: its
distance alone would put unlike questions into one group. So the wordings are compared too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from rag.language import Kind
from rag.question.query import understand
from rag.schema import Request
from rag.text.normalise import match_form

SAME = 0.11
"""Distance up to which two questions count as the same.

It and the three below were tuned on the half `tune` of tests/rag/board/question_groups.tsv, together with 135 residents'
questions that are all different, for 95 % of the pairs in groups rightly there: unlike questions in one group are worse than a
group in two parts. With the vectors' distance alone, 95 % is reached only where hardly anything is grouped."""

OTHER_KIND = 0.03  # for questions that ask for another kind of thing
OTHER_WORDS = (
    0.01  # for each character (word, in English) that only one has, counted in the one that has fewer of them
)
SWAPPED = 0.04  # for questions that say the same but for a word in place of another

_SPECIFIC: frozenset[Kind] = frozenset(("time", "number", "place", "person", "reason"))
_NUMBER = re.compile(r"\d+")
_DIGITS = str.maketrans("一二三四五六七八九", "123456789")
_ALIKE = 0.5  # share of equal words from which on a difference is a swap, and not another wording
_ROWS = 500  # of the matrix of all distances that are in memory at once
_ANY_DAY = date(2000, 1, 1)  # only the wording is compared, and no period computed from it


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """What is compared of a question beside its vector.

    Attributes:
        topic: its words but for question words: characters of Chinese, words of other languages.
    """

    kind: Kind
    numbers: frozenset[str]
    topic: tuple[str, ...]

    @classmethod
    def of(cls, question: str) -> ParsedQuestion:
        query = understand(Request(question=question, today=_ANY_DAY))
        topic = match_form(query.topic).translate(_DIGITS)
        words = topic.split() if topic.isascii() else [sign for sign in topic if not sign.isspace()]
        return cls(query.kind, frozenset(_NUMBER.findall(topic)), tuple(words))


def near_pairs(
    questions: Sequence[ParsedQuestion], vectors: NDArray[np.float32]
) -> Iterator[tuple[int, int, float]]:
    """The pairs of questions that are no further apart than `SAME`: both indexes, the lower one first, and the distance.

    Args:
        vectors: their unit vectors (n, dimensions).
    """
    kinds = np.array([hash(question.kind) for question in questions])
    has = _words(questions)
    counts = has.sum(axis=1)
    for start in range(0, len(questions), _ROWS):
        rows = slice(start, start + _ROWS)
        common = has[rows] @ has.T
        only_one = np.minimum(counts[rows, None] - common, counts - common)
        apart = np.maximum(1 - vectors[rows] @ vectors.T, 0)
        apart += OTHER_WORDS * only_one + OTHER_KIND * (kinds[rows, None] != kinds)
        for row, b in zip(*np.nonzero(apart <= SAME), strict=True):
            a = start + int(row)
            if a < b and not _differ_for_certain(questions[a], questions[b]):
                distance = float(apart[row, b]) + SWAPPED * _swap_a_word(questions[a], questions[b])
                if distance <= SAME:
                    yield a, int(b), distance


def _words(questions: Sequence[ParsedQuestion]) -> NDArray[np.float32]:
    """Which question (row) has which word (column): ones and zeros."""
    columns = {word: i for i, word in enumerate({word for question in questions for word in question.topic})}
    has = np.zeros((len(questions), len(columns)), np.float32)
    for row, question in enumerate(questions):
        has[row, [columns[word] for word in question.topic]] = 1
    return has


def _differ_for_certain(a: ParsedQuestion, b: ParsedQuestion) -> bool:
    """Whether they ask for two kinds of things that exclude each other, or name different numbers."""
    other_kind = a.kind != b.kind and {a.kind, b.kind} <= _SPECIFIC
    return other_kind or bool(a.numbers - b.numbers and b.numbers - a.numbers)


def _swap_a_word(a: ParsedQuestion, b: ParsedQuestion) -> bool:
    compared = SequenceMatcher(None, a.topic, b.topic, autojunk=False)
    return compared.ratio() >= _ALIKE and any(how == "replace" for how, *_ in compared.get_opcodes())
