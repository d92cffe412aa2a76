"""Counts how many of the articles in a file were read, and how many of their fields are right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.formats.sample import Story
from eval.pages.similarity import character_pairs, overlap_f, same
from rag.schema import Draft

_ALIKE = 0.9  # overlap of the texts of an article and its draft, as `eval.pages.score` demands


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one or more files.

    Attributes:
        expected, read: articles in the files, and articles that were read.
        found: expected ones that were read.
        texts, headlines, days, bylines: found ones in which this is right; spaces are ignored.
    """

    expected: int = 0
    read: int = 0
    found: int = 0
    texts: int = 0
    headlines: int = 0
    days: int = 0
    bylines: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def is_complete(self) -> bool:
        """Whether everything is right, and nothing else was read."""
        others = (self.read, self.found, self.texts, self.headlines, self.days, self.bylines)
        return all(count == self.expected for count in others)


def count(stories: Sequence[Story], drafts: Sequence[Draft]) -> Counts:
    """Counts of one file. Each draft is compared with one story at most."""
    left = list(drafts)
    total = Counts(expected=len(stories), read=len(drafts))
    for story in stories:
        pairs = character_pairs(story.text)
        likest = max(left, key=lambda draft: overlap_f(pairs, character_pairs(draft.text)), default=None)
        if likest is None or overlap_f(pairs, character_pairs(likest.text)) < _ALIKE:
            continue
        left.remove(likest)
        total += Counts(
            found=1,
            texts=same(story.text, likest.text),
            headlines=same(story.headline, likest.headline),
            days=story.day == likest.date,
            bylines=same(story.byline, likest.byline),
        )
    return total
