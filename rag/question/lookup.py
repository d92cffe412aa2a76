"""The interface through which question understanding searches the archive."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from rag.schema import Version


class Lookup(Protocol):
    """Searches what the paper has printed. Finds nothing while the indexes are being built."""

    def articles(self, words: str) -> Sequence[Version]:
        """The articles found by a search for `words`, best first."""
        ...

    def passages_with(self, word: str) -> Sequence[int]:
        """The ids of all passages that contain a word."""
        ...

    def passage_count(self) -> int:
        """The number of passages of the archive."""
        ...

    def printed(self, terms: Collection[str]) -> Mapping[str, int]:
        """See `rag.language.PrintedWords`."""
        ...

    def fit(self, word: str, text: str) -> float:
        """How well passages with `word` match `text`: the best one's BM25 score, relative to that of the best passage of all.

        It is 0 if no passage near the top contains the word, and 1 if `text` has no words.
        """
        ...
