"""The claim checker's network: does the printed text say what a sentence says, and if not, where is the sentence wrong?"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.embedding.joined import JoinedCalls
from rag.reader.pairs import Pair, batch, encode
from rag.reader.reader import READ_TOGETHER, TrainedReader
from rag.text.sentences import Span

if TYPE_CHECKING:  # PyTorch takes seconds to import
    from tokenizers import Tokenizer
    from torch import Tensor

    from rag.embedding.encoder import Encoder
    from rag.reader.network import NetworkOutput, ReaderNetwork

SHIPPED = Path(__file__).with_name("weights")
LONGEST_CLAIM = 160  # characters
LONGEST_FAULT = 30  # tokens


@dataclass(frozen=True, slots=True)
class Doubt:
    """What the network says of a claim.

    Attributes:
        logit: that the printed text does not say it; 0 is undecided.
        words: where the claim is most likely wrong.
    """

    logit: float
    words: Span


class Entailment:
    """The trained network; it shares the embedded model's tokenizer, word vectors and lowest layers. Thread-safe."""

    def __init__(self, network: ReaderNetwork, tokenizer: Tokenizer, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._network, self._tokenizer = network, tokenizer
        self._outputs = JoinedCalls(self._compute, ThreadPoolExecutor(1, "checking"), most=READ_TOGETHER)

    @classmethod
    def load(cls, encoder: Encoder, folder: Path = SHIPPED) -> Entailment:
        """
        Raises:
            ReaderNotLoaded: the weights are missing, damaged, or trained for another embedding model.
        """
        loaded = TrainedReader.load(str(folder), folder, encoder)
        return cls(loaded.network, loaded.tokenizer, loaded.fingerprint)

    def doubt(self, claim: str, context: str, printed: str) -> Doubt:
        """
        Args:
            context: headline and date of the printed text.
        """
        pair = encode_claim(self._tokenizer, claim, context, printed)
        [output] = self._outputs([pair])
        return Doubt(float(output.answered[0]), _most_doubtful(pair, output))

    def _compute(self, pairs: Sequence[Pair]) -> list[NetworkOutput]:
        import torch

        with torch.inference_mode():
            return self._network.read([claim_batch([pair]) for pair in pairs])


def encode_claim(tokenizer: Tokenizer, claim: str, context: str, printed: str) -> Pair:
    """Encode a claim, and the printed text below its headline and date."""
    return encode(tokenizer, claim, context, printed, longest=LONGEST_CLAIM)


def claim_batch(pairs: Sequence[Pair]) -> dict[str, Tensor]:
    """The arguments of `ReaderNetwork.forward`: what it looks for is a fault in the claim, so a span lies in the claim."""
    inputs = batch(pairs)
    return inputs | {"is_passage": inputs["is_question"]}


def _most_doubtful(pair: Pair, output: NetworkOutput) -> Span:
    """The span of the claim that is most likely wrong."""
    at = (pair.segment == 1).nonzero()[0]
    starts, ends = output.start[0].float().numpy()[at], output.end[0].float().numpy()[at]
    length = np.arange(len(at))[None, :] - np.arange(len(at))[:, None]
    scores = np.where((length >= 0) & (length < LONGEST_FAULT), starts[:, None] + ends[None, :], -np.inf)
    first, last = np.unravel_index(int(scores.argmax()), scores.shape)
    return Span(int(pair.offsets[at[first], 0]), int(pair.offsets[at[last], 1]))
