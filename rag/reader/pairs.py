"""Encodes questions and passages as input for the reader's network."""

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

MAX_TOKENS = 320  # of question and passage together
MAX_QUESTION_CHARACTERS = 100
MAX_PREVIOUS_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """One question and one passage as tokens.

    Attributes:
        tokens: (t,) ids: ``<s> previous question </s></s> context passage </s>``.
        features: (t, features).
        segment: (t,) 0 for special tokens, 1 question, 2 context, 3 passage, 4 previous question.
        offsets: (t, 2) start and end of each token in the question (without the previous one) or in the passage (without
            context); only valid in segments 1 and 3.
    """

    tokens: NDArray[np.int64]
    features: NDArray[np.float32]
    segment: NDArray[np.int8]
    offsets: NDArray[np.int64]


def encode(
    tokenizer: Tokenizer,
    question: str,
    context: str,
    passage: str,
    previous: str = "",
    longest: int = MAX_QUESTION_CHARACTERS,
) -> Pair:
    """Encode one question and one passage.

    Args:
        tokenizer: shared with other threads, so its truncation and padding settings must not be changed.
        context: headline and date, put before the passage; may be empty.
        previous: the question before it in a conversation; may be empty.
        longest: so many characters of the question are read.
    """
    earlier = f"{to_simplified(previous[:MAX_PREVIOUS_CHARACTERS])}\n" if previous else ""
    asked = earlier + to_simplified(question[:longest])
    lead = f"{context}\n" if context else ""
    whole = to_simplified(lead + passage)
    encoded = tokenizer.encode(asked, whole)
    indices = _truncated(len(encoded.ids))
    sequences = [encoded.sequence_ids[i] for i in indices]  # 0: question, 1: passage, None: special token
    offsets = np.array(encoded.offsets, np.int64)[indices]
    characters = character_features(asked, whole, len(lead), len(earlier))
    features = np.zeros((len(sequences), characters.question.shape[1]), np.float32)
    segment = np.zeros(len(sequences), np.int8)
    for sequence, rows, before, segments in (
        (0, characters.question, earlier, (4, 1)),
        (1, characters.passage, lead, (2, 3)),
    ):
        at = [i for i, s in enumerate(sequences) if s == sequence]
        if at:
            features[at] = token_features(rows, offsets[at])
            segment[at] = np.where(offsets[at, 0] < len(before), *segments)
            offsets[at] -= len(before)
    return Pair(np.array(encoded.ids, np.int64)[indices], features, segment, offsets)


def _truncated(length: int) -> list[int]:
    """Indices of the tokens to keep: if there are too many, the first ones and the final `</s>`."""
    return list(range(length)) if length <= MAX_TOKENS else [*range(MAX_TOKENS - 1), length - 1]


def batch(pairs: Sequence[Pair]) -> dict[str, Tensor]:
    """The arguments of `ReaderNetwork.forward` for a batch of pairs."""
    n, t = len(pairs), max(len(pair.tokens) for pair in pairs)
    tokens = np.zeros((n, t), np.int64)  # `present` masks the padding, so its id does not matter
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
