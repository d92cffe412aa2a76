"""The embedding model: texts in, unit vectors out, whatever sentence-transformers model the settings name."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from rag.config import Settings
from rag.embedding.embedded import embedded_fingerprint, embedded_folder
from rag.embedding.number_type import Encode, NumberType, choose_number_type
from rag.schema import WendaError

if TYPE_CHECKING:  # PyTorch takes seconds to import: only where a model is loaded
    from sentence_transformers import SentenceTransformer

# By default threads that wait for each other spin, and on a busy machine take the CPU from those they wait for:
# under a load of 12 on two cores a question took 550 to 1150 ms, and 90 to 110 ms with threads that sleep.
# PyTorch's OpenMP reads this once, when it is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# Passages of some 180 characters a second on two cores, by texts in a batch, bfloat16 / float32:
# 4: 42 / 25, 8: 43 / 26, 16: 42 / 23, 32: 36 / 18, 64: 36 / 17.
_BATCH = 8
# How `ingest` words what is embedded of a passage; a new wording makes vectors that cannot be compared with the old.
TEXT_PREPARATION = "headline sub-headline 年月日, then the passage"
_OTHER_FORMATS = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf"]
_MODEL_FILES = {".json", ".safetensors", ".bin", ".txt", ".model"}
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")


class ModelNotLoaded(WendaError):
    """The model that the settings name cannot be had."""

    def __init__(self, name: str, error: Exception) -> None:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        super().__init__(
            f"The embedding model {name!r} (WENDA_EMBEDDING_MODEL) cannot be loaded: {reason}\n"
            "A folder must hold a sentence-transformers model. A hub id (`org/name`) needs the network at "
            "the first start, and no HF_HUB_OFFLINE=1; without a network, fetch the model elsewhere with "
            "`hf download ID --local-dir FOLDER` and name the folder. WENDA_EMBEDDING_MODEL=embedded "
            "needs neither."
        )


class Embedder:
    """One embedding model on the CPU; safe to share between threads.

    Attributes:
        fingerprint: short hex of all that shapes the vectors (weights, tokenizer, prompts, pooling, length,
            text preparation) but the number type: vectors of two fingerprints must not be compared.
        dtype: the number type it computes in, `float32` or `bfloat16`; vectors of both may be compared.
        dimensions: length of a vector.
    """

    fingerprint: str
    dtype: str
    dimensions: int

    def __init__(self, model: SentenceTransformer, *, fingerprint: str, dtype: str) -> None:
        self.fingerprint = fingerprint
        self.dtype = dtype
        self.dimensions = model.get_embedding_dimension() or 0
        self._model = model
        self._document_prompt = _document_prompt(model)
        self._lock = threading.Lock()  # fast tokenizers raise "Already borrowed" under threads

    @classmethod
    def load(cls, settings: Settings) -> Embedder:
        """Loads the model that the settings name; the embedded one is built at the first use.

        Raises:
            ModelNotLoaded: there is no such model, or it cannot be fetched.
            WeightsNotInstalled, WeightsDiffer, ModelNotBuilt: the embedded model cannot be built.
        """
        if settings.embedding_model == "embedded":
            folder = embedded_folder(settings.cache_dir)
            fingerprint = embedded_fingerprint()
        else:
            folder = _find(settings.embedding_model)
            fingerprint = _fingerprint(folder)

        def load(number_type: NumberType) -> Encode:
            model = _load(folder, number_type, settings.embedding_model)
            return cls(model, fingerprint=fingerprint, dtype=number_type).encode_passages

        number_type = choose_number_type(load, fingerprint, settings.cache_dir)
        model = _load(folder, number_type, settings.embedding_model)
        return cls(model, fingerprint=_prepared(fingerprint), dtype=number_type)

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Returns the unit vector (``dimensions``,) of a question; one too long for the model is cut off."""
        with self._lock:
            vectors = _unit_vectors(self._model.encode_query([text], show_progress_bar=False))
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
            with self._lock:  # a question waits for one batch, not for all
                vectors[batch] = self._encode_batch([texts[i] for i in batch])
            if on_batch is not None:
                on_batch(len(batch))
        return vectors

    def _encode_batch(self, texts: list[str]) -> NDArray[np.float32]:
        return _unit_vectors(
            self._model.encode_document(
                texts, prompt_name=self._document_prompt, batch_size=_BATCH, show_progress_bar=False
            )
        )


def _unit_vectors(encoded: NDArray[np.float32]) -> NDArray[np.float32]:
    vectors: NDArray[np.float32] = encoded.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.maximum(lengths, 1e-12)
    return vectors


def _document_prompt(model: SentenceTransformer) -> str | None:
    """The first of the usual names that the model gives a text for: sentence-transformers itself would take
    its own empty `document` before a model's `passage`."""
    return next((name for name in _DOCUMENT_PROMPTS if model.prompts.get(name)), None)


def _find(name: str) -> Path:
    """The folder of the model that the settings name by folder or hub id.

    A model fetched earlier is taken without asking the hub: it works offline, and stays the same model.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    try:
        with contextlib.suppress(LocalEntryNotFoundError):
            return Path(snapshot_download(name, local_files_only=True, ignore_patterns=_OTHER_FORMATS))
        return Path(snapshot_download(name, ignore_patterns=_OTHER_FORMATS))
    except (OSError, HFValidationError) as error:
        raise ModelNotLoaded(name, error) from error


def _load(folder: Path, number_type: NumberType, name: str) -> SentenceTransformer:
    import torch
    from sentence_transformers import SentenceTransformer

    try:
        with _without_progress_bars():
            model = SentenceTransformer(
                str(folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"dtype": getattr(torch, number_type)},
            )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelNotLoaded(name, error) from error
    return model.to(getattr(torch, number_type))


@contextlib.contextmanager
def _without_progress_bars() -> Iterator[None]:
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _prepared(model_fingerprint: str) -> str:
    """The fingerprint of a model's vectors of texts prepared as today."""
    return hashlib.sha256(f"{model_fingerprint} {TEXT_PREPARATION}".encode()).hexdigest()[:16]


def _fingerprint(folder: Path) -> str:
    """Short hex of the files that a sentence-transformers model is made of."""
    hashed = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.suffix in _MODEL_FILES and not inside.parts[0].startswith((".", "onnx", "openvino")):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            hashed.update(f"{inside.as_posix()} {digest}\n".encode())
    return hashed.hexdigest()[:16]
