"""The reader's binary token features: which words question and passage share, and which are names, numbers, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import rjieba
from numpy.typing import NDArray

from rag.language.en.glossary import expressions, occurrences, romanised_names

FEATURES = (
    "question",
    "context",
    "shared_unit",
    "shared_pair",
    "shared_triple",
    "translated",
    "number",
    "date",
    "amount",
    "quoted",
    "person",
    "place",
    "organisation",
    "previous",
)
_COLUMN = {name: column for column, name in enumerate(FEATURES)}

_UNIT = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|\d+(?:[.,]\d+)*|[a-z]+")
_COMMON = frozenset("的了是在有和与及也都就着为个之而以于其这那吗呢吧啊")
_KINDS = (
    (
        "number",
        re.compile(
            r"\d+(?:[.,]\d+)*%?|[零一二两三四五六七八九十百千万亿]{2,}|百分之[零一二三四五六七八九十百点]+"
        ),
    ),
    (
        "date",
        re.compile(
            r"\d{2,4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]|\d{1,2}[:：]\d{2}"
            r"|[上下中]午|凌晨|傍晚|[昨今明]日|[昨今明]天|去年|今年|明年|(?:周|星期)[一二三四五六日天末]|\d+世纪"
        ),
    ),
    (
        "amount",
        re.compile(
            r"(?:\d[\d.,]*+|[零一二两三四五六七八九十百千]++)[十百千万亿余多]*+"
            r"(?:元|人|名|个|次|家|户|米|公里|平方|亩|吨|公斤|度|倍|岁|年|天|小时|分钟|秒|届|条|座|辆|张|件|项|篇|场|部|所|支|%|％|美元|英镑|票|分|层|间)"
        ),
    ),
    ("quoted", re.compile(r"[“「『《‘][^”」』》’]{1,40}[”」』》’]")),
)
_TAGS = {
    "nr": "person",
    "nrt": "person",
    "nrfg": "person",
    "ns": "place",
    "nt": "organisation",
    "nz": "organisation",
}


@dataclass(frozen=True, slots=True)
class PairFeatures:
    """Features of question and passage: one row per character, one column for each of `FEATURES`."""

    question: NDArray[np.float32]
    passage: NDArray[np.float32]


def character_features(question: str, passage: str, context: int, previous: int = 0) -> PairFeatures:
    """Compute the features of every character.

    Args:
        question, passage: in simplified script and lower case, except that names in an English question keep their capitals.
        context: this many characters at the beginning of `passage` are its headline and date.
        previous: this many characters at the beginning of `question` are the question before it.
    """
    question_rows = np.zeros((len(question), len(FEATURES)), np.float32)
    passage_rows = np.zeros((len(passage), len(FEATURES)), np.float32)
    question_rows[:, _COLUMN["question"]] = 1
    question_rows[:previous, _COLUMN["previous"]] = 1
    passage_rows[:context, _COLUMN["context"]] = 1
    low_question, low_passage = question.lower(), passage.lower()
    _mark_shared(question_rows, passage_rows, low_question, low_passage)
    for rows, text in ((question_rows, low_question), (passage_rows, low_passage)):
        for name, start, end in _kinds(text):
            rows[start:end, _COLUMN[name]] = 1
    for position in translated(question, low_passage):
        passage_rows[position, _COLUMN["translated"]] = 1
    return PairFeatures(question_rows, passage_rows)


def token_features(rows: NDArray[np.float32], offsets: NDArray[np.int64]) -> NDArray[np.float32]:
    """Turn character rows into token rows: a token has a feature if any of its characters has it."""
    summed = np.concatenate([np.zeros((1, rows.shape[1]), np.float32), rows.cumsum(axis=0)])
    return (summed[offsets[:, 1]] > summed[offsets[:, 0]]).astype(np.float32)


def _mark_shared(
    question_rows: NDArray[np.float32], passage_rows: NDArray[np.float32], question: str, passage: str
) -> None:
    """Mark the units, pairs and triples of units that occur in both texts."""
    question_units, passage_units = _units(question), _units(passage)
    for size, name in ((1, "shared_unit"), (2, "shared_pair"), (3, "shared_triple")):
        shared = set(_ngrams(question_units, size)) & set(_ngrams(passage_units, size))
        for rows, units in ((question_rows, question_units), (passage_rows, passage_units)):
            for i, gram in enumerate(_ngrams(units, size)):
                if gram in shared:
                    rows[units[i][1] : units[i + size - 1][2], _COLUMN[name]] = 1


@lru_cache(maxsize=4096)
def _units(text: str) -> Sequence[tuple[str, int, int]]:
    """The Chinese characters, numbers and English words of a text, with start and end."""
    return [(m.group(), m.start(), m.end()) for m in _UNIT.finditer(text) if m.group() not in _COMMON]


def _ngrams(units: Sequence[tuple[str, int, int]], size: int) -> list[tuple[str, ...]]:
    return [tuple(unit for unit, _, _ in units[i : i + size]) for i in range(len(units) - size + 1)]


@lru_cache(maxsize=4096)
def _kinds(text: str) -> Sequence[tuple[str, int, int]]:
    """The numbers, dates, amounts, quotations and names in a text: (feature, start, end)."""
    found = [(name, m.start(), m.end()) for name, pattern in _KINDS for m in pattern.finditer(text)]
    position = 0
    for word, tag in rjieba.tag(text):
        if tag in _TAGS and len(word) > 1:
            found.append((_TAGS[tag], position, position + len(word)))
        position += len(word)
    return found


def translated(english: str, passage: str) -> set[int]:
    """The positions in a passage with Chinese translations of an English text's words, or its names in Chinese.

    Args:
        passage: in simplified script and lower case.
    """
    translations, pinyin_names = _translations(english)
    found: set[int] = set()
    for word in translations:
        start = passage.find(word)
        while start >= 0:
            found.update(range(start, start + len(word)))
            start = passage.find(word, start + 1)
    for start, end, _ in occurrences(passage, pinyin_names):
        found.update(range(start, end))
    return found


@lru_cache(maxsize=1024)
def _translations(question: str) -> tuple[frozenset[str], list[str]]:
    """Chinese translations of an English question's words, and its names in pinyin; empty for a Chinese question."""
    latin = sum(c.isascii() and c.isalpha() for c in question)
    if latin <= len(question) / 2:
        return frozenset(), []
    chinese = frozenset(word for e in expressions(question) for word in e.chinese if len(word) > 1)
    return chinese, romanised_names(question)
