"""Looks words up in the indexes while a question is being understood."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rag.archive import Archive
from rag.index import Indexes, Rebuilding
from rag.schema import Version

HITS = 10  # passages per lookup
NEAR_THE_TOP = 50  # passages among which `fit` looks for a word


class IndexLookup:
    """Implements `rag.question.lookup.Lookup`; finds nothing while the indexes are being rebuilt."""

    def __init__(self, archive: Archive, indexes: Indexes) -> None:
        self.archive = archive
        self.indexes = indexes

    def articles(self, words: str) -> Sequence[Version]:
        try:
            hits = self.indexes.lexical(words, HITS)
        except Rebuilding:
            return ()
        found = self.archive.passages([hit.passage_id for hit in hits])
        return tuple({p.version.article_id: p.version for p in found}.values())

    def passages_with(self, word: str) -> Sequence[int]:
        try:
            return self.indexes.containing_all([word])
        except Rebuilding:
            return ()

    def passage_count(self) -> int:
        return self.indexes.passage_count

    def printed(self, terms: Collection[str]) -> Mapping[str, int]:
        try:
            return self.indexes.printed(terms)
        except Rebuilding:
            return {}

    def fit(self, word: str, text: str) -> float:
        try:
            hits = self.indexes.lexical(text, NEAR_THE_TOP)
        except Rebuilding:
            return 0.0
        passages = set(self.passages_with(word))
        best = next((hit.score for hit in hits if hit.passage_id in passages), 0.0)
        return best / hits[0].score if hits else 1.0
