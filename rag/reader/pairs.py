"""Question and passage as the reader's network takes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from rag.reader.features import character_features, token_features
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


def encode(tokenizer: Tokenizer, question: str, context: str, passage: str) -> Pair:
    """
    Args:
        tokenizer: made for pairs; it stays as it is, for others use it at the same time.
        context: headline and day, put before the passage; may be empty.
    """
    question = to_simplified(question[:QUESTION])
    lead = f"{context}\n" if context else ""
    whole = to_simplified(lead + passage)
    encoded = tokenizer.encode(question, whole)
    kept = _kept(len(encoded.ids))
    sides = [encoded.sequence_ids[i] for i in kept]
    offsets = np.array(encoded.offsets, np.int64)[kept]
    found = character_features(question, whole, len(lead))
    rows = np.zeros((len(sides), found.question.shape[1]), np.float32)
    segment = np.zeros(len(sides), np.int8)
    for side, matrix in ((0, found.question), (1, found.passage)):
        at = [i for i, s in enumerate(sides) if s == side]
        if at:
            rows[at] = token_features(matrix, offsets[at])
            segment[at] = np.where(side == 0, 1, np.where(offsets[at, 0] < len(lead), 2, 3))
    return Pair(np.array(encoded.ids, np.int64)[kept], rows, segment, offsets - len(lead))


def _kept(length: int) -> list[int]:
    """Which of a pair's tokens are read: of one too long, its beginning and its last, the end of the passage."""
    return list(range(length)) if length <= TOKENS else [*range(TOKENS - 1), length - 1]


def batch(pairs: Sequence[Pair]) -> dict[str, Tensor]:
    """The arguments of `ReaderNetwork.forward` for some pairs."""
    n, t = len(pairs), max(len(pair.tokens) for pair in pairs)
    tokens = np.zeros((n, t), np.int64)  # padding is not looked at, whichever token it is
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
