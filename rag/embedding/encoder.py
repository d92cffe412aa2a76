"""The embedded model in memory: tokenizer and network, shared by the embedder and the reader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from rag.embedding.bert import Bert, load_bert
from rag.embedding.embedded import MAX_TOKENS, PROMPTS, embedded_folder
from rag.embedding.number_type import NumberType
from rag.embedding.query_adapter import load_query_encoder


class Encoder:
    """The embedded model's tokenizer (some 280 MB) and network.

    Attributes:
        tokenizer: shared with other threads, so its padding and truncation settings must not be changed.
        bert: computes in one number type; its word vectors are memory-mapped from the file.
        english_bert: the same with the query adapter, for questions in English.
    """

    def __init__(self, tokenizer: Tokenizer, bert: Bert, english_bert: Bert) -> None:
        self.tokenizer = tokenizer
        self.bert = bert
        self.english_bert = english_bert
        self.dimensions = bert.width

    @classmethod
    def load(cls, cache_dir: Path, number_type: NumberType) -> Encoder:
        """
        Raises:
            WeightsNotInstalled, WeightsDiffer, ModelNotBuilt: the embedded model cannot be built.
            QueryAdapterDamaged: the weights of the query adapter cannot be read.
        """
        folder = embedded_folder(cache_dir)
        return cls.of(load_tokenizer(folder), folder, number_type)

    @classmethod
    def of(cls, tokenizer: Tokenizer, folder: Path, number_type: NumberType) -> Encoder:
        """Load the network in `folder`, for a tokenizer that is loaded already."""
        bert = load_bert(folder, number_type)
        return cls(tokenizer, bert, load_query_encoder(bert))

    def encode_queries(self, texts: Sequence[str], *, adapted: bool) -> NDArray[np.float32]:
        """Vectors (n, dimensions) of questions; long ones are cut off at `MAX_TOKENS`.

        Args:
            adapted: use the query adapter, which is for questions in English.
        """
        bert = self.english_bert if adapted else self.bert
        return self._mean_vectors(bert, [PROMPTS["query"] + text for text in texts])

    def encode_documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors (n, dimensions) of passages; long ones are cut off at `MAX_TOKENS`."""
        return self._mean_vectors(self.bert, [PROMPTS["document"] + text for text in texts])

    def _mean_vectors(self, bert: Bert, texts: list[str]) -> NDArray[np.float32]:
        tokens = [torch.tensor(ids) for ids in _token_ids(self.tokenizer, texts)]
        with torch.inference_mode():
            hidden = bert.packed(tokens)
            means = [vectors.sum(dim=0, dtype=torch.float32) / len(vectors) for vectors in hidden]
            vectors: NDArray[np.float32] = torch.stack(means).to(bert.dtype).float().numpy()
        return vectors


def padded(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    """The tokens of texts (n, t), and which of them are no padding (n, t); long texts are cut off at `MAX_TOKENS`."""
    encoded = _token_ids(tokenizer, texts)
    tokens = np.zeros((len(encoded), max(map(len, encoded))), np.int64)
    present = np.zeros(tokens.shape, np.bool_)
    for row, ids in enumerate(encoded):
        tokens[row, : len(ids)] = ids
        present[row, : len(ids)] = True
    return torch.from_numpy(tokens), torch.from_numpy(present)


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer in the folder that `embedded_folder` returns."""
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def _token_ids(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """The tokens of each text: at most `MAX_TOKENS`, of which the last one stays the end token."""
    encoded = (encoding.ids for encoding in tokenizer.encode_batch_fast(texts))
    return [ids if len(ids) <= MAX_TOKENS else [*ids[: MAX_TOKENS - 1], ids[-1]] for ids in encoded]
