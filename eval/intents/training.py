"""Trains the classifier of intents (see `rag.question.intent`) and measures it on lines that it has not seen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.table import Table
from safetensors.numpy import save_file
from sklearn.linear_model import LogisticRegression

from eval.intents.lines import Line
from rag.embedding import Embedder
from rag.question.intent import (
    CARD,
    WEIGHTS,
    IntentClassifier,
    Weights,
    fingerprint_of,
    gram_vector,
    intent_form,
)

EMBEDDING_SCALE = (
    8.0  # embeddings of one model lie close together: without it, the n-grams alone would decide
)
INVERSE_REGULARISATION = 2.0  # scikit-learn's C


@dataclass(frozen=True, slots=True)
class Figures:
    """How well one intent is known: `precision` and `recall` over `count` held-out lines of it."""

    precision: float
    recall: float
    count: int


def fit(lines: Sequence[Line], embedder: Embedder) -> Weights:
    """Fit the weights on all of `lines`."""
    forms = [intent_form(line.text) for line in lines]
    embeddings = np.stack([embedder.encode_query(form, adapted=False) for form in forms])
    centre = embeddings.mean(axis=0)
    features = np.hstack([(embeddings - centre) * EMBEDDING_SCALE, np.stack([*map(gram_vector, forms)])])
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=2000)
    model.fit(features, [line.intent for line in lines])
    split = embeddings.shape[1]
    by_embedding: NDArray[np.float32] = EMBEDDING_SCALE * model.coef_[:, :split]
    return Weights(
        intents=tuple(model.classes_.tolist()),
        embedding=by_embedding,
        grams=model.coef_[:, split:],
        bias=model.intercept_ - by_embedding @ centre,
        embedding_model=embedder.fingerprint,
    )


def measure(classifier: IntentClassifier, lines: Sequence[Line]) -> dict[str, Figures]:
    """The figures of each intent."""
    given = [(line.intent, classifier.intent(line.text)) for line in lines]
    right = Counter(label for label, known in given if label == known)
    labelled, taken = Counter(label for label, _ in given), Counter(known for _, known in given)
    return {
        intent: Figures(
            right[intent] / max(taken[intent], 1), right[intent] / labelled[intent], labelled[intent]
        )
        for intent in sorted(labelled)
    }


def small_talk_share(classifier: IntentClassifier, texts: Sequence[str]) -> float:
    """The share of texts that are taken for small talk."""
    return float(np.mean([classifier.is_small_talk(text) for text in texts])) if texts else 0.0


def save(weights: Weights, folder: Path, figures: Mapping[str, Figures], data: Mapping[str, int]) -> None:
    """Write the weights (float16) and the card that describes them.

    Args:
        data: the number of lines by where they are from.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # safetensors writes an array as it lies in memory, so it must lie there row by row.
    tensors = {
        name: np.ascontiguousarray(getattr(weights, name), np.float16)
        for name in ("embedding", "grams", "bias")
    }
    save_file(tensors, folder / WEIGHTS)
    card = {
        "fingerprint": fingerprint_of(folder / WEIGHTS),
        "embedding_model": weights.embedding_model,
        "intents": weights.intents,
        "licence": "CC0-1.0",
        "data": data,
        "held_out": {
            intent: {k: round(v, 3) for k, v in asdict(figure).items()} for intent, figure in figures.items()
        },
    }
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def table(figures: Mapping[str, Figures], title: str) -> Table:
    """One row per intent."""
    drawn = Table(title=title)
    for name in ("intent", "precision", "recall", "lines"):
        drawn.add_column(name, justify="right")
    for intent, figure in figures.items():
        drawn.add_row(intent, f"{figure.precision:.3f}", f"{figure.recall:.3f}", str(figure.count))
    return drawn
