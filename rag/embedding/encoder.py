"""The embedded model in memory: tokenizer and network, loaded once for the embedder and the reader."""

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
        tokenizer: whoever uses it sets no padding and no truncation on it: others encode with it meanwhile.
        bert: computes in one number type; its word vectors are mapped from the file.
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
        """Vectors (n, dimensions) of questions; those too long for the model are cut off."""
        return self._mean_vectors([PROMPTS["query"] + text for text in texts])

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, dimensions) of passages; those too long for the model are cut off."""
        return self._mean_vectors([PROMPTS["document"] + text for text in texts])

    def _mean_vectors(self, texts: list[str]) -> NDArray[np.float32]:
        encoded = [_cut(encoding.ids) for encoding in self.tokenizer.encode_batch_fast(texts)]
        tokens = np.zeros((len(encoded), max(map(len, encoded))), np.int64)  # no one looks at padding
        present = np.zeros(tokens.shape, np.bool_)
        for row, ids in enumerate(encoded):
            tokens[row, : len(ids)] = ids
            present[row, : len(ids)] = True
        there = torch.from_numpy(present)
        with torch.inference_mode():
            hidden = self.bert(torch.from_numpy(tokens), there)
            summed = (hidden * there[..., None]).sum(dim=1, dtype=torch.float32)
            mean = (summed / there.sum(dim=1, keepdim=True)).to(hidden.dtype)
        vectors: NDArray[np.float32] = mean.float().numpy()
        return vectors


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in a folder as `embedded_folder` returns it."""
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def _cut(ids: list[int]) -> list[int]:
    """As many tokens as the model takes, the last of them the end of the text."""
    return ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]]
