"""The readers that `WENDA_READER` can select: the shipped one, or any sentence-transformers CrossEncoder."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from rag.config import Settings
from rag.embedding.embedded import embedded_fingerprint
from rag.embedding.joined import JoinedCalls
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
READ_TOGETHER = 12  # passages, of several people: more are not read faster, and the next ones wait longer
TALK = "上一个问题"
"""The `ReaderInput.context` of a passage that is the previous question of a conversation, with its answer in the next line.
The reader then marks the part of it that the question leans on; `answered` says whether it leans on any."""

LONGEST_ANSWER = 20  # tokens; with 40, more spans ran on to the end of another answer


class ReaderNotLoaded(WendaError):
    """The reader named in the settings cannot be loaded, or does not fit the embedded model."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"The reader {name!r} (WENDA_READER) cannot be loaded: {reason}\n"
            "Set WENDA_READER to `embedded` for the shipped reader, to the folder or hub id of a "
            "sentence-transformers CrossEncoder, or to `none` for answers without a reader."
        )


class ReaderInput(NamedTuple):
    """A passage to read.

    Attributes:
        context: the article's headline and date; they are read but never part of an answer. May be empty.
        previous: the question before the one that is asked, if that one leans on it.
    """

    context: str
    passage: str
    previous: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """The most likely answer span, as offsets in the passage.

    Attributes:
        score: a logit; 0 means as likely as no answer.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """The reader's output for one passage.

    Attributes:
        relevance: logit that the passage is on the question's topic.
        answered: logit that it contains the answer.
        offsets: (k, 2) start and end of each token in the passage; empty if the reader finds no spans.
        starts, ends: (k,) logits of the answer's first and last token, minus the logit of no answer.
    """

    relevance: float
    answered: float
    offsets: NDArray[np.int64]
    starts: NDArray[np.float32]
    ends: NDArray[np.float32]

    @property
    def has_spans(self) -> bool:
        return len(self.offsets) > 0

    def answer(self, within: Span | None = None, slack: float = 0.0) -> AnswerSpan | None:
        """The most likely answer in the passage, or within a part of it; None if no token lies there.

        Args:
            slack: the longest answer at most this much (a logit) less likely is taken instead.
        """
        at = np.arange(len(self.offsets))
        if within is not None:
            at = at[(self.offsets[:, 0] >= within.start) & (self.offsets[:, 1] <= within.end)]
        if not len(at):
            return None
        scores = self.starts[at][:, None] + self.ends[at][None, :]
        length = np.arange(len(at))[None, :] - np.arange(len(at))[:, None]
        scores = np.where((length >= 0) & (length < LONGEST_ANSWER), scores, -np.inf)
        preferred = np.where(scores >= scores.max() - slack, length, -1) if slack else scores
        first, last = np.unravel_index(int(preferred.argmax()), scores.shape)
        start, end = self.offsets[at[first], 0], self.offsets[at[last], 1]
        return AnswerSpan(int(start), int(end), float(scores[first, last]))


@runtime_checkable  # a field of a pydantic model
class Reader(Protocol):
    """Reads passages for a question. Thread-safe.

    Attributes:
        fingerprint: identifies everything that its readings depend on.
    """

    fingerprint: str

    def read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]: ...


def load_reader(settings: Settings, dtype: NumberType, encoder: Encoder | None = None) -> Reader | None:
    """Load the reader named in the settings; None for `none`.

    Args:
        dtype: the number type that the embedding model runs fastest in on this CPU.
        encoder: the embedded model in `dtype`. A trained reader shares its tokenizer, word vectors and lowest layers. None: it
            is loaded if needed.

    Raises:
        ReaderNotLoaded: the reader does not exist, is damaged, or was trained for another embedding model.
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
    """A reader trained with `python -m eval train`: trained layers on top of the embedded model's encoder."""

    def __init__(self, network: ReaderNetwork, tokenizer: Tokenizer, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.network = network
        self.tokenizer = tokenizer
        self._outputs = JoinedCalls(self._compute, ThreadPoolExecutor(1, "reading"), most=READ_TOGETHER)

    @classmethod
    def load(cls, name: str, folder: Path, encoder: Encoder) -> TrainedReader:
        """
        Args:
            name: the value of `WENDA_READER`, for messages.
            folder: has `reader.safetensors` and `reader.json`.
            encoder: the embedded model, shared with the reader.

        Raises:
            ReaderNotLoaded: the folder is missing, damaged, or trained for another embedding model.
        """
        from rag.reader.features import FEATURES
        from rag.reader.network import ReaderNetwork

        card, weights = _read_folder(name, folder)
        if card.get("embedding_model") != embedded_fingerprint():
            raise ReaderNotLoaded(name, "it was trained for another embedding model than the embedded one.")
        if card.get("features") != list(FEATURES):
            raise ReaderNotLoaded(
                name, "it was trained with other features than this version has; train it again."
            )
        network = ReaderNetwork(encoder.bert, len(FEATURES), card.get("layers"))
        try:
            missing, unknown = network.load_state_dict(weights, strict=False)
        except RuntimeError as error:
            raise ReaderNotLoaded(name, str(error)) from error
        if unknown or any(not key.startswith(("embeddings.", "lower.")) for key in missing):
            raise ReaderNotLoaded(name, f"{folder / WEIGHTS} has missing or unknown weights.")
        return cls(network.to(encoder.bert.dtype).eval(), encoder.tokenizer, str(card["fingerprint"]))

    def read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]:
        """
        Args:
            question: in any script; the first 100 characters are read.
            texts: in any script; question and text together are cut off at 320 tokens.
        """
        from rag.reader.pairs import encode

        pairs = [
            encode(self.tokenizer, question, text.context, text.passage, text.previous) for text in texts
        ]
        return [_reading(pair, output) for pair, output in zip(pairs, self._outputs(pairs), strict=True)]

    def _compute(self, pairs: Sequence[Pair]) -> list[NetworkOutput]:
        import torch

        from rag.reader.pairs import batch

        with torch.inference_mode():
            return self.network.read([batch([pair]) for pair in pairs])


def _read_folder(name: str, folder: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """A reader's card (`reader.json`) and weights.

    Raises:
        ReaderNotLoaded: a file is missing or unreadable, or the weights do not have the card's fingerprint.
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
        raise ReaderNotLoaded(name, f"{folder / WEIGHTS} is damaged: it does not match {CARD}.")
    return card, weights


def _reading(pair: Pair, output: NetworkOutput) -> Reading:
    at = (pair.segment == 3).nonzero()[0]
    starts, ends = output.start[0].numpy(), output.end[0].numpy()
    return Reading(
        relevance=float(output.relevance[0]),
        answered=float(output.answered[0]),
        offsets=pair.offsets[at],
        starts=starts[at] - starts[0],
        ends=ends[at] - ends[0],
    )


class CrossEncoderReader:
    """Any sentence-transformers CrossEncoder: it scores the relevance of a passage but finds no answer spans."""

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
            ReaderNotLoaded: the model does not exist or cannot be downloaded.
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
        no_offsets, no_logits = np.zeros((0, 2), np.int64), np.zeros(0, np.float32)
        return [Reading(float(logit), float(logit), no_offsets, no_logits, no_logits) for logit in logits]
