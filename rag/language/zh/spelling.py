"""Finds misspelt words of a Chinese question: words that the archive does not print, and that sound like one that it prints.

Input methods turn sounds into characters, so most typing errors sound right: 钟心小学 for 中心小学. A misspelling puts two
characters side by side that no article has side by side. Only there, each character is tried with those that sound like it;
a new word is taken if it makes the question so much likelier (see `_Run._score`) that chance is ruled out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rjieba

from rag.language.respelling import PrintedWords, Respelling
from rag.language.zh.sounds import sound_alikes
from rag.language.zh.word_model import LONGEST_WORD, Word, WordModel
from rag.text.script import is_traditional, to_simplified, to_traditional
from rag.text.words import character_pairs

LEAST_SCORE = 6.0
NEIGHBOURS_WEIGHT = 0.5  # of the pairs that the new character forms with its neighbours, beside the words
WINDOW = LONGEST_WORD + 2  # characters before and after a character that are split into words with it
MOST_UNKNOWN = 12  # pairs; a question with more is not about this archive, or is no Chinese

_RUN = re.compile(r"[“‘「『\"][^”’」』\"]*[”’」』\"]|(?P<run>[\u3400-\u4dbf\u4e00-\u9fff]{2,})")
# Dialects and everyday speech combine these with words that papers do not: 哪段, 咋个, 好多人.
_QUESTION_WORDS = frozenset("哪那么几谁啥咋怎多吗呢嘛呀啊")


def respellings(text: str, words: PrintedWords) -> tuple[Respelling, ...]:
    """The misspelt words of a question, in their order. Words in quotation marks are taken as they are typed."""
    runs = [(match.start(), to_simplified(match["run"])) for match in _RUN.finditer(text) if match["run"]]
    pairs = {pair for _, run in runs for pair in character_pairs(run)}
    counts = _Counts(words)
    counts.load(pairs)
    if not 0 < sum(counts[pair] == 0 for pair in pairs) <= MOST_UNKNOWN:
        return ()
    model = WordModel(words.passage_count(), counts.__getitem__)
    script = to_traditional if is_traditional(text) else str
    found = [
        Respelling(start + change.word.start, start + change.word.end, script(change.taken))
        for start, run in runs
        for change in _Run(run, counts, model).changes()
    ]
    return tuple(sorted(found, key=lambda respelling: respelling.start))


@dataclass(frozen=True, slots=True)
class _Change:
    """A word of a run that should be `taken`; the higher the score, the surer."""

    word: Word
    taken: str
    score: float


class _Counts:
    """The numbers of passages with index terms; each term is looked up once."""

    def __init__(self, words: PrintedWords) -> None:
        self._words = words
        self._known: dict[str, int] = {}

    def load(self, terms: Iterable[str]) -> None:
        """Look up many terms at once."""
        self._known.update(self._words.printed(set(terms) - self._known.keys()))

    def __getitem__(self, term: str) -> int:
        if term not in self._known:
            self.load([term])
        return self._known.get(term, 0)


class _Run:
    """A run of Chinese characters of a question."""

    def __init__(self, run: str, counts: _Counts, model: WordModel) -> None:
        self._run = run
        self._counts = counts
        self._model = model
        self._unknown = {i for i, pair in enumerate(character_pairs(run)) if not counts[pair]}
        self._typed_words = list(_listed_words(run)) if self._unknown else []

    def changes(self) -> list[_Change]:
        """The misspelt words; where several overlap, the surest."""
        chosen: list[_Change] = []
        for change in sorted(self._possible(), key=lambda change: -change.score):
            if all(change.word.end <= c.word.start or c.word.end <= change.word.start for c in chosen):
                chosen.append(change)
        return chosen

    def _possible(self) -> Iterator[_Change]:
        spots = {at for i in self._unknown for at in (i, i + 1) if self._run[at] not in _QUESTION_WORDS}
        tried = [(at, character) for at in sorted(spots) for character in sound_alikes(self._run[at])]
        self._counts.load(pair for at, character in tried for pair in self._pairs_at(at, character))
        known = [(at, character) for at, character in tried if self._is_known(at, character)]
        windows = {at: self._window(at, self._run[at]) for at, _ in known}
        self._counts.load(_substrings([*windows.values(), *(self._window(*one) for one in known)]))
        typed = {at: self._model.split(window)[0] for at, window in windows.items()}
        for at, character in known:
            change = self._change(at, character, typed[at])
            if change and change.score >= LEAST_SCORE:
                yield change

    def _change(self, at: int, character: str, typed: float) -> _Change | None:
        """The word that `character` forms in place of the one at `at`; None if no word, or a known word, is changed.

        Args:
            typed: the log probability of the window as typed.
        """
        first = max(0, at - WINDOW)
        likelihood, words = self._model.split(self._window(at, character))
        word = next(Word(first + w.start, first + w.end) for w in words if w.start <= at - first < w.end)
        taken = self._with(at, character)[word.start : word.end]
        if likelihood <= typed or not self._may_replace(word, at, taken):
            return None
        return _Change(word, taken, self._score(at, character, likelihood - typed))

    def _may_replace(self, word: Word, at: int, taken: str) -> bool:
        """Whether `taken` is a printed word, and what was typed is none.

        A word of the dictionary that the archive prints is changed only within a longer word.
        """
        needed = 1 if rjieba.has_word(taken) else 2
        if len(taken) < 2 or self._counts[taken] < needed:
            return False
        if _QUESTION_WORDS & {*taken, *self._run[word.start : word.end]}:
            return False
        typed = next(w for w in self._typed_words if w.start <= at < w.end)
        is_longer = word.start <= typed.start and typed.end <= word.end and word != typed
        return (
            typed.end - typed.start == 1 or is_longer or not self._counts[self._run[typed.start : typed.end]]
        )

    def _score(self, at: int, character: str, gain: float) -> float:
        """How sure a change is: how much likelier words and neighbours are, less the unlikeness of the sound."""
        neighbours = self._neighbours(at, character) - self._neighbours(at, self._run[at])
        return gain + NEIGHBOURS_WEIGHT * neighbours - sound_alikes(self._run[at])[character]

    def _neighbours(self, at: int, character: str) -> float:
        return sum(math.log(self._counts[pair] + 0.5) for pair in self._pairs_at(at, character))

    def _is_known(self, at: int, character: str) -> bool:
        """Whether `character` makes an unknown pair at `at` a known one."""
        run = self._with(at, character)
        spots = self._unknown & {at - 1, at}
        return any(self._counts[pair] for i in spots for pair in character_pairs(run[i : i + 2]))

    def _pairs_at(self, at: int, character: str) -> list[str]:
        return character_pairs(self._with(at, character)[max(0, at - 1) : at + 2])

    def _window(self, at: int, character: str) -> str:
        return self._with(at, character)[max(0, at - WINDOW) : at + WINDOW + 1]

    def _with(self, at: int, character: str) -> str:
        return self._run[:at] + character + self._run[at + 1 :]


def _substrings(windows: Iterable[str]) -> Iterator[str]:
    """Everything in the windows that may be a word."""
    for window in windows:
        for start in range(len(window)):
            yield from (window[start:end] for end in range(start + 1, start + LONGEST_WORD + 1))


def _listed_words(run: str) -> Iterator[Word]:
    """The words of a run that are in the segmenter's dictionary, and its other characters one by one."""
    start = 0
    for word in rjieba.cut(run, False):
        yield Word(start, start + len(word))
        start += len(word)
