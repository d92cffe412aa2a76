"""Reads word vectors from the model file as needed: a text uses about a hundred of the table's 250,000 rows."""

from __future__ import annotations

import json
import mmap
import struct
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

_NUMBER_TYPES = {"F16": np.float16, "F32": np.float32}
_LENGTH = struct.Struct("<Q")


class WordVectors:
    """A memory-mapped table in a safetensors file. Thread-safe.

    Attributes:
        shape: (words, dimensions).
    """

    def __init__(self, file: Path, name: str) -> None:
        """
        Args:
            file: consists of a length, a JSON header with the offsets of each tensor, and the tensors
                (https://github.com/huggingface/safetensors#format).
            name: the name of the table's tensor.
        """
        with file.open("rb") as opened:
            (length,) = _LENGTH.unpack(opened.read(_LENGTH.size))
            entry: dict[str, Any] = json.loads(opened.read(length))[name]
            self._map = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        start, end = (_LENGTH.size + length + offset for offset in entry["data_offsets"])
        number_type = np.dtype(_NUMBER_TYPES[entry["dtype"]])
        table = np.frombuffer(self._map, number_type, (end - start) // number_type.itemsize, start)
        self._table = table.reshape(entry["shape"])
        self.shape: tuple[int, ...] = self._table.shape

    def rows(self, tokens: Tensor) -> Tensor:
        """The vectors (n, t, dimensions) of tokens (n, t), in the file's number type."""
        vectors = self._table[tokens.numpy()]
        # The kernel maps sixteen pages for each one that is read and counts them as this process's memory, in time the
        # whole table (190 MB). Pages that are unmapped stay in the file cache; mapping them again takes microseconds.
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)
        return torch.from_numpy(vectors)

    def table(self) -> Tensor:
        """The whole table, copied to memory."""
        return torch.from_numpy(self._table.copy())

    def __deepcopy__(self, memo: dict[int, Any]) -> WordVectors:
        """Copies of a network share this table."""
        return self
