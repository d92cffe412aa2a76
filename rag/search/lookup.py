"""Looks words up in the indexes while a question is being understood."""

from __future__ import annotations

from collections.abc import Sequence

from rag.archive import Archive
from rag.index import Indexes, Rebuilding
from rag.schema import Version

HITS = 10  # passages per lookup


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
