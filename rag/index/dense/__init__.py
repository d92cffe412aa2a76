"""The vector index: passage ids and vectors in Chroma, and no texts.

`DenseIndex` is the interface. `ChromaFolder` runs Chroma in this process; `ChromaServer` asks Chroma servers.
"""

from rag.index.dense.base import DenseIndex
from rag.index.dense.folder import ChromaFolder
from rag.index.dense.server import ChromaServer, check_servers, delete_other_collections

__all__ = [
    "ChromaFolder",
    "ChromaServer",
    "DenseIndex",
    "check_servers",
    "delete_other_collections",
]
