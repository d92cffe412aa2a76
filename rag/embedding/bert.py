"""A BERT encoder (Devlin et al. 2019, https://arxiv.org/abs/1810.04805), shared by the embedding model and the reader.

It gives the same output as transformers' ``BertModel`` and uses its weight names, but needs only PyTorch: importing transformers
and sentence-transformers takes another 150 MB. The word vectors stay in their file (see `WordVectors`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from torch import Tensor, nn
from torch.nn import functional

from rag.embedding.attention import Attend, Packed, Padded
from rag.embedding.number_type import NumberType
from rag.embedding.weights import Architecture
from rag.embedding.word_vectors import WordVectors

_WORD_VECTORS = "embeddings.word_embeddings.weight"
_NOT_PARAMETERS = (_WORD_VECTORS, "pooler.")


class Bert(nn.Module):  # type: ignore[misc] # PyTorch is untyped to mypy here
    """A BERT encoder for inference: no dropout, tokens of type 0 only."""

    def __init__(self, sizes: Architecture, words: WordVectors) -> None:
        """
        Args:
            words: (vocabulary, hidden) vectors in any number type; rows are converted when they are looked up.
        """
        super().__init__()
        self.width = sizes.hidden
        self.embeddings = Embeddings(sizes, words)
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))})

    @property
    def dtype(self) -> torch.dtype:
        """The number type it computes in."""
        dtype: torch.dtype = self.embeddings.LayerNorm.weight.dtype
        return dtype

    @property
    def layers(self) -> nn.ModuleList:
        layers: nn.ModuleList = self.encoder["layer"]
        return layers

    def forward(self, tokens: Tensor, present: Tensor) -> Tensor:
        """Returns the last layer's vectors (n, t, hidden).

        Args:
            tokens: (n, t) ids.
            present: (n, t) False at padding.
        """
        attend = Padded(None if present.all() else present[:, None, None, :])
        hidden: Tensor = self.embeddings(tokens)
        for layer in self.layers:
            hidden = layer(hidden, attend)
        return hidden

    def packed(self, texts: Sequence[Tensor]) -> list[Tensor]:
        """The last layer's vectors (t, hidden) of each text: what is computed beside it does not change them, to the last bit.

        Args:
            texts: ids (t,) of each.
        """
        lengths = [len(tokens) for tokens in texts]
        attend = Packed(lengths)
        hidden = torch.cat([self.embeddings(tokens[None])[0] for tokens in texts])
        for layer in self.layers:
            hidden = layer(hidden, attend)
        return list(hidden.split(lengths))


class Embeddings(nn.Module):  # type: ignore[misc]
    """The sum of word, position and token-type vectors, normalised."""

    def __init__(self, sizes: Architecture, words: WordVectors) -> None:
        super().__init__()
        self.words = words  # not a parameter: converting the model must not load the table
        self.position_embeddings = nn.Embedding(sizes.positions, sizes.hidden)
        self.token_type_embeddings = nn.Embedding(sizes.token_types, sizes.hidden)
        self.LayerNorm = nn.LayerNorm(sizes.hidden, sizes.epsilon)

    def forward(self, tokens: Tensor) -> Tensor:
        words = self.words.rows(tokens).to(self.LayerNorm.weight.dtype)
        positions = self.position_embeddings.weight[: tokens.shape[1]]
        summed: Tensor = self.LayerNorm(words + self.token_type_embeddings.weight[0] + positions)
        return summed


class Layer(nn.Module):  # type: ignore[misc]
    """Attention and feed-forward, each with a residual connection and layer normalisation."""

    def __init__(self, sizes: Architecture) -> None:
        super().__init__()
        width, wide = sizes.hidden, sizes.feed_forward
        self.heads = sizes.heads
        self.attention = nn.ModuleDict(
            {
                "self": nn.ModuleDict({name: nn.Linear(width, width) for name in ("query", "key", "value")}),
                "output": _projection(width, width, sizes.epsilon),
            }
        )
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(width, wide)})
        self.output = _projection(wide, width, sizes.epsilon)

    def forward(self, hidden: Tensor, attend: Attend) -> Tensor:
        """
        Args:
            hidden: (…, tokens, hidden).
        """
        query, key, value = (part(hidden) for part in self.attention["self"].values())
        hidden = _add(self.attention["output"], attend(query, key, value, self.heads), hidden)
        return _add(self.output, functional.gelu(self.intermediate["dense"](hidden)), hidden)


def load_bert(folder: Path, number_type: NumberType) -> Bert:
    """Load the encoder from a transformers model folder (`config.json`, `model.safetensors`).

    Args:
        number_type: the type to compute in; word vectors keep the file's number type.
    """
    weights = folder / "model.safetensors"
    with safe_open(weights, framework="pt") as file:
        names = [name for name in file.keys() if not name.startswith(_NOT_PARAMETERS)]  # noqa: SIM118 # no dict
        tensors = {name: file.get_tensor(name) for name in names}
    with torch.device("meta"):
        bert = Bert(_sizes(folder), WordVectors(weights, _WORD_VECTORS))
    dtype = getattr(torch, number_type)
    bert.load_state_dict({name: tensor.to(dtype) for name, tensor in tensors.items()}, assign=True)
    bert.eval()
    return bert


def _sizes(folder: Path) -> Architecture:
    config = json.loads((folder / "config.json").read_text("utf-8"))
    return Architecture(
        hidden=config["hidden_size"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        feed_forward=config["intermediate_size"],
        vocabulary=config["vocab_size"],
        positions=config["max_position_embeddings"],
        token_types=config["type_vocab_size"],
        epsilon=config["layer_norm_eps"],
    )


def _projection(inner: int, width: int, epsilon: float) -> nn.ModuleDict:
    return nn.ModuleDict({"dense": nn.Linear(inner, width), "LayerNorm": nn.LayerNorm(width, epsilon)})


def _add(projection: nn.ModuleDict, output: Tensor, hidden: Tensor) -> Tensor:
    added: Tensor = projection["LayerNorm"](projection["dense"](output) + hidden)
    return added
