"""The readers that `WENDA_READER` can name: the shipped one, or any sentence-transformers CrossEncoder."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from rag.config import Settings
from rag.embedding.embedded import embedded_fingerprint
from rag.embedding.number_type import NumberType
from rag.schema import WendaError
from rag.text.sentences import Span

if TYPE_CHECKING:  # PyTorch takes seconds to import
    from tokenizers import Tokenizer
    from torch import Tensor

    from rag.embedding.encoder import Encoder
    from rag.reader.network import NetworkOutput, ReaderNetwork
    from rag.reader.pairs import Pair

SHIPPED = Path(__file__).with_name("weights")
WEIGHTS, CARD = "reader.safetensors", "reader.json"
TOGETHER = 3  # pairs of like length: padded to the longest of six they take an eighth longer
LONGEST_ANSWER = 20  # tokens: with 40 the end was more often that of another answer


class ReaderNotLoaded(WendaError):
    """The reader that the settings name cannot be had, or does not fit the embedded model."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"The reader {name!r} (WENDA_READER) cannot be loaded: {reason}\n"
            "WENDA_READER is `embedded` for the one that ships, the folder or hub id of a sentence-transformers "
            "CrossEncoder, or `none` for answers without a reader."
        )


class ReaderInput(NamedTuple):
    """What is read: a passage, and its headline and day, in which no answer is looked for."""

    context: str
    passage: str


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """The likeliest answer span, in characters of the passage, and how much it is likelier than none (a logit)."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of one passage; `relevance` and `answered` are logits.

    Attributes:
        relevance: that the passage is on the question's topic. answered: that it holds the answer.
        offsets: (k, 2) characters of the passage's tokens; none where the reader tells no places.
        starts, ends: (k,) logits of the answer's first and last token, less that of no answer.
    """

    relevance: float
    answered: float
    offsets: NDArray[np.int64]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]

    @property
    def has_spans(self) -> bool:
        return len(self.offsets) > 0

    def answer(self, within: Span | None = None) -> AnswerSpan | None:
        """The likeliest answer in the passage, or in a part of it; None where no token lies there."""
        at = np.arange(len(self.offsets))
        if within is not None:
            at = at[(self.offsets[:, 0] >= within.start) & (self.offsets[:, 1] <= within.end)]
        if not len(at):
            return None
        scores = self.starts[at][:, None] + self.ends[at][None, :]
        apart = np.arange(len(at))[None, :] - np.arange(len(at))[:, None]
        scores = np.where((apart >= 0) & (apart < LONGEST_ANSWER), scores, -np.inf)
        first, last = np.unravel_index(int(scores.argmax()), scores.shape)
        start, end = self.offsets[at[first], 0], self.offsets[at[last], 1]
        return AnswerSpan(int(start), int(end), float(scores[first, last]))


class Reader(Protocol):
    """Reads passages for a question; safe to share between threads.

    Attributes:
        fingerprint: short name of all that shapes its readings.
    """

    fingerprint: str

    def read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]: ...


def load_reader(settings: Settings, dtype: NumberType, encoder: Encoder | None = None) -> Reader | None:
    """The reader that the settings name; None for `none`.

    Args:
        dtype: what this CPU computes fastest in, as the embedding model found out.
        encoder: the embedded model in `dtype`, whose tokenizer, word vectors and lowest layers a reader of ours then
            shares; None: it is loaded.

    Raises:
        ReaderNotLoaded: there is none, it is damaged, or it was made for another embedding model.
    """
    name = settings.reader
    if name == "none":
        return None
    folder = SHIPPED if name == "embedded" else Path(name).expanduser()
    if name == "embedded" or (folder / CARD).exists():
        from rag.embedding.encoder import Encoder

        return TrainedReader.load(name, folder, encoder or Encoder.load(settings.cache_dir, dtype))
    return CrossEncoderReader.load(name)


class TrainedReader:
    """A reader of our own: layers upon the embedded model's encoder."""

    def __init__(self, network: ReaderNetwork, tokenizer: Tokenizer, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.network = network
        self.tokenizer = tokenizer
        self._computing = ThreadPoolExecutor(1, "reading")  # one thread, as the embedding model has

    @classmethod
    def load(cls, name: str, folder: Path, encoder: Encoder) -> TrainedReader:
        """
        Args:
            name: as the settings have it, for messages.
            folder: with `reader.safetensors` and `reader.json`.
            encoder: the embedded model, which the reader shares.

        Raises:
            ReaderNotLoaded: the folder is absent, damaged, or made for another embedding model.
        """
        from rag.reader.features import FEATURES
        from rag.reader.network import ReaderNetwork

        card, weights = _read_folder(name, folder)
        if card.get("embedding_model") != embedded_fingerprint():
            raise ReaderNotLoaded(name, "it was made for another embedding model than the embedded one.")
        if card.get("features") != list(FEATURES):
            raise ReaderNotLoaded(name, "it was made for other features than this version's; train it again.")
        network = ReaderNetwork(encoder.bert, len(FEATURES), card.get("layers"))
        try:
            absent, unknown = network.load_state_dict(weights, strict=False)
        except RuntimeError as error:
            raise ReaderNotLoaded(name, str(error)) from error
        if unknown or any(not key.startswith(("embeddings.", "lower.")) for key in absent):
            raise ReaderNotLoaded(name, f"{folder / WEIGHTS} does not hold the weights that it should.")
        return cls(network.to(encoder.bert.dtype).eval(), encoder.tokenizer, str(card["fingerprint"]))

    def read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]:
        """
        Args:
            question: in any script; the first 100 characters are read.
            texts: in any script; what is over 320 tokens together with the question is cut off.
        """
        return self._computing.submit(self._read, question, texts).result()

    def _read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]:
        import torch

        from rag.reader.pairs import batch, encode

        readings: dict[int, Reading] = {}
        with torch.inference_mode():
            pairs = [encode(self.tokenizer, question, text.context, text.passage) for text in texts]
            by_length = sorted(range(len(pairs)), key=lambda i: len(pairs[i].tokens))
            for start in range(0, len(pairs), TOGETHER):
                some = by_length[start : start + TOGETHER]
                out = self.network(**batch([pairs[i] for i in some]))
                readings |= {i: _reading(pairs[i], out, row) for row, i in enumerate(some)}
        return [readings[i] for i in range(len(texts))]


def _read_folder(name: str, folder: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """A reader's card and weights.

    Raises:
        ReaderNotLoaded: one is absent, or the weights are not what the card says.
    """
    from safetensors.torch import load_file

    try:
        card = json.loads((folder / CARD).read_text("utf-8"))
        with (folder / WEIGHTS).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        weights = load_file(folder / WEIGHTS)
    except (OSError, ValueError, SafetensorError) as error:
        raise ReaderNotLoaded(name, str(error)) from error
    if not digest.startswith(str(card.get("fingerprint"))):
        raise ReaderNotLoaded(name, f"{folder / WEIGHTS} is damaged: it is not what {CARD} says.")
    return card, weights


def _reading(pair: Pair, out: NetworkOutput, row: int) -> Reading:
    at = (pair.segment == 3).nonzero()[0]
    starts, ends = out.start[row].numpy(), out.end[row].numpy()
    return Reading(
        relevance=float(out.relevance[row]),
        answered=float(out.answered[row]),
        offsets=pair.offsets[at],
        starts=starts[at] - starts[0],
        ends=ends[at] - ends[0],
    )


class CrossEncoderReader:
    """Any sentence-transformers CrossEncoder: it tells how relevant a passage is, not where the answer stands."""

    def __init__(self, model: Any, name: str) -> None:
        self.fingerprint = name
        self._model = model
        self._lock = threading.Lock()

    @classmethod
    def load(cls, name: str) -> CrossEncoderReader:
        """
        Args:
            name: a folder or a hub id.

        Raises:
            ReaderNotLoaded: there is no such model, or it cannot be fetched.
        """
        from sentence_transformers import CrossEncoder

        try:
            return cls(CrossEncoder(name, device="cpu", num_labels=1), name)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
            raise ReaderNotLoaded(name, str(error).strip().split("\n")[0]) from error

    def read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]:
        import torch

        pairs = [
            (question, f"{text.context}\n{text.passage}" if text.context else text.passage) for text in texts
        ]
        with self._lock:
            logits = self._model.predict(pairs, activation_fn=torch.nn.Identity()) if pairs else []
        nowhere, nothing = np.zeros((0, 2), np.int64), np.zeros(0, np.float32)
        return [Reading(float(logit), float(logit), nowhere, nothing, nothing) for logit in logits]
