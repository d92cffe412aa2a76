"""The word index behind one interface, in two implementations: a Tantivy folder, and tables on a PostgreSQL server."""

from rag.index.lexical.base import LexicalIndex, PassageWords, words_of
from rag.index.lexical.tantivy_folder import TantivyFolder, verify_checksums

__all__ = [
    "LexicalIndex",
    "PassageWords",
    "TantivyFolder",
    "verify_checksums",
    "words_of",
]
