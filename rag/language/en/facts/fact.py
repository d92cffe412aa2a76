"""A fact: words of a quotation and what they mean in English."""

from __future__ import annotations

from dataclasses import dataclass

from rag.text.sentences import Span


@dataclass(frozen=True, slots=True)
class Fact:
    """`quote[start:end]` says `english`."""

    start: int
    end: int
    english: str

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def distance(self, words: Span) -> int:
        """Number of characters between the fact and other words; 0 if they overlap."""
        return 0 if self.overlaps(words) else max(words.start - self.end, self.start - words.end, 0) + 1

    def repeats(self, english: str) -> bool:
        """Whether another fact, given as `english`, says the same already, if with other Chinese words beside it."""
        own = self.english.partition(" (")[0]
        return f" {own} ".replace(",", "") in f" {english} ".replace(",", "")
