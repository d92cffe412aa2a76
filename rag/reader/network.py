"""The reader's network: the embedding model's own encoder, its upper layers trained to read question and passage
together."""

from __future__ import annotations

from copy import deepcopy
from typing import NamedTuple

import torch
from torch import Tensor, nn

from rag.embedding.bert import Bert

FROZEN = 4  # of the encoder's layers, shared with the embedding model


class NetworkOutput(NamedTuple):
    """For a batch of n pairs of t tokens.

    Attributes:
        relevance: (n,) logits that the passage is on the question's topic.
        answered: (n,) logits that it holds the answer.
        start, end: (n, t) logits of the answer's first and last token; the first token stands for "none",
            and what is no token of the passage is at minus infinity.
    """

    relevance: Tensor
    answered: Tensor
    start: Tensor
    end: Tensor


class ReaderNetwork(nn.Module):  # type: ignore[misc] # PyTorch is untyped to mypy here
    """A BERT encoder in two parts: `FROZEN` layers as they are, then layers of its own that also get the features."""

    def __init__(self, encoder: Bert, features: int, layers: int | None = None) -> None:
        """
        Args:
            encoder: its embeddings and lowest layers are used as they are, its upper layers are copied.
            layers: of the encoder that are used, counted from the lowest; None: all.
        """
        super().__init__()
        width = encoder.width
        self.embeddings = encoder.embeddings
        self.lower = encoder.layers[:FROZEN]
        self.upper = deepcopy(encoder.layers[FROZEN:layers])
        self.features = nn.Linear(features, width, bias=False)
        nn.init.zeros_(self.features.weight)
        self.judge = nn.Sequential(nn.Linear(2 * width, width), nn.Tanh(), nn.Linear(width, 2))
        self.span = nn.Linear(width, 2)
        for frozen in (self.embeddings, self.lower):
            frozen.requires_grad_(requires_grad=False)

    @property
    def layers(self) -> int:
        """Of the encoder that are used, the frozen ones among them."""
        return FROZEN + len(self.upper)

    def keep_layers(self, layers: int) -> None:
        """Leave out the layers above so many."""
        self.upper = self.upper[: layers - FROZEN]

    def trained(self) -> dict[str, Tensor]:
        """The weights that are the reader's own."""
        return {
            name: w for name, w in self.state_dict().items() if not name.startswith(("embeddings.", "lower."))
        }

    def forward(
        self, tokens: Tensor, present: Tensor, features: Tensor, is_question: Tensor, is_passage: Tensor
    ) -> NetworkOutput:
        """
        Args:
            tokens: (n, t) ids. present: (n, t), False at padding. features: (n, t, features).
            is_question: (n, t) tokens of the question. is_passage: (n, t) tokens where an answer may stand.
        """
        blocked = torch.zeros(present.shape, dtype=self.features.weight.dtype).masked_fill(~present, -1e4)[
            :, None, None, :
        ]
        with torch.no_grad():
            hidden = self._through(self.lower, self.embeddings(tokens), blocked)
        hidden = self._through(
            self.upper, hidden + self.features(features.to(self.features.weight.dtype)), blocked
        )
        asked = (hidden * is_question[..., None]).sum(1) / is_question.sum(1, keepdim=True).clamp(min=1)
        judged = self.judge(torch.cat([hidden[:, 0], asked], dim=-1)).float()
        spans = self.span(hidden).float()
        allowed = is_passage.clone()
        allowed[:, 0] = True
        spans = spans.masked_fill(~allowed[..., None], -1e4)
        return NetworkOutput(judged[:, 0], judged[:, 1], spans[..., 0], spans[..., 1])

    @staticmethod
    def _through(layers: nn.ModuleList, hidden: Tensor, blocked: Tensor) -> Tensor:
        for layer in layers:
            hidden = layer(hidden, blocked)
        return hidden
