"""What a respelling is, and what a language needs to know of the archive to find misspelt words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Respelling:
    """A word of a text that is probably misspelt: `text[start:end]` should be `taken`."""

    start: int
    end: int
    taken: str


class PrintedWords(Protocol):
    """The words that the archive prints."""

    def passage_count(self) -> int:
        """The number of passages of the archive."""
        ...

    def printed(self, terms: Collection[str]) -> Mapping[str, int]:
        """The number of passages with each index term (see `rag.text.words`), in their text or their article's head.

        Empty while the words cannot be counted.
        """
        ...
