"""What understanding a question needs of an archive's indexes: how the paper words things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from rag.schema import Version


class Lookup(Protocol):
    """Looks words up in what the paper has printed; finds nothing while the indexes are being built."""

    def articles(self, words: str) -> Sequence[Version]:
        """The articles that some words find, best first."""
        ...

    def passages_with(self, word: str) -> Sequence[int]:
        """The ids of all passages that have a word."""
        ...
