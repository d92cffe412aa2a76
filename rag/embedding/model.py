"""`Embedder`: turns texts into unit vectors with the model named in the settings."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.config import Settings
from rag.embedding.embedded import embedded_fingerprint, embedded_folder
from rag.embedding.joined import JoinedCalls
from rag.embedding.number_type import Encode, NumberType, choose_number_type
from rag.embedding.other import OtherModel, find_folder, folder_fingerprint
from rag.text.script import is_english

if TYPE_CHECKING:  # PyTorch takes seconds to import: only where a model is loaded
    from rag.embedding.encoder import Encoder

# By default, waiting OpenMP threads spin, and on a busy machine they take the CPU from the threads they wait for: under
# a load of 12 on two cores a question took 550 to 1150 ms, but 90 to 110 ms with threads that sleep.
# PyTorch's OpenMP reads this once, when it is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# In bfloat16, oneDNN compiles a kernel for each new batch length; oneDNN and PyTorch each cache 1024 of them, 0.7 MB apiece:
# memory grew by 250 MB over 50 questions. Recompiling one takes 0.7 ms. Both variables are read once, at the first use.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64")
os.environ.setdefault("LRU_CACHE_CAPACITY", "64")

# Passages (of some 180 characters) per second on two cores, by batch size, bfloat16 / float32:
# 4: 42 / 25, 8: 43 / 26, 16: 42 / 23, 32: 36 / 18, 64: 36 / 17.
_BATCH_SIZE = 8
_CACHED_QUERIES = (
    256  # a question is embedded to tell its intent and to search for it, and again with each follow-up
)
# Describes how `ingest` prepares a passage's text; part of the fingerprint, since other texts give other vectors.
TEXT_PREPARATION = "headline sub-headline 年月日, then the passage"


class Embedder:
    """One embedding model on the CPU. Thread-safe.

    Attributes:
        fingerprint: short hex of everything the vectors depend on (weights, tokenizer, prompts, pooling, length, text
            preparation), except the number type. Vectors with different fingerprints must not be compared.
        query_fingerprint: the same for the vectors of questions; those in English also depend on the query adapter.
        dtype: the number type it computes in, `float32` or `bfloat16`; vectors of the two can be compared.
        dimensions: length of a vector.
    """

    fingerprint: str
    query_fingerprint: str
    dtype: NumberType
    dimensions: int

    def __init__(
        self, model: Model, *, fingerprint: str, dtype: NumberType, query_fingerprint: str = ""
    ) -> None:
        self.fingerprint = fingerprint
        self.query_fingerprint = query_fingerprint or fingerprint
        self.dtype = dtype
        self.dimensions = model.dimensions
        self._model = model
        # One thread computes for all callers: it uses all cores, and PyTorch caches compiled code per computing thread.
        self._computing = ThreadPoolExecutor(1, "embedding")
        self._query_vectors = JoinedCalls(self._encode_queries, self._computing, most=_BATCH_SIZE)
        self._query_vector = lru_cache(_CACHED_QUERIES)(self._encode_query)

    @classmethod
    def load(cls, settings: Settings) -> Embedder:
        """Load the model named in the settings; the embedded one is built at the first use.

        Raises:
            ModelNotLoaded: the model does not exist or cannot be downloaded.
            WeightsNotInstalled, WeightsDiffer, ModelNotBuilt: the embedded model cannot be built.
            QueryAdapterDamaged: the weights of the query adapter cannot be read.
        """
        if settings.embedding_model == "embedded":
            load, fingerprint = _embedded(settings)
            query_fingerprint = f"{_prepared(fingerprint)}, English: {_adapter_fingerprint()}"
        else:
            load, fingerprint = _other(settings.embedding_model)
            query_fingerprint = ""

        def load_to_measure(number_type: NumberType) -> Encode:
            return cls(load(number_type), fingerprint=fingerprint, dtype=number_type).encode_passages

        number_type = choose_number_type(load_to_measure, fingerprint, settings.cache_dir)
        return cls(
            load(number_type),
            fingerprint=_prepared(fingerprint),
            query_fingerprint=query_fingerprint,
            dtype=number_type,
        )

    @property
    def encoder(self) -> Encoder | None:
        """The embedded model, for the reader to share; None if the settings name another model."""
        from rag.embedding.encoder import Encoder

        return self._model if isinstance(self._model, Encoder) else None

    def encode_query(self, text: str, *, adapted: bool = True) -> NDArray[np.float32]:
        """The unit vector (``dimensions``,) of a question, read-only; a long question is cut off.

        Args:
            adapted: to search with; False: the vector of a text in English is not moved towards the passages that answer it.
        """
        return self._query_vector(text, adapted=adapted and is_english(text))

    def encode_passages(
        self, texts: Sequence[str], on_batch: Callable[[int], None] | None = None
    ) -> NDArray[np.float32]:
        """The unit vectors (n, ``dimensions``) of passages, in the given order; long passages are cut off.

        Args:
            on_batch: called after each batch with the number of texts in it.
        """
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        # Texts of similar length share a batch, since each is padded to the longest.
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]), reverse=True)
        for start in range(0, len(texts), _BATCH_SIZE):
            batch = by_length[start : start + _BATCH_SIZE]
            # Submitted batch by batch, so that a question waits for one batch only.
            encoded = self._computing.submit(self._model.encode_documents, [texts[i] for i in batch])
            vectors[batch] = _unit_vectors(encoded.result())
            if on_batch is not None:
                on_batch(len(batch))
        return vectors

    def _encode_query(self, text: str, *, adapted: bool) -> NDArray[np.float32]:
        [vector] = self._query_vectors([(text, adapted)])
        vector.flags.writeable = False  # callers share it
        return vector

    def _encode_queries(self, queries: Sequence[tuple[str, bool]]) -> list[NDArray[np.float32]]:
        """The vectors of (text, adapted)."""
        vectors = np.empty((len(queries), self.dimensions), np.float32)
        for adapted in {adapted for _, adapted in queries}:
            rows = [row for row, query in enumerate(queries) if query[1] == adapted]
            vectors[rows] = self._model.encode_queries([queries[row][0] for row in rows], adapted=adapted)
        return list(_unit_vectors(vectors))


class Model(Protocol):
    """Turns texts into vectors (n, dimensions), with the prompts that the model was trained with."""

    dimensions: int

    def encode_queries(self, texts: Sequence[str], *, adapted: bool) -> NDArray[np.float32]: ...

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


def _embedded(settings: Settings) -> tuple[Callable[[NumberType], Model], str]:
    """A function that loads the embedded model in a given number type, and the model's fingerprint."""
    folder = embedded_folder(settings.cache_dir)
    from rag.embedding.encoder import Encoder, load_tokenizer

    tokenizer = load_tokenizer(folder)
    return lambda number_type: Encoder.of(tokenizer, folder, number_type), embedded_fingerprint()


def _adapter_fingerprint() -> str:
    from rag.embedding.query_adapter import read_card

    return str(read_card()["fingerprint"])


def _other(name: str) -> tuple[Callable[[NumberType], Model], str]:
    folder = find_folder(name)
    return lambda number_type: OtherModel.load(folder, number_type, name), folder_fingerprint(folder)


def _unit_vectors(encoded: NDArray[np.float32]) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = encoded.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.maximum(lengths, 1e-12)
    return vectors


def _prepared(model_fingerprint: str) -> str:
    """The fingerprint of a model's vectors, given `TEXT_PREPARATION`."""
    return hashlib.sha256(f"{model_fingerprint} {TEXT_PREPARATION}".encode()).hexdigest()[:16]
