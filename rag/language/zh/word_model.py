"""How likely a run of Chinese characters is, as a series of words: a unigram model of the archive and of general Chinese.

The words are found by Viterbi's algorithm, as in jieba; a word's probability is the sum of its share of the archive's words
and its share of the corpus that jieba's dictionary was counted in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import rjieba

LONGEST_WORD = 4  # characters
WORDS_IN_DICTIONARY_CORPUS = 60_101_967  # the sum of the frequencies in jieba's dictionary
WORDS_IN_PASSAGE = 60  # different words of a passage, on average
UNSEEN = 0.5  # passages that a word counts as printed in if it is in none


@dataclass(frozen=True, slots=True)
class Word:
    """A word from `start` to `end` of a run."""

    start: int
    end: int


class WordModel:
    """The likelihood of words in one archive."""

    def __init__(self, passages: int, count: Callable[[str], int]) -> None:
        """
        Args:
            passages: number of passages of the archive.
            count: returns the number of passages that contain a word.
        """
        self._archive_words = passages * WORDS_IN_PASSAGE
        self._count = count
        self._known: dict[str, float] = {}

    def split(self, run: str) -> tuple[float, list[Word]]:
        """The likeliest words of a run, and their log probability."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(run) + 1):
            starts = range(max(0, end - LONGEST_WORD), end)
            best.append(
                max((best[start][0] + self._log_probability(run[start:end]), start) for start in starts)
            )
        return best[-1][0], list(_words_back(best))[::-1]

    def _log_probability(self, word: str) -> float:
        if word not in self._known:
            self._known[word] = self._computed(word)
        return self._known[word]

    def _computed(self, word: str) -> float:
        count, is_listed = self._count(word), rjieba.has_word(word)
        if len(word) > 1 and not (count or is_listed):
            return -math.inf
        # For a word of the dictionary, jieba suggests the frequency that it has there.
        general = rjieba.suggest_freq(word) / WORDS_IN_DICTIONARY_CORPUS if is_listed else 0.0
        return math.log((count + UNSEEN) / self._archive_words + general)


def _words_back(best: list[tuple[float, int]]) -> Iterator[Word]:
    """The words of the best path, from the last to the first."""
    end = len(best) - 1
    while end:
        start = best[end][1]
        yield Word(start, end)
        end = start
