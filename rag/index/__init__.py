"""The search indexes: Chroma for meaning, Tantivy for words. Caches of the archive, and never trusted blindly.

`Indexes.open` is the way in. The errors a user can meet:

    WendaError
      ModelChanged    the archive's vectors are another model's
      Rebuilding      the archive is too large to be scanned while the indexes are built
      NotOwner        another process writes the indexes, or they are closed
      IndexUnusable   the indexes can be neither written nor built anew
"""

from rag.index.damage import IndexUnusable
from rag.index.hit import Hit
from rag.index.indexes import Indexes, ModelChanged, Rebuilding, State
from rag.index.lock import owned_elsewhere
from rag.index.owner import NotOwner, SyncReport

__all__ = [
    "Hit",
    "IndexUnusable",
    "Indexes",
    "ModelChanged",
    "NotOwner",
    "Rebuilding",
    "State",
    "SyncReport",
    "owned_elsewhere",
]
