"""The embedding model: texts in, unit vectors out.

Errors, all `WendaError`:
    ModelNotLoaded: the model named in the settings cannot be loaded.
    WeightsNotInstalled, WeightsDiffer: the weights of the embedded model are missing or not the right ones.
    ModelNotBuilt: the embedded model cannot be written to the cache.
    QueryAdapterDamaged: the weights of the query adapter are missing or damaged.
"""

from rag.embedding.embedded import ModelNotBuilt
from rag.embedding.model import Embedder
from rag.embedding.other import ModelNotLoaded
from rag.embedding.weights import WeightsDiffer, WeightsNotInstalled

__all__ = ["Embedder", "ModelNotBuilt", "ModelNotLoaded", "WeightsDiffer", "WeightsNotInstalled"]
