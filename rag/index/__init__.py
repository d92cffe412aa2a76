"""The search indexes: Chroma for vectors, Tantivy or PostgreSQL for words. They are caches of the archive.

Start with `Indexes.open`. Errors that users can see:

    WendaError
      ModelChanged       the archive's vectors were made by another embedding model
      Rebuilding         the indexes cannot be searched now, and the archive is too large to scan meanwhile
      NotOwner           another process writes the indexes, or they are closed
      IndexUnusable      the indexes can neither be written nor rebuilt
      EngineUnavailable  a server that has an index does not answer
"""

from rag.index.damage import EngineUnavailable, IndexUnusable
from rag.index.hit import Hit, Rebuilding
from rag.index.indexes import Indexes, State
from rag.index.keeper import ModelChanged
from rag.index.owner import NotOwner, SyncReport
from rag.index.ownership import owned_elsewhere
from rag.index.purge import delete_indexes

__all__ = [
    "EngineUnavailable",
    "Hit",
    "IndexUnusable",
    "Indexes",
    "ModelChanged",
    "NotOwner",
    "Rebuilding",
    "State",
    "SyncReport",
    "delete_indexes",
    "owned_elsewhere",
]
