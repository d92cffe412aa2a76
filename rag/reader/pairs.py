"""Question and passage as the reader's network takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from rag.reader.features import marks, of_tokens
from rag.text.script import to_simplified

TOKENS = 320
QUESTION = 100  # characters of a question that are read


@dataclass(frozen=True, slots=True)
class Pair:
    """One question with one passage, as tokens.

    Attributes:
        tokens: (t,) ids: ``<s> question </s></s> context passage </s>``.
        features: (t, features).
        segment: (t,) 0 for special tokens, 1 question, 2 context, 3 passage.
        offsets: (t, 2) characters of the passage (without context) that a token of segment 3 stands for.
    """

    tokens: NDArray[np.int64]
    features: NDArray[np.float32]
    segment: NDArray[np.int8]
    offsets: NDArray[np.int64]


def encode(tokenizer: Any, question: str, context: str, passage: str) -> Pair:
    """
    Args:
        tokenizer: a fast one, made for pairs.
        context: headline and day, put before the passage; may be empty.
    """
    question = to_simplified(question[:QUESTION])
    lead = f"{context}\n" if context else ""
    whole = to_simplified(lead + passage)
    encoded = tokenizer(
        question, whole, truncation="only_second", max_length=TOKENS, return_offsets_mapping=True
    )
    sides = encoded.sequence_ids()
    offsets = np.array(encoded["offset_mapping"], np.int64).reshape(-1, 2)
    found = marks(question, whole, len(lead))
    rows = np.zeros((len(sides), found.question.shape[1]), np.float32)
    segment = np.zeros(len(sides), np.int8)
    for side, matrix in ((0, found.question), (1, found.passage)):
        at = [i for i, s in enumerate(sides) if s == side]
        if at:
            rows[at] = of_tokens(matrix, offsets[at])
            segment[at] = np.where(side == 0, 1, np.where(offsets[at, 0] < len(lead), 2, 3))
    return Pair(np.array(encoded["input_ids"], np.int64), rows, segment, offsets - len(lead))


def batch(pairs: Sequence[Pair], padding: int) -> dict[str, Tensor]:
    """The arguments of `ReaderNetwork.forward` for some pairs.

    Args:
        padding: id of the padding token.
    """
    n, t = len(pairs), max(len(pair.tokens) for pair in pairs)
    tokens = np.full((n, t), padding, np.int64)
    segment = np.full((n, t), -1, np.int8)
    features = np.zeros((n, t, pairs[0].features.shape[1]), np.float32)
    for i, pair in enumerate(pairs):
        tokens[i, : len(pair.tokens)] = pair.tokens
        segment[i, : len(pair.tokens)] = pair.segment
        features[i, : len(pair.tokens)] = pair.features
    return {
        "tokens": torch.from_numpy(tokens),
        "present": torch.from_numpy(segment >= 0),
        "features": torch.from_numpy(features),
        "is_question": torch.from_numpy(segment == 1),
        "is_passage": torch.from_numpy(segment == 3),
    }
