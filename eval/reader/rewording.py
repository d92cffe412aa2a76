"""Rewords a question: as people type it, as a follow-up, or about another year, person or place."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

import rjieba
from pypinyin import lazy_pinyin

from eval.reader.english import rough_english
from rag.language import locale_of

_MARKS = re.compile(r"[?？。！!]+$")
_ASKING = re.compile(r"什么时候|什么|多少|是谁|谁|哪[个些里年位一]?|如何|怎么|怎样|为什么|为何|几|吗|呢|的")


def reworded(
    question: str, chance: random.Random, *, english: float, keywords: float, unmarked: float
) -> str:
    """The question as people type it: in English, as keywords, without a question mark, or unchanged.

    Args:
        english, keywords, unmarked: probabilities of these changes.
    """
    if locale_of(question) == "en":
        return question
    if chance.random() < english:
        return rough_english(question, chance)
    if chance.random() < keywords:
        question = " ".join(_ASKING.sub(" ", question).split()) or question
    return without_mark(question) if chance.random() < unmarked else question


class Homophones:
    """The common characters that sound alike, whatever their tone."""

    def __init__(self, texts: Sequence[str]) -> None:
        """
        Args:
            texts: characters that occur in them `COMMON` times are common.
        """
        counts = Counter(character for text in texts for character in text)
        self._alike = defaultdict[str, list[str]](list)
        for character, count in counts.items():
            if count >= COMMON and _HAN.match(character):
                self._alike[lazy_pinyin(character)[0]].append(character)

    def misspelt(self, question: str, chance: random.Random) -> str:
        """The question with a character replaced by another that sounds alike."""
        written = [i for i, c in enumerate(question) if _HAN.match(c)]
        if not written:
            return question
        at = chance.choice(written)
        others = [c for c in self._alike[lazy_pinyin(question[at])[0]] if c != question[at]]
        return question[:at] + chance.choice(others) + question[at + 1 :] if others else question


def elided(question: str, previous: str) -> str:
    """The question as a follow-up: without its longest part that the one before it has too; empty if they share too little
    or too little would remain."""
    if locale_of(question) == "en":
        return ""
    shared = SequenceMatcher(None, question, previous, autojunk=False).find_longest_match()
    remaining = _LOOSE_START.sub("", question[: shared.a] + question[shared.a + shared.size :])
    return remaining if shared.size >= SHARED and len(remaining) >= REMAINING else ""


COMMON = 5  # occurrences
SHARED, REMAINING = 3, 5  # characters
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LOOSE_START = re.compile(r"^[的在，、 ]+")

_YEAR = re.compile(r"(?:19|20)\d\d")
_NAMED = ("nr", "ns", "nt", "nz", "nrt")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉萍红建国海燕志文"
_PLACES = "东阳 云溪 安渡 武义 义乌 临江 青田 南坪 石桥 河口 长宁 白塔 金山 西湖 北城 兰溪 桐庐 永昌 新丰 松江".split()


def swapped(question: str, passage: str, chance: random.Random) -> str | None:
    """The question with another year, person or place than the passage has, so that the passage does not answer it; None
    if the question names none of them."""
    year = _YEAR.search(question)
    if year and year.group() in passage and chance.random() < 0.7:
        other = str(int(year.group()) + chance.choice([-3, -2, -1, 1, 2, 3]))
        return None if other in passage else question.replace(year.group(), other)
    named = [(w, t) for w, t in rjieba.tag(question) if t in _NAMED and len(w) > 1 and w in passage]
    if not named:
        return None
    word, tag = chance.choice(named)
    if tag.startswith("nr"):
        other = chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, chance.randint(1, 2)))
    else:
        other = chance.choice(_PLACES) + (word[-1] if word[-1] in "省市县区镇村乡州国路" else "")
    return None if other in passage else question.replace(word, other)


def without_mark(question: str) -> str:
    return _MARKS.sub("", question)
