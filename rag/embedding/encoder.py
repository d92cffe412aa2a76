"""The embedded model in memory: tokenizer and network, shared by the embedder and the reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from rag.embedding.bert import Bert, load_bert
from rag.embedding.embedded import MAX_TOKENS, PROMPTS, embedded_folder
from rag.embedding.number_type import NumberType


class Encoder:
    """The embedded model's tokenizer (some 280 MB) and network.

    Attributes:
        tokenizer: shared with other threads, so its padding and truncation settings must not be changed.
        bert: computes in one number type; its word vectors are memory-mapped from the file.
    """

    def __init__(self, tokenizer: Tokenizer, bert: Bert) -> None:
        self.tokenizer = tokenizer
        self.bert = bert
        self.dimensions = bert.width

    @classmethod
    def load(cls, cache_dir: Path, number_type: NumberType) -> Encoder:
        """
        Raises:
            WeightsNotInstalled, WeightsDiffer, ModelNotBuilt: the embedded model cannot be built.
        """
        folder = embedded_folder(cache_dir)
        return cls(load_tokenizer(folder), load_bert(folder, number_type))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, dimensions) of questions; long ones are cut off at `MAX_TOKENS`."""
        return self._mean_vectors([PROMPTS["query"] + text for text in texts])

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, dimensions) of passages; long ones are cut off at `MAX_TOKENS`."""
        return self._mean_vectors([PROMPTS["document"] + text for text in texts])

    def _mean_vectors(self, texts: list[str]) -> NDArray[np.float32]:
        encoded = [_truncated(encoding.ids) for encoding in self.tokenizer.encode_batch_fast(texts)]
        tokens = np.zeros((len(encoded), max(map(len, encoded))), np.int64)  # `mask` hides the padding
        present = np.zeros(tokens.shape, np.bool_)
        for row, ids in enumerate(encoded):
            tokens[row, : len(ids)] = ids
            present[row, : len(ids)] = True
        mask = torch.from_numpy(present)
        with torch.inference_mode():
            hidden = self.bert(torch.from_numpy(tokens), mask)
            summed = (hidden * mask[..., None]).sum(dim=1, dtype=torch.float32)
            mean = (summed / mask.sum(dim=1, keepdim=True)).to(hidden.dtype)
        vectors: NDArray[np.float32] = mean.float().numpy()
        return vectors


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in the folder that `embedded_folder` returns."""
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def _truncated(ids: list[int]) -> list[int]:
    """At most `MAX_TOKENS` tokens; the last one stays the end token."""
    return ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]
