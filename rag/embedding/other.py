"""Embedding models other than the embedded one: any sentence-transformers model, by folder or hub id."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from rag.embedding.number_type import NumberType
from rag.schema import WendaError

if TYPE_CHECKING:  # brings PyTorch
    from sentence_transformers import SentenceTransformer

_OTHER_FORMATS = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf"]
_MODEL_FILES = {".json", ".safetensors", ".bin", ".txt", ".model"}
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")


class ModelNotLoaded(WendaError):
    """The model named in the settings cannot be loaded."""

    def __init__(self, name: str, error: Exception) -> None:
        reason = str(error).strip().split("\n")[0] or type(error).__name__
        super().__init__(
            f"The embedding model {name!r} (WENDA_EMBEDDING_MODEL) cannot be loaded: {reason}\n"
            "A folder must contain a sentence-transformers model. A hub id (`org/name`) needs the network at "
            "the first start, and HF_HUB_OFFLINE must not be 1; without a network, download the model elsewhere "
            "with `hf download ID --local-dir FOLDER` and name the folder. WENDA_EMBEDDING_MODEL=embedded needs "
            "neither folder nor network."
        )


class OtherModel:
    """A sentence-transformers model on the CPU, with its own prompts."""

    def __init__(self, model: SentenceTransformer) -> None:
        self.dimensions = model.get_embedding_dimension() or 0
        self._model = model
        self._document_prompt = _document_prompt(model)

    @classmethod
    def load(cls, folder: Path, number_type: NumberType, name: str) -> OtherModel:
        """
        Args:
            name: the value of `WENDA_EMBEDDING_MODEL`, for messages.

        Raises:
            ModelNotLoaded: the folder does not contain a sentence-transformers model.
        """
        import torch
        from sentence_transformers import SentenceTransformer

        dtype = getattr(torch, number_type)
        try:
            with _without_progress_bars():
                model = SentenceTransformer(
                    str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": dtype}
                )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
            raise ModelNotLoaded(name, error) from error
        return cls(model.to(dtype))

    def encode_queries(self, texts: Sequence[str], *, adapted: bool) -> NDArray[np.float32]:
        vectors: NDArray[np.float32] = self._model.encode_query(list(texts), show_progress_bar=False)
        return vectors

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors: NDArray[np.float32] = self._model.encode_document(
            list(texts), prompt_name=self._document_prompt, show_progress_bar=False
        )
        return vectors


def find_folder(name: str) -> Path:
    """The folder of a model that is named by folder or hub id.

    A model downloaded earlier is used without contacting the hub, so that it works offline and stays the same.
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


def folder_fingerprint(folder: Path) -> str:
    """Short hex hash of a sentence-transformers model's files."""
    hashed = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.suffix in _MODEL_FILES and not inside.parts[0].startswith((".", "onnx", "openvino")):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            hashed.update(f"{inside.as_posix()} {digest}\n".encode())
    return hashed.hexdigest()[:16]


def _document_prompt(model: SentenceTransformer) -> str | None:
    """The first of the usual prompt names that is not empty in this model.

    sentence-transformers itself would choose its own empty `document` over a model's `passage`.
    """
    return next((name for name in _DOCUMENT_PROMPTS if model.prompts.get(name)), None)


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
