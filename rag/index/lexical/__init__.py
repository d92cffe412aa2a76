"""The word index behind one interface, in two implementations: a Tantivy folder, and tables on a PostgreSQL server."""

from rag.index.lexical.base import LexicalIndex, PassageWords, words_of
from rag.index.lexical.tantivy_folder import Checksums, TantivyFolder

__all__ = [
    "Checksums",
    "LexicalIndex",
    "PassageWords",
    "TantivyFolder",
    "words_of",
]
