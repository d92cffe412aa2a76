"""The reader's neural network: the embedding model's encoder, with upper layers trained on question-passage pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from rag.embedding.attention import Attend, Packed, Padded
from rag.embedding.bert import Bert

FROZEN_LAYERS = 4  # the encoder's lowest layers, shared with the embedding model
DROPOUT = 0.1  # of the output of each trained layer, while training


class NetworkOutput(NamedTuple):
    """The output for a batch of n pairs with t tokens each.

    Attributes:
        relevance: (n,) logits that the passage is on the question's topic.
        answered: (n,) logits that it contains the answer.
        start, end: (n, t) logits of the answer's first and last token. Token 0 means "no answer"; tokens outside the passage
            have -10,000.
    """

    relevance: Tensor
    answered: Tensor
    start: Tensor
    end: Tensor


class ReaderNetwork(nn.Module):  # type: ignore[misc] # PyTorch is untyped to mypy here
    """A BERT encoder: `FROZEN_LAYERS` shared layers, then trained layers that also take the features as input."""

    def __init__(self, encoder: Bert, features: int, layers: int | None = None) -> None:
        """
        Args:
            encoder: its embeddings and lowest layers are shared, its upper layers are copied.
            features: number of features per token.
            layers: number of encoder layers to use, counted from the lowest; None: all.
        """
        super().__init__()
        width = encoder.width
        self.embeddings = encoder.embeddings
        self.lower = encoder.layers[:FROZEN_LAYERS]
        self.upper = deepcopy(encoder.layers[FROZEN_LAYERS:layers])
        self.features = nn.Linear(features, width, bias=False)
        nn.init.zeros_(self.features.weight)
        self.judge = nn.Sequential(nn.Linear(2 * width, width), nn.Tanh(), nn.Linear(width, 2))
        self.span = nn.Linear(width, 2)
        for frozen in (self.embeddings, self.lower):
            frozen.requires_grad_(requires_grad=False)

    @property
    def layers(self) -> int:
        """Number of encoder layers used, including the frozen ones."""
        return FROZEN_LAYERS + len(self.upper)

    def keep_layers(self, layers: int) -> None:
        """Keep this many layers, counted from the lowest, and drop the others."""
        self.upper = self.upper[: layers - FROZEN_LAYERS]

    def trained(self) -> dict[str, Tensor]:
        """The trained weights, without those shared with the encoder."""
        return {
            name: w for name, w in self.state_dict().items() if not name.startswith(("embeddings.", "lower."))
        }

    @property
    def dtype(self) -> torch.dtype:
        """The number type it computes in."""
        dtype: torch.dtype = self.features.weight.dtype
        return dtype

    def forward(
        self, tokens: Tensor, present: Tensor, features: Tensor, is_question: Tensor, is_passage: Tensor
    ) -> NetworkOutput:
        """
        Args:
            tokens: (n, t) ids.
            present: (n, t) False at padding.
            features: (n, t, features).
            is_question: (n, t) True for tokens of the question.
            is_passage: (n, t) True for tokens that may be part of an answer.
        """
        mask = torch.zeros(present.shape, dtype=self.dtype, device=present.device).masked_fill(~present, -1e4)
        hidden = self._hidden(self.embeddings(tokens), features, Padded(mask[:, None, None, :]))
        return self._judged(hidden, is_question, is_passage)

    def read(self, inputs: Sequence[Mapping[str, Tensor]]) -> list[NetworkOutput]:
        """Read pairs together, without padding. What is read beside a pair does not change its output, to the last bit.

        Args:
            inputs: the arguments of `forward` for one pair each.
        """
        lengths = [pair["tokens"].shape[1] for pair in inputs]
        embedded = torch.cat([self.embeddings(pair["tokens"])[0] for pair in inputs])
        features = torch.cat([pair["features"][0] for pair in inputs])
        hidden = self._hidden(embedded, features, Packed(lengths)).split(lengths)
        return [
            self._judged(one[None], pair["is_question"], pair["is_passage"])
            for one, pair in zip(hidden, inputs, strict=True)
        ]

    def _hidden(self, embedded: Tensor, features: Tensor, attend: Attend) -> Tensor:
        with torch.no_grad():
            hidden = self._run(self.lower, embedded, attend)
        return self._run(self.upper, hidden + self.features(features.to(self.dtype)), attend)

    def _judged(self, hidden: Tensor, is_question: Tensor, is_passage: Tensor) -> NetworkOutput:
        question = (hidden * is_question[..., None]).sum(1) / is_question.sum(1, keepdim=True).clamp(min=1)
        judged = self.judge(torch.cat([hidden[:, 0], question], dim=-1)).float()
        spans = self.span(hidden).float()
        allowed = is_passage.clone()
        allowed[:, 0] = True
        spans = spans.masked_fill(~allowed[..., None], -1e4)
        return NetworkOutput(judged[:, 0], judged[:, 1], spans[..., 0], spans[..., 1])

    def _run(self, layers: nn.ModuleList, hidden: Tensor, attend: Attend) -> Tensor:
        dropped = DROPOUT if layers is self.upper else 0.0
        for layer in layers:
            hidden = functional.dropout(layer(hidden, attend), dropped, self.training)
        return hidden
