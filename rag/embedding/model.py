"""The embedding model: texts in, unit vectors out, whatever model the settings name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.config import Settings
from rag.embedding.embedded import embedded_fingerprint, embedded_folder
from rag.embedding.number_type import Encode, NumberType, choose_number_type
from rag.embedding.other import OtherModel, find_folder, folder_fingerprint

if TYPE_CHECKING:  # PyTorch takes seconds to import: only where a model is loaded
    from rag.embedding.encoder import Encoder

# By default threads that wait for each other spin, and on a busy machine take the CPU from those they wait for:
# under a load of 12 on two cores a question took 550 to 1150 ms, and 90 to 110 ms with threads that sleep.
# PyTorch's OpenMP reads this once, when it is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# In bfloat16 oneDNN compiles code for each new length of a batch and keeps 1024 such pieces of 0.7 MB each, here and in
# PyTorch: it grew by 250 MB over 50 questions. Making one anew takes 0.7 ms. Both caches are read once, at the first use.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64")
os.environ.setdefault("LRU_CACHE_CAPACITY", "64")

# Passages of some 180 characters a second on two cores, by texts in a batch, bfloat16 / float32:
# 4: 42 / 25, 8: 43 / 26, 16: 42 / 23, 32: 36 / 18, 64: 36 / 17.
_BATCH = 8
# How `ingest` words what is embedded of a passage; a new wording makes vectors that cannot be compared with the old.
TEXT_PREPARATION = "headline sub-headline 年月日, then the passage"


class Embedder:
    """One embedding model on the CPU; safe to share between threads.

    Attributes:
        fingerprint: short hex of all that shapes the vectors (weights, tokenizer, prompts, pooling, length,
            text preparation) but the number type: vectors of two fingerprints must not be compared.
        dtype: the number type it computes in, `float32` or `bfloat16`; vectors of both may be compared.
        dimensions: length of a vector.
    """

    fingerprint: str
    dtype: NumberType
    dimensions: int

    def __init__(self, model: Model, *, fingerprint: str, dtype: NumberType) -> None:
        self.fingerprint = fingerprint
        self.dtype = dtype
        self.dimensions = model.dimensions
        self._model = model
        # One thread computes for all: it has all cores, and PyTorch keeps compiled code for each thread that computes.
        self._computing = ThreadPoolExecutor(1, "embedding")

    @classmethod
    def load(cls, settings: Settings) -> Embedder:
        """Loads the model that the settings name; the embedded one is built at the first use.

        Raises:
            ModelNotLoaded: there is no such model, or it cannot be fetched.
            WeightsNotInstalled, WeightsDiffer, ModelNotBuilt: the embedded model cannot be built.
        """
        if settings.embedding_model == "embedded":
            load, fingerprint = _embedded(settings)
        else:
            load, fingerprint = _other(settings.embedding_model)

        def load_to_measure(number_type: NumberType) -> Encode:
            return cls(load(number_type), fingerprint=fingerprint, dtype=number_type).encode_passages

        number_type = choose_number_type(load_to_measure, fingerprint, settings.cache_dir)
        return cls(load(number_type), fingerprint=_prepared(fingerprint), dtype=number_type)

    @property
    def encoder(self) -> Encoder | None:
        """The embedded model's parts, for the reader to share; None where the settings name another model."""
        from rag.embedding.encoder import Encoder

        return self._model if isinstance(self._model, Encoder) else None

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Returns the unit vector (``dimensions``,) of a question; one too long for the model is cut off."""
        vectors = _unit_vectors(self._computing.submit(self._model.encode_queries, [text]).result())
        vector: NDArray[np.float32] = vectors[0]
        return vector

    def encode_passages(
        self, texts: Sequence[str], on_batch: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """Returns the unit vectors (n, ``dimensions``) of passages, in their order; long ones are cut off.

        Args:
            on_batch: called after each batch with the number of texts in it.
        """
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        # Texts of like length share a batch: each is padded to the longest.
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        for start in range(0, len(texts), _BATCH):
            batch = by_length[start : start + _BATCH]
            # a question waits for one batch, not for all
            encoded = self._computing.submit(self._model.encode_documents, [texts[i] for i in batch])
            vectors[batch] = _unit_vectors(encoded.result())
            if on_batch is not None:
                on_batch(len(batch))
        return vectors


class Model(Protocol):
    """What turns texts into vectors (n, dimensions), under the prompts that it was trained with."""

    dimensions: int

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]: ...

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


def _embedded(settings: Settings) -> tuple[Callable[[NumberType], Model], str]:
    """What loads the embedded model in a number type, and its fingerprint."""
    folder = embedded_folder(settings.cache_dir)
    from rag.embedding.bert import load_bert
    from rag.embedding.encoder import Encoder, load_tokenizer

    tokenizer = load_tokenizer(folder)
    return lambda number_type: Encoder(tokenizer, load_bert(folder, number_type)), embedded_fingerprint()


def _other(name: str) -> tuple[Callable[[NumberType], Model], str]:
    folder = find_folder(name)
    return lambda number_type: OtherModel.load(folder, number_type, name), folder_fingerprint(folder)


def _unit_vectors(encoded: NDArray[np.float32]) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = encoded.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.maximum(lengths, 1e-12)
    return vectors


def _prepared(model_fingerprint: str) -> str:
    """The fingerprint of a model's vectors of texts prepared as today."""
    return hashlib.sha256(f"{model_fingerprint} {TEXT_PREPARATION}".encode()).hexdigest()[:16]
