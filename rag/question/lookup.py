"""The interface through which question understanding searches the archive."""

from __future__ import annotations

from collections.abc import Sequence
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
