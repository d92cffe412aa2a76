"""The device that trains: a GPU if PyTorch sees one, else the CPU."""

from __future__ import annotations

import os
import time
from functools import cache

import torch
from torch import Tensor

from rag.embedding.bert import Embeddings
from rag.embedding.word_vectors import WordVectors


def training_device() -> torch.device:
    # cuDNN's attention prepares a plan for each new batch shape. Without it, and with lengths padded to multiples of 32,
    # an H100 took 18 steps of twelve layers a second instead of 12.
    torch.backends.cuda.enable_cudnn_sdp(False)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def autocast(device: torch.device) -> torch.autocast:
    """Computes in bfloat16 where that is faster: on a GPU, and on a CPU with instructions for it. Other CPUs take many
    times as long in bfloat16 as in float32, in which they compute then."""
    return torch.autocast(device.type, torch.bfloat16, enabled=device.type != "cpu" or _fast_in_bfloat16())


@cache
def _fast_in_bfloat16() -> bool:
    return _seconds(torch.bfloat16) < _seconds(torch.float32)


def _seconds(number_type: torch.dtype) -> float:
    matrix = torch.ones(512, 512, dtype=number_type)
    _ = matrix @ matrix  # the first time, oneDNN prepares its kernel
    started = time.perf_counter()
    _ = matrix @ matrix
    return time.perf_counter() - started


def spare_processes(device: torch.device) -> int:
    """Number of processes that prepare data while a GPU computes; 0 if the CPU computes itself."""
    return max(1, (os.cpu_count() or 2) - 1) if device.type == "cuda" else 0


def move_word_vectors(embeddings: Embeddings, device: torch.device) -> None:
    """Let the word vectors be looked up on a GPU; on the CPU they stay in their file."""
    if device.type != "cpu":
        embeddings.words = DeviceTable(embeddings.words, device)


class DeviceTable:
    """A copy of the word vectors in the memory of a device."""

    def __init__(self, words: WordVectors, device: torch.device) -> None:
        self._table = words.table().to(device)

    def rows(self, tokens: Tensor) -> Tensor:
        """The vectors (n, t, dimensions) of tokens (n, t)."""
        return self._table[tokens]

    def __deepcopy__(self, memo: dict[int, object]) -> DeviceTable:
        """Copies of a network share this table."""
        return self
