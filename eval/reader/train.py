"""Trains the reader: `python -m eval train`. A killed run resumes from its last checkpoint."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from eval.reader.examples import Example, Mix
from rag.embedding.embedded import embedded_fingerprint
from rag.embedding.encoder import Encoder
from rag.reader.features import FEATURES
from rag.reader.network import NetworkOutput, ReaderNetwork
from rag.reader.pairs import Pair, batch, encode
from rag.reader.reader import CARD, WEIGHTS

PAIRS = 32  # per step
POOL = 40  # groups for so many steps are sorted by length together, to save padding
CHECKPOINT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """The parameters of a training; two runs with the same recipe see the same examples.

    Attributes:
        minutes: total training time, over all restarts.
        layers: number of encoder layers of the reader, including the frozen ones.
        encoder_rate, head_rate: peak learning rates of AdamW; they rise during the share `warm_up` of the time, then fall
            linearly.
        averaging: decay per step of the moving average of the weights.
        pairwise, span, relevance: weights of these parts of the loss.
        hidden_features: share of the pairs whose features are all 0.
        mix: probabilities of the kinds of examples.
        onward_from: fingerprint of the reader that the run starts from; empty: untrained.
    """

    minutes: float = 75.0
    seed: int = 1
    layers: int = 12
    encoder_rate: float = 1e-4
    head_rate: float = 8e-4
    warm_up: float = 0.04
    averaging: float = 0.998
    pairwise: float = 0.5
    span: float = 0.5
    relevance: float = 0.3
    hidden_features: float = 0.1
    mix: Mix = field(default_factory=Mix)
    onward_from: str = ""

    @classmethod
    def continued(cls, minutes: float, seed: int, layers: int, fingerprint: str) -> Recipe:
        """A recipe that continues from a trained reader with as many layers, at lower learning rates."""
        return cls(minutes, seed, layers, encoder_rate=8e-5, head_rate=4e-4, onward_from=fingerprint)


class ExampleSet(Protocol):
    """A source of examples; `digest` is the hash of its files."""

    name: str
    digest: str

    def groups(self, chance: random.Random) -> Iterator[list[Example]]: ...


class Training:
    """A training run; its folder holds the checkpoint."""

    def __init__(self, folder: Path, network: ReaderNetwork, tokenizer: Tokenizer, recipe: Recipe) -> None:
        self.folder, self.network, self.tokenizer, self.recipe = folder, network.train(), tokenizer, recipe
        heads = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("upper.")]
        upper = list(network.upper.parameters())
        self.optimizer = torch.optim.AdamW(
            [{"params": upper, "lr": recipe.encoder_rate}, {"params": heads, "lr": recipe.head_rate}],
            weight_decay=0.01,
        )
        self._peaks = [group["lr"] for group in self.optimizer.param_groups]
        self.average = {n: p.detach().clone() for n, p in network.named_parameters() if p.requires_grad}
        self.seconds, self.steps, self.epoch = 0.0, 0, 0

    def run(self, sets: Sequence[tuple[ExampleSet, float]], on_step: Callable[[float, float], None]) -> None:
        """Train until the time of the recipe is used, resuming from a checkpoint if there is one.

        Args:
            sets: question sets, each with how often it is used per epoch.
            on_step: called after each step with the share of the time used and the loss.
        """
        self._resume()
        saved = time.monotonic()
        while self.seconds < self.recipe.minutes * 60:
            for examples in self._batches(sets):
                started = time.monotonic()
                loss = self._step(examples)
                self.seconds += time.monotonic() - started
                self.steps += 1
                on_step(self._share(), loss)
                if time.monotonic() - saved > CHECKPOINT_SECONDS:
                    self._save()
                    saved = time.monotonic()
                if self.seconds >= self.recipe.minutes * 60:
                    break
            self.epoch += 1
        self._save()

    def averaged(self) -> dict[str, Tensor]:
        """The trained weights, averaged over the last steps."""
        return {**self.network.trained(), **self.average}

    def _share(self) -> float:
        return min(1.0, self.seconds / (self.recipe.minutes * 60))

    def _batches(self, sets: Sequence[tuple[ExampleSet, float]]) -> Iterator[list[list[Example]]]:
        chance = random.Random(f"{self.recipe.seed} {self.epoch} {self.steps}")
        groups = [g for questions, times in sets for g in _used(questions, times, chance)]
        chance.shuffle(groups)
        size = PAIRS * POOL // 2
        for start in range(0, len(groups), size):
            pool = sorted(groups[start : start + size], key=lambda g: max(len(e.passage) for e in g))
            batches: list[list[list[Example]]] = [[]]
            for group in pool:
                if sum(map(len, batches[-1])) + len(group) > PAIRS:
                    batches.append([])
                batches[-1].append(group)
            chance.shuffle(batches)
            yield from batches

    def _step(self, groups: list[list[Example]]) -> float:
        share = self._share()
        factor = min(1.0, share / self.recipe.warm_up) * (1 - share) + 0.01
        for group, peak in zip(self.optimizer.param_groups, self._peaks, strict=True):
            group["lr"] = peak * factor
        examples = [example for group in groups for example in group]
        pairs = [encode(self.tokenizer, e.question, e.context, e.passage, e.previous) for e in examples]
        self._hide_features(pairs)
        with torch.autocast("cpu", torch.bfloat16):
            out = self.network(**batch(pairs))
        loss = self._loss(out, groups, pairs)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for g in self.optimizer.param_groups for p in g["params"]], 1.0)
        self.optimizer.step()
        decay = min(self.recipe.averaging, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for name, weight in self.network.named_parameters():
                if weight.requires_grad:
                    self.average[name].lerp_(weight, 1 - decay)
        return float(loss.detach())

    def _hide_features(self, pairs: list[Pair]) -> None:
        """Hide the features of some pairs, so that the reader learns to do without shared words."""
        chance = random.Random(f"{self.recipe.seed} {self.steps}")
        for pair in pairs:
            if chance.random() < self.recipe.hidden_features:
                pair.features[:] = 0

    def _loss(self, out: NetworkOutput, groups: list[list[Example]], pairs: list[Pair]) -> Tensor:
        examples = [example for group in groups for example in group]
        spans = [token_span(pair, example) for pair, example in zip(pairs, examples, strict=True)]
        answered = torch.tensor([float(span != (0, 0)) for span in spans])
        loss = functional.binary_cross_entropy_with_logits(out.answered, answered)
        known = [i for i, example in enumerate(examples) if example.relevant is not None]
        if known:
            relevant = torch.tensor([float(bool(examples[i].relevant)) for i in known])
            loss = loss + self.recipe.relevance * functional.binary_cross_entropy_with_logits(
                out.relevance[known], relevant
            )
        starts, ends = torch.tensor([s for s, _ in spans]), torch.tensor([e for _, e in spans])
        loss = loss + self.recipe.span / 2 * (
            functional.cross_entropy(out.start, starts) + functional.cross_entropy(out.end, ends)
        )
        margins, first = [], 0
        for group in groups:
            margins += [out.answered[first] - out.answered[first + i] for i in range(1, len(group))]
            first += len(group)
        if margins:
            loss = loss + self.recipe.pairwise * functional.softplus(-torch.stack(margins)).mean()
        return loss

    # --- checkpoints ---

    def _checkpoint(self) -> Path:
        key = hashlib.sha256(json.dumps(asdict(self.recipe), sort_keys=True).encode()).hexdigest()[:8]
        return self.folder / f"checkpoint-{key}.pt"

    def _save(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        checkpoint = self._checkpoint()
        partial = checkpoint.with_suffix(".partial")
        state = {
            "weights": self.network.trained(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
            "progress": (self.seconds, self.steps, self.epoch),
        }
        torch.save(state, partial)
        partial.replace(checkpoint)

    def _resume(self) -> None:
        if self._checkpoint().exists():
            state = torch.load(self._checkpoint(), weights_only=True)
            self.network.load_state_dict(state["weights"], strict=False)
            self.optimizer.load_state_dict(state["optimizer"])
            self.average = state["average"]
            self.seconds, self.steps, self.epoch = state["progress"]


def _used(questions: ExampleSet, times: float, chance: random.Random) -> Iterator[list[Example]]:
    """The groups of a set for one epoch: `times` times all, the fraction as a random share."""
    for _ in range(int(times)):
        yield from questions.groups(chance)
    share = times - int(times)
    if share:
        yield from (group for group in questions.groups(chance) if chance.random() < share)


def write(training: Training, data: dict[str, str], folder: Path) -> None:
    """Write the averaged weights as a folder that `WENDA_READER` can name.

    Args:
        data: name of each question set -> hash of its files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: weight.to(torch.float16).contiguous() for name, weight in training.averaged().items()}
    save_file(weights, folder / WEIGHTS)
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    card = {
        "fingerprint": digest[:16],
        "embedding_model": embedded_fingerprint(),
        "features": list(FEATURES),
        "layers": training.network.layers,
        "recipe": asdict(training.recipe),
        "steps": training.steps,
        "minutes": round(training.seconds / 60, 1),
        "data": data,
    }
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def token_span(pair: Pair, example: Example) -> tuple[int, int]:
    """First and last token of the answer; (0, 0) if there is no answer or it was cut off."""
    if example.span is None:
        return 0, 0
    starts, ends = pair.offsets[:, 0], pair.offsets[:, 1]
    inside = (pair.segment == 3) & (ends > example.span.start) & (starts < example.span.end) & (ends > starts)
    at = inside.nonzero()[0]
    return (int(at[0]), int(at[-1])) if len(at) else (0, 0)


def new_network(
    cache_dir: Path, layers: int, kind: type[ReaderNetwork] = ReaderNetwork
) -> tuple[ReaderNetwork, Tokenizer]:
    """An untrained reader on top of the embedded model's encoder, and its tokenizer.

    Args:
        layers: number of encoder layers to use.
    """
    encoder = Encoder.load(cache_dir, "float32")
    return kind(encoder.bert, len(FEATURES), layers), encoder.tokenizer
