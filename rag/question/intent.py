"""What a text is: a question to the archive, a request for a list, small talk … A small classifier, trained on labelled lines.

It is a multinomial logistic regression on two things: the text's embedding, which the search of the text needs as well, and
its character 1- to 3-grams. `python -m eval intents` trains it on the lines of eval/intents.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from rag.schema import WendaError
from rag.text.normalise import question_form

SmallTalk = Literal["greeting", "thanks", "farewell", "praise", "remark", "abuse", "complaint", "meta"]
"""Texts that need no article: `remark` is about the news (`真感人`), `complaint` about an answer, `meta` about the assistant."""

Intent = Literal["question", "list", "digest", "said", "author", "comparison", "correction"] | SmallTalk
"""`digest` asks to sum up a story, `said` what somebody said, `author` who wrote an article; `correction` corrects the user's own
question (`我是问…`)."""

SMALL_TALK: frozenset[SmallTalk] = frozenset(get_args(SmallTalk))
SURE = 0.6
"""A text is small talk if the small talk's probabilities add up to this. Of the held-out lines, 96 % of the small talk and 1.1 %
of the others reach it (many of these are written to look like it); of 1,642 residents' questions, 0.1 %."""
LONGEST_SMALL_TALK = (
    100  # characters; the labelled lines are short, so the classifier knows nothing of longer texts
)

SHIPPED = Path(__file__).with_name("weights")
WEIGHTS, CARD = "intent.safetensors", "intent.json"
GRAM_BUCKETS = 2048  # character n-grams are hashed into so many
GRAM_WEIGHT = 3.0  # length of the vector of n-grams; the embedding's length is 1


class IntentWeightsDamaged(WendaError):
    """The classifier's weights cannot be read."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The weights of the intent classifier in {folder} cannot be read: {reason}\n"
            "Install the program again, or train them with `python -m eval intents`."
        )


class QueryEncoder(Protocol):
    """What the classifier needs of an `Embedder`."""

    @property
    def fingerprint(self) -> str: ...

    def encode_query(self, text: str, *, adapted: bool = True) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Weights:
    """The classifier's weights.

    Attributes:
        intents: the name of each row.
        embedding: (n, dimensions), for the text's embedding.
        grams: (n, `GRAM_BUCKETS`), for its character n-grams, see `gram_vector`.
        bias: (n,)
        embedding_model: the fingerprint of the embedding model that they were trained with.
    """

    intents: tuple[Intent, ...]
    embedding: NDArray[np.float32]
    grams: NDArray[np.float32]
    bias: NDArray[np.float32]
    embedding_model: str

    @classmethod
    def load(cls, folder: Path = SHIPPED) -> Weights:
        """
        Raises:
            IntentWeightsDamaged: a file is missing or unreadable, or the weights are not the ones that the card describes.
        """
        try:
            card = json.loads((folder / CARD).read_text("utf-8"))
            if fingerprint_of(folder / WEIGHTS) != card["fingerprint"]:
                raise IntentWeightsDamaged(folder, f"{WEIGHTS} does not match {CARD}.")
            tensors = {key: tensor.astype(np.float32) for key, tensor in load_file(folder / WEIGHTS).items()}
            return cls(**tensors, intents=tuple(card["intents"]), embedding_model=card["embedding_model"])
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise IntentWeightsDamaged(folder, str(error)) from error

    def probabilities(self, text: str, embedder: QueryEncoder) -> Mapping[Intent, float]:
        """The probability of each intent.

        Args:
            embedder: the model with the fingerprint `embedding_model`.
        """
        form = intent_form(text)
        logits = (
            self.embedding @ embedder.encode_query(form, adapted=False)
            + self.grams @ gram_vector(form)
            + self.bias
        )
        powers = np.exp(logits - logits.max())
        return dict(zip(self.intents, (powers / powers.sum()).tolist(), strict=True))


class IntentClassifier:
    """Tells the intent of a text. With another embedding model than the embedded one, every text is a question."""

    def __init__(self, embedder: QueryEncoder, weights: Weights | None = None) -> None:
        """
        Args:
            weights: None for the shipped ones.

        Raises:
            IntentWeightsDamaged
        """
        weights = weights or Weights.load()
        self._embedder = embedder
        self._weights = weights if weights.embedding_model == embedder.fingerprint else None

    def intent(self, text: str) -> Intent:
        """The most probable intent; small talk only if that is sure, see `SURE`."""
        if self._weights is None or not any(map(str.isalnum, text)):
            return "question"
        probabilities = self._weights.probabilities(text, self._embedder)
        small_talk = sum(probabilities[intent] for intent in SMALL_TALK)
        sure = small_talk >= SURE and len(text) <= LONGEST_SMALL_TALK
        allowed = [intent for intent in probabilities if (intent in SMALL_TALK) == sure]
        return max(allowed, key=probabilities.__getitem__)

    def probability(self, intent: Intent, text: str) -> float:
        """The probability that a text has an intent; 0 with another embedding model than the embedded one."""
        return self._weights.probabilities(text, self._embedder)[intent] if self._weights else 0.0

    def is_small_talk(self, text: str) -> bool:
        """Whether a text needs no article."""
        return self.intent(text) in SMALL_TALK


def intent_form(text: str) -> str:
    """The form in which a text is classified: that in which it is searched for, so that both need the same embedding.

    A headline that it quotes is left out: its words say nothing of what is asked.
    """
    return _HEADLINE.sub("《》", question_form(" ".join(text.split())))


_HEADLINE = re.compile(r"《[^《》]*》")


def gram_vector(form: str) -> NDArray[np.float32]:
    """The hashed character 1- to 3-grams of a text (`GRAM_BUCKETS`,), of length `GRAM_WEIGHT`.

    The hash also gives each n-gram a sign, so that the n-grams of one bucket do not add up ("hashing trick", Weinberger
    et al., 2009).
    """
    marked = f"^{form.lower()}$"
    grams = {marked[i : i + n] for n in (1, 2, 3) for i in range(len(marked) - n + 1)}
    vector = np.zeros(GRAM_BUCKETS, np.float32)
    for gram in grams:
        code = zlib.crc32(gram.encode())
        vector[code % GRAM_BUCKETS] += 1 if code >> 31 else -1
    return GRAM_WEIGHT * vector / max(float(np.linalg.norm(vector)), 1.0)


def fingerprint_of(path: Path) -> str:
    """The first 16 hex digits of a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
