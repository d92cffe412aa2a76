"""Translates Chinese questions into rough English, word for word, to train and tune cross-language questions.

Each word gets a random meaning from the glossary's dictionary; words that it lacks are spelt in pinyin.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import rjieba
from pypinyin import lazy_pinyin

from eval.sets import Question
from rag.language import locale_of
from rag.language.en.glossary import entries
from rag.text.script import to_simplified

_QUESTION_WORDS = (
    (r"什么时候|何时|什么时间|几时", "When"),
    (r"哪一?年|几几年", "In which year"),
    (r"哪[一]?天|几[号日]", "On which day"),
    (r"多少|几(?=[个名次位家条])", "How many"),
    (r"为什么|为何", "Why"),
    (r"哪里|哪儿|什么地方|何处", "Where"),
    (r"谁|何人|哪位", "Who"),
    (r"如何|怎么样|怎么|怎样", "How"),
    (r"哪些|哪个|哪|什么|何", "What"),
)
_GRAMMAR = re.compile(
    r"particle|classifier|interrogative|indicating|surname|variant|suffix|prefix|abbr|interj|\bused\b"
)
_DROPPED = frozenset("的 了 吗 呢 是 在 被 把 着 过 地 得 ， 。 ？ ? 、 “ ” 《 》 : ：".split())
_CLASSIFIERS = frozenset("个 名 位 家 条 次 所 座 项 场 部 种 支 届".split())
_PREPOSITIONS = {
    "在": "in",
    "对": "for",
    "由": "by",
    "从": "from",
    "和": "and",
    "与": "and",
    "及": "and",
    "被": "by",
    "于": "in",
}


def in_rough_english(question: Question) -> Question:
    """The question in rough English; deterministic for each question."""
    if locale_of(question.text) == "en":
        return question
    return replace(question, text=rough_english(to_simplified(question.text), random.Random(question.id)))


def rough_english(question: str, chance: random.Random) -> str:
    """Translate a question in simplified Chinese word for word."""
    question_word = ""
    for pattern, english in _QUESTION_WORDS:
        match = re.search(pattern, question)
        if match:
            question_word, question = english, question[: match.start()] + " " + question[match.end() :]
            break
    words = [
        english for word, tag in rjieba.tag(question) for english in [_english(word, tag, chance)] if english
    ]
    if chance.random() < 0.3:
        chance.shuffle(words)
    verb = (
        chance.choice(["is", "was", "did", "does", "are", ""])
        if question_word
        else chance.choice(["Is", "Did", "Was", "Does"])
    )
    return " ".join(" ".join([question_word, verb, *words]).split()) + "?"


def _english(word: str, tag: str, chance: random.Random) -> str:
    if word.isascii():
        return "" if word in _DROPPED else word.strip()
    if word in _PREPOSITIONS and chance.random() < 0.6:
        return _PREPOSITIONS[word]
    if word in _DROPPED or word in _CLASSIFIERS or chance.random() < 0.05:
        return ""
    meanings = _meanings().get(word)
    if meanings and not (tag == "nr" and len(word) <= 3 and chance.random() < 0.5):
        return chance.choice(meanings[:3])
    if len(word) == 1:
        return ""
    parts = [word] if tag.startswith("n") else list(_halves(word))
    if len(parts) > 1:
        return " ".join(filter(None, (_english(part, "", chance) for part in parts)))
    return "".join(lazy_pinyin(word)).capitalize()


def _halves(word: str) -> tuple[str, ...]:
    """Split a word that the dictionary lacks into two that it has, if possible."""
    for cut in range(len(word) - 1, 0, -1):
        if word[:cut] in _meanings() and word[cut:] in _meanings():
            return word[:cut], word[cut:]
    return (word,)


@cache
def _meanings() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for chinese, meanings in entries():
        short = [m for m in meanings if len(m.split()) <= 4 and m.isascii() and not _GRAMMAR.search(m)]
        found.setdefault(chinese, []).extend(short)
    return {chinese: meanings for chinese, meanings in found.items() if meanings}
