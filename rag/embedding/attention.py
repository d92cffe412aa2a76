"""Attention within each of the texts that are computed together: padded to one length, or packed without padding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

Attend = Callable[[Tensor, Tensor, Tensor, int], Tensor]
"""From query, key and value (…, tokens, width) and the number of heads: what each token attends to (…, tokens, width)."""


@dataclass(frozen=True, slots=True)
class Padded:
    """Texts of one length (n, t).

    Attributes:
        visible: (n, 1, 1, t) True for tokens to attend to, or a float added to the scores; None: all.
    """

    visible: Tensor | None

    def __call__(self, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        return _attended(query, key, value, heads, self.visible)


@dataclass(frozen=True, slots=True)
class Packed:
    """Texts one behind the other (sum of lengths). A text's vectors are the same, to the last bit, whatever is beside it.

    Attributes:
        lengths: tokens of each.
    """

    lengths: Sequence[int]

    def __call__(self, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        texts = zip(*(part[None].split(self.lengths, dim=1) for part in (query, key, value)), strict=True)
        return torch.cat([_attended(q, k, v, heads, None)[0] for q, k, v in texts])


def _attended(query: Tensor, key: Tensor, value: Tensor, heads: int, visible: Tensor | None) -> Tensor:
    query, key, value = (part.unflatten(2, (heads, -1)).transpose(1, 2) for part in (query, key, value))
    attended: Tensor = functional.scaled_dot_product_attention(query, key, value, attn_mask=visible)
    return attended.transpose(1, 2).flatten(2)
