"""The query adapter: low-rank corrections to the embedding model's layers, used for questions in English only.

For those the model finds Chinese passages badly. The adapter is trained so that English questions come to lie near the Chinese
passages that answer them, whose vectors stay as they are: an index needs no new vectors. (Trained for questions in Chinese as
well, it found their passages no better than the model alone.)
The method is LoRA (Hu et al. 2021, https://arxiv.org/abs/2106.09685); `python -m eval train-queries` trains it.
"""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from rag.embedding.bert import Bert
from rag.embedding.embedded import embedded_fingerprint
from rag.schema import WendaError

SHIPPED = Path(__file__).with_name("query_adapter_weights")
WEIGHTS, CARD = "query_adapter.safetensors", "query_adapter.json"


class QueryAdapterDamaged(WendaError):
    """The adapter's weights cannot be read, or do not fit the embedded model."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The query adapter in {folder} cannot be read: {reason}\n"
            "Install the program again, or train it with `python -m eval train-queries`."
        )


class LowRankLinear(nn.Module):  # type: ignore[misc] # PyTorch is untyped to mypy here
    """A linear layer that is shared with the model, plus a correction of low rank."""

    def __init__(self, shared: nn.Linear, rank: int) -> None:
        super().__init__()
        weight = shared.weight
        self.shared = shared
        self.down = nn.Parameter(
            torch.empty(rank, shared.in_features, dtype=weight.dtype, device=weight.device)
        )
        self.up = nn.Parameter(
            torch.zeros(shared.out_features, rank, dtype=weight.dtype, device=weight.device)
        )
        nn.init.kaiming_uniform_(self.down, a=5**0.5)

    def forward(self, hidden: Tensor) -> Tensor:
        corrected: Tensor = self.shared(hidden)
        return corrected + functional.linear(functional.linear(hidden, self.down), self.up)


def with_adapter(bert: Bert, rank: int) -> Bert:
    """An encoder with the same weights, whose linear layers have new corrections that are still zero."""
    adapted = deepcopy(bert, {id(weight): weight for weight in bert.parameters()})
    for parent in list(adapted.encoder.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.Linear):
                parent.register_module(name, LowRankLinear(child, rank))
    return adapted


def corrections(adapted: Bert) -> dict[str, Tensor]:
    """The weights of the corrections alone, by name."""
    return {
        f"{name}.{part}": getattr(module, part)
        for name, module in adapted.named_modules()
        if isinstance(module, LowRankLinear)
        for part in ("down", "up")
    }


def load_query_encoder(bert: Bert, folder: Path = SHIPPED) -> Bert:
    """The encoder for questions in English: `bert` with the corrections in `folder`; they take some 5 MB.

    Raises:
        QueryAdapterDamaged: a file is missing or damaged, or the weights were trained for another model.
    """
    card = read_card(folder)
    try:
        if card["fingerprint"] != file_fingerprint(folder / WEIGHTS):
            raise QueryAdapterDamaged(folder, "the weights are not those that the card describes.")
        adapted = with_adapter(bert, card["rank"])
        weights = {name: weight.to(bert.dtype) for name, weight in load_file(folder / WEIGHTS).items()}
        unknown = adapted.load_state_dict(weights, strict=False).unexpected_keys
    except (OSError, RuntimeError, SafetensorError) as error:
        raise QueryAdapterDamaged(folder, str(error)) from error
    if unknown or weights.keys() != corrections(adapted).keys():
        raise QueryAdapterDamaged(folder, "it has other layers than the embedded model.")
    adapted.eval()
    return adapted


def read_card(folder: Path = SHIPPED) -> dict[str, Any]:
    """The card of an adapter: fingerprint, rank, and how it was trained.

    Raises:
        QueryAdapterDamaged: it is missing, damaged, or of an adapter for another model.
    """
    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
        known = {"fingerprint", "embedding_model", "rank"} <= card.keys()
    except (OSError, ValueError, AttributeError) as error:
        raise QueryAdapterDamaged(folder, str(error)) from error
    if not known or card["embedding_model"] != embedded_fingerprint():
        raise QueryAdapterDamaged(folder, "it was trained for another embedding model.")
    return dict(card)


def file_fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16]
