"""Trains the query adapter: `python -m eval train-queries`. An English question comes to lie near the Chinese passages that
answer it.

The passages keep their vectors. Each question is compared with every passage of the training parts (a softmax over cosine
similarities); the passages of its article that hold the answer are right. Chinese questions are put into rough English anew each
time, see eval/reader/english.py.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from eval.bench import Bench
from eval.device import autocast, move_word_vectors, training_device
from eval.reader.english import rough_english
from eval.reader.sources import Source, SourceSet
from ingest.passages import passages
from rag.embedding.context import in_context
from rag.embedding.embedded import PROMPTS, embedded_fingerprint
from rag.embedding.encoder import Encoder, padded
from rag.embedding.query_adapter import (
    CARD,
    WEIGHTS,
    corrections,
    file_fingerprint,
    load_query_encoder,
    read_card,
    with_adapter,
)
from rag.language import locale_of

# How often the questions of a set are used per epoch.
TIMES = {"residents": 4, "residents-dialogues": 4, "chronoqa": 2}


@dataclass(frozen=True, slots=True)
class Recipe:
    """The parameters of a training.

    Attributes:
        minutes: training time.
        rank: of the corrections.
        questions: per step.
        rate: peak learning rate of AdamW; it rises during the share `warm_up` of the time, then falls linearly.
        temperature: cosine similarities are divided by it.
        averaging: decay per step of the moving average of the weights.
        onward_from: fingerprint of the adapter that the run starts from; empty: untrained.
    """

    minutes: float
    seed: int = 1
    rank: int = 16
    questions: int = 256
    rate: float = 1e-3
    warm_up: float = 0.05
    temperature: float = 0.03
    averaging: float = 0.99
    onward_from: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the rows of the passages that answer it in the table of vectors."""

    question: str
    right: tuple[int, ...]


class TrainingQuestions:
    """The questions of the training parts, and the passages of their articles.

    Attributes:
        texts: what is embedded for each passage.
        data: name of each set -> hash of its files.
    """

    def __init__(self, folders: Sequence[Path], recipe: Recipe) -> None:
        """
        Raises:
            FileNotFoundError: a folder holds no question set.
        """
        self.recipe = recipe
        self.texts: list[str] = []
        self.data: dict[str, str] = {}
        self._asked: list[Asked] = []
        for folder in folders:
            loaded = SourceSet(folder, "train")
            self.data[loaded.name] = loaded.digest
            asked = [one for one in self._questions(loaded) if one.right]
            self._asked += asked * TIMES.get(loaded.name, 1)

    def batches(self, chance: random.Random) -> Iterator[list[Asked]]:
        """Endless batches of questions in English."""
        size = self.recipe.questions
        while True:
            chance.shuffle(self._asked)
            for start in range(0, len(self._asked), size):
                yield [
                    replace(one, question=_in_english(one.question, chance))
                    for one in self._asked[start : start + size]
                ]

    def _questions(self, loaded: SourceSet) -> Iterator[Asked]:
        rows: dict[int, list[tuple[int, int, int]]] = {}
        for source in loaded.sources:
            target = source.span or source.tempting
            if target is None or source.previous:
                continue
            if source.document not in rows:
                rows[source.document] = self._add(loaded, source)
            right = [row for start, end, row in rows[source.document] if start <= target.start < end]
            yield Asked(source.question, tuple(right))

    def _add(self, loaded: SourceSet, source: Source) -> list[tuple[int, int, int]]:
        """Add the passages of a question's article; returns start, end and row of each."""
        text, context = loaded.texts[source.document], loaded.contexts[source.document]
        spans, first = passages(text), len(self.texts)
        self.texts += [in_context(context, text[span.start : span.end]) for span in spans]
        return [(span.start, span.end, first + i) for i, span in enumerate(spans)]


def _in_english(question: str, chance: random.Random) -> str:
    return question if locale_of(question) == "en" else rough_english(question, chance)


def run(
    bench: Bench, folders: Sequence[Path], into: Path, minutes: float, seed: int, onward_from: Path | None
) -> None:
    """Train with a progress bar on stderr; see `train`.

    Raises:
        FileNotFoundError: a folder holds no question set.
        QueryAdapterDamaged: there is no adapter in `onward_from`.
    """
    start = str(read_card(onward_from)["fingerprint"]) if onward_from else ""
    questions = TrainingQuestions(folders, Recipe(minutes, seed, onward_from=start))
    vectors = bench.embedder.encode_passages(questions.texts)
    encoder = Encoder.load(bench.settings.cache_dir, "float32")
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("training", total=1.0)

        def on_step(share: float, loss: float) -> None:
            bar.update(task, completed=share, description=f"loss {loss:.2f}")

        train(encoder, questions, vectors, into, on_step, onward_from)


def train(
    encoder: Encoder,
    questions: TrainingQuestions,
    vectors: NDArray[np.float32],
    into: Path,
    on_step: Callable[[float, float], None],
    onward_from: Path | None = None,
) -> None:
    """Train an adapter and write it to a folder.

    Args:
        encoder: the embedded model in float32.
        vectors: (passages, dimensions) unit vectors of the questions' passages.
        on_step: called after each step with the share of the time used and the loss.
        onward_from: folder of a trained adapter to continue from.
    """
    device, recipe = training_device(), questions.recipe
    torch.manual_seed(recipe.seed)
    table = torch.from_numpy(vectors).to(device)
    start = (
        load_query_encoder(encoder.bert, onward_from)
        if onward_from
        else with_adapter(encoder.bert, recipe.rank)
    )
    adapted = start.requires_grad_(False).to(device)
    move_word_vectors(adapted.embeddings, device)
    weights = corrections(adapted)
    trained = [weight.requires_grad_() for weight in weights.values()]
    average = {name: weight.detach().clone() for name, weight in weights.items()}
    optimizer = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.01)
    started, share, steps = time.monotonic(), 0.0, 0
    for batch in questions.batches(random.Random(recipe.seed)):
        for group in optimizer.param_groups:
            group["lr"] = recipe.rate * (min(1.0, share / recipe.warm_up) * (1 - share) + 0.01)
        texts = [PROMPTS["query"] + one.question for one in batch]
        tokens, present = (tensor.to(device) for tensor in padded(encoder.tokenizer, texts))
        with autocast(device):
            hidden = adapted(tokens, present)
        mean = (hidden.float() * present[..., None]).sum(1) / present.sum(1, keepdim=True)
        loss = _loss(functional.normalize(mean), table, batch, recipe.temperature)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        steps += 1
        decay = min(recipe.averaging, (1 + steps) / (10 + steps))
        with torch.no_grad():
            torch._foreach_lerp_(list(average.values()), trained, 1 - decay)
        share = min(1.0, (time.monotonic() - started) / (60 * recipe.minutes))
        on_step(share, float(loss.detach()))
        if share >= 1:
            break
    _write(average, questions, steps, into)


def _loss(vectors: Tensor, table: Tensor, batch: Sequence[Asked], temperature: float) -> Tensor:
    similarities = vectors @ table.T / temperature
    right = torch.zeros(similarities.shape, dtype=torch.bool)
    for row, one in enumerate(batch):
        right[row, list(one.right)] = True
    of_right = similarities.masked_fill(~right.to(table.device), -1e4)
    return (similarities.logsumexp(1) - of_right.logsumexp(1)).mean()


def _write(weights: dict[str, Tensor], questions: TrainingQuestions, steps: int, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    save_file({name: w.to("cpu", torch.float16).contiguous() for name, w in weights.items()}, into / WEIGHTS)
    card = {
        "fingerprint": file_fingerprint(into / WEIGHTS),
        "embedding_model": embedded_fingerprint(),
        "rank": questions.recipe.rank,
        "recipe": asdict(questions.recipe),
        "steps": steps,
        "data": questions.data,
    }
    (into / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
