"""Makes examples that teach the reader what a question takes from the one before it (see `rag.reader.TALK`).

The "passage" is the previous question and its answer. The "answer" is the part of it that a follow-up leans on: its subject
(`啥时候投产` after `华盛在开发区投了多少钱` leans on `华盛在开发区`), or in `X呢` what X replaces. A question that stands alone
leans on nothing.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import rjieba

from eval.reader.examples import Example
from eval.reader.rewording import elided, without_mark
from eval.reader.sources import SourceSet
from eval.sets import Part
from rag.language import locale_of
from rag.reader import TALK
from rag.text.sentences import Span

ANSWER_SHOWN = 0.7  # share of the examples in which the previous answer is known
ANSWER_CHARACTERS = 120
SHORTEST = {"zh": 2, "en": 6}  # characters that a follow-up can lean on
REPLACED = ("那{}呢", "{}呢", "{}呢？", "换成{}呢", "那{}呢？")
PRONOUNS = ("它", "那边", "那里", "这个", "他们", "那个")
ENGLISH_PRONOUNS = ("it", "that", "they", "them", "there")
ASKS = ("多少", "几", "谁", "哪", "什么", "啥", "怎么", "咋", "吗", "何时")
NAME_TAGS = ("nr", "ns", "nt", "nz")


class TalkSet:
    """The examples that one part of a set gives: from its dialogues, or made from questions about the same paragraph."""

    def __init__(self, folder: Path, part: Part) -> None:
        """
        Raises:
            FileNotFoundError: the folder holds no question set.
        """
        loaded = SourceSet(folder, part)
        self.name, self.digest = f"{loaded.name}, talk", loaded.digest
        self._turns = loaded.turns
        self._sources = loaded.sources if not loaded.turns else []
        self._by_document = defaultdict[int, list[str]](list)
        for source in self._sources:
            self._by_document[source.document].append(source.question)
        self._names = defaultdict[str, list[str]](list)
        for source in self._sources:
            for word, tag in rjieba.tag(source.question):
                if tag in NAME_TAGS and len(word) > 1:
                    self._names[tag].append(word)

    def groups(self, chance: random.Random) -> Iterator[list[Example]]:
        """Groups of one example each."""
        for turn in self._turns:
            answer = turn.previous_sentence[:ANSWER_CHARACTERS] if chance.random() < ANSWER_SHOWN else ""
            span = leaned_on(turn.question, turn.standalone, turn.previous, answer)
            yield [_example(turn.question, turn.previous, answer, span)]
        for source in self._sources:
            before = chance.choice(self._by_document[source.document])
            if example := self._made(source.question, before, chance):
                yield [example]

    def _made(self, question: str, before: str, chance: random.Random) -> Example | None:
        kind = chance.random()
        if kind < 0.3:
            new = short_question(question) if chance.random() < 0.5 else question
            return _example(new or question, chance.choice(self._sources).question, "", None)
        if kind < 0.45:
            return self._replaced(before, chance)
        if kind < 0.5:
            return _example(question, before, "", None) if question != before else None
        if locale_of(question) == "en":
            return _english_follow_up(question, before, chance)
        shortened = elided(question, before)
        shared = SequenceMatcher(None, question, before, autojunk=False).find_longest_match()
        if not shortened or question == before:
            return None
        if chance.random() < 0.2 and not shared.a:
            shortened = chance.choice(PRONOUNS) + shortened
        if chance.random() < 0.5:
            shortened = without_mark(shortened)
        return _example(shortened, before, "", Span(shared.b, shared.b + shared.size))

    def _replaced(self, before: str, chance: random.Random) -> Example | None:
        """A question that asks the one before it about another name of the same kind."""
        if locale_of(before) == "en":
            return None
        named = [(word, tag) for word, tag in rjieba.tag(before) if tag in NAME_TAGS and len(word) > 1]
        if not named:
            return None
        word, tag = chance.choice(named)
        asked = chance.choice(REPLACED).format(chance.choice(self._names[tag]))
        start = before.index(word)
        return _example(asked, before, "", Span(start, start + len(word)))


def short_question(question: str) -> str:
    """A short question that stands alone, cut from another one: from the last name before what it asks.

    Returns:
        `梭子蟹多少钱一公斤` for `老伴儿馋了，舟山码头的梭子蟹多少钱一公斤`; empty if there is no such name.
    """
    for clause in re.split("[，,。！!？?；;]", question):
        asks = min((at for word in ASKS if (at := clause.find(word)) > 0), default=0)
        starts, start = [], 0
        for word, tag in rjieba.tag(clause[:asks]):
            if tag in NAME_TAGS or (tag.startswith("n") and len(word) > 2):
                starts.append(start)
            start += len(word)
        if starts:
            return clause[starts[-1] :]
    return ""


def leaned_on(question: str, standalone: str, previous: str, answer: str = "") -> Span | None:
    """The part of `previous` and `answer`, joined by a line break, that the standalone wording adds to the question or
    replaces; None if it adds nothing."""
    if question == standalone or not previous:
        return None
    prefix = _common_prefix(standalone, previous)
    suffix = _common_prefix(standalone[::-1], previous.rstrip("？?")[::-1])
    end = len(previous.rstrip("？?")) - suffix
    if suffix >= 3 and end > prefix and previous[end:] not in question and prefix + suffix >= 4:
        return Span(prefix, end)
    shortest = SHORTEST["en" if locale_of(standalone) == "en" else "zh"]
    for text, offset in ((previous, 0), (answer, len(previous) + 1)):
        blocks = [
            block
            for block in SequenceMatcher(None, standalone, text, autojunk=False).get_matching_blocks()
            if block.size >= shortest and standalone[block.a : block.a + block.size].strip() not in question
        ]
        if blocks:
            first = max(blocks, key=lambda block: block.size)
            near = [b for b in blocks if abs(b.b - first.b) <= 2 * first.size]
            start, stop = min(b.b for b in near), max(b.b + b.size for b in near)
            return Span(offset + start, offset + stop)
    return None


def _english_follow_up(question: str, before: str, chance: random.Random) -> Example | None:
    shared = SequenceMatcher(None, question, before, autojunk=False).find_longest_match()
    text = question[shared.a : shared.a + shared.size]
    whole = text.strip()
    if len(whole) < 12 or question == before:
        return None
    start = before.index(whole)
    asked = " ".join(question.replace(text, f" {chance.choice(ENGLISH_PRONOUNS)} ").split()).replace(
        " ?", "?"
    )
    return _example(asked, before, "", Span(start, start + len(whole)))


def _example(question: str, previous: str, answer: str, span: Span | None) -> Example:
    passage = f"{previous}\n{answer}" if answer else previous
    return Example(question, "", TALK, passage, None, span)


def _common_prefix(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
