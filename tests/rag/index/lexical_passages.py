"""Passages for the tests of the word indexes."""

from __future__ import annotations

from rag.index.lexical import LexicalIndex, PassageWords
from rag.text.words import words

NAME = "0a1b2c3d-4e5f6071"


def passage(passage_id: int, body: str, head: str = "") -> PassageWords:
    return PassageWords(passage_id, tuple(words(head)), tuple(words(body)))


def add(index: LexicalIndex, *bodies: str) -> None:
    index.put([passage(number, body) for number, body in enumerate(bodies, 1)])
    index.commit()


def ids(hits) -> list[int]:
    return [hit.passage_id for hit in hits]
