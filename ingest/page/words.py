"""Measures how well a title fits a body: their shared pairs of characters, rare pairs weighing more."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rag.text.normalise import match_form

LEAD = 140  # characters; a headline mostly uses words of the first two sentences


@dataclass(frozen=True)
class BodyWords:
    """The character pairs and characters of a body; `lead` has the pairs of its first `LEAD` characters."""

    pairs: frozenset[str]
    lead: frozenset[str]
    characters: frozenset[str]


def body_words(paragraphs: Iterable[str]) -> BodyWords:
    """The words of a body from its paragraphs' texts."""
    texts = [_content(text) for text in paragraphs]
    joined = "\n".join(texts)
    return BodyWords(
        pairs=frozenset(pair for text in texts for pair in _pairs(text)),
        lead=frozenset(_pairs(joined[:LEAD])),
        characters=frozenset(joined),
    )


class PageWords:
    """How common each pair of characters is among a page's bodies."""

    def __init__(self, bodies: Iterable[Iterable[str]]) -> None:
        """
        Args:
            bodies: the paragraphs of each part of the page that certainly belongs to one article.
        """
        self._bodies = 0
        self._seen_in: Counter[str] = Counter()
        for paragraphs in bodies:
            self._bodies += 1
            self._seen_in.update({pair for text in paragraphs for pair in _pairs(_content(text))})

    def affinity(self, title: str, body: BodyWords) -> float:
        """How well a title fits a body, from 0 (nothing shared) to 1 (the body's lead has all of its pairs)."""
        content = _content(title)
        weights = {pair: self._weight(pair) for pair in _pairs(content)}
        total = sum(weights.values())
        if not total:
            return 0.0
        in_body = sum(weight for pair, weight in weights.items() if pair in body.pairs) / total
        in_lead = sum(weight for pair, weight in weights.items() if pair in body.lead) / total
        characters = sum(1 for char in content if char in body.characters) / len(content)
        return 0.5 * in_body + 0.25 * in_lead + 0.25 * characters

    def _weight(self, pair: str) -> float:
        """Inverse document frequency. A pair that is in no body gets a low weight: it does not tell bodies apart."""
        seen_in = self._seen_in.get(pair, 0)
        if not seen_in:
            return 0.5 * math.log(2 + self._bodies)
        return math.log(1 + (1 + self._bodies) / seen_in)


def _content(text: str) -> str:
    return "".join(char for char in match_form(text) if char.isalnum())


def _pairs(content: str) -> list[str]:
    return [content[i : i + 2] for i in range(len(content) - 1)]
