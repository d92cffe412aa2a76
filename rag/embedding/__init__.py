"""The embedding model: texts in, unit vectors out.

Errors, all `WendaError`:
    ModelNotLoaded: the model that the settings name cannot be had.
    WeightsNotInstalled, WeightsDiffer: there is nothing to build the embedded model from.
    ModelNotBuilt: the embedded model cannot be written to the cache.
"""

from rag.embedding.embedded import ModelNotBuilt
from rag.embedding.model import Embedder
from rag.embedding.other import ModelNotLoaded
from rag.embedding.weights import WeightsDiffer, WeightsNotInstalled

__all__ = ["Embedder", "ModelNotBuilt", "ModelNotLoaded", "WeightsDiffer", "WeightsNotInstalled"]
