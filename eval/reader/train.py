"""Trains the reader: `python -m eval train`. A killed run resumes from its last checkpoint."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from eval.device import autocast, move_word_vectors, spare_processes, training_device
from eval.reader.batches import Batch, Batches, MakeBatch, WeightedSets
from eval.reader.examples import Mix
from rag.embedding.embedded import embedded_fingerprint
from rag.embedding.encoder import Encoder
from rag.reader.features import FEATURES
from rag.reader.network import NetworkOutput, ReaderNetwork
from rag.reader.reader import CARD, WEIGHTS

CHECKPOINT_SECONDS = 300.0
REPORTED = 5  # steps
RATED_PAIRS = (
    32  # the learning rates are for so many pairs per step; they grow with the square root of their number
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """The parameters of a training; two runs with the same recipe see the same examples.

    Attributes:
        minutes: total training time, over all restarts.
        pairs: number of pairs per step, at most.
        layers: number of encoder layers of the reader, including the frozen ones.
        encoder_rate, head_rate: peak learning rates of AdamW; they rise during the share `warm_up` of the time, then fall
            linearly.
        averaging: decay per step of the moving average of the weights.
        pairwise, span, relevance: weights of these parts of the loss.
        hidden_features: share of the pairs whose features are all 0.
        distillation: weight of the teacher's output against the labels.
        mix: probabilities of the kinds of examples.
        onward_from: fingerprint of the reader that the run starts from; empty: untrained.
        teacher: fingerprint of the reader whose output is learnt; empty: none.
    """

    minutes: float = 75.0
    seed: int = 1
    pairs: int = 32
    layers: int = 12
    encoder_rate: float = 1e-4
    head_rate: float = 8e-4
    warm_up: float = 0.04
    averaging: float = 0.998
    pairwise: float = 0.5
    span: float = 0.5
    relevance: float = 0.3
    hidden_features: float = 0.1
    distillation: float = 0.5
    mix: Mix = field(default_factory=Mix)
    onward_from: str = ""
    teacher: str = ""

    @classmethod
    def continued(cls, minutes: float, seed: int, layers: int, fingerprint: str) -> Recipe:
        """A recipe that continues from a trained reader with as many layers, at lower learning rates."""
        return cls(minutes, seed, layers=layers, encoder_rate=8e-5, head_rate=4e-4, onward_from=fingerprint)


class Training:
    """A training run; its folder holds the checkpoint. It computes on a GPU if there is one."""

    def __init__(
        self,
        folder: Path,
        network: ReaderNetwork,
        tokenizer: Tokenizer,
        recipe: Recipe,
        teacher: ReaderNetwork | None = None,
        make_batch: MakeBatch = Batch.of,
    ) -> None:
        """
        Args:
            teacher: a trained network, whose output the trained one learns as well.
            make_batch: makes a batch of examples.
        """
        self._make_batch = make_batch
        self.device = training_device()
        self.folder, self.tokenizer, self.recipe = folder, tokenizer, recipe
        self.network = self._on_device(network).train()
        self.teacher = self._on_device(teacher).eval() if teacher else None
        scale = (recipe.pairs / RATED_PAIRS) ** 0.5
        heads = [p for n, p in network.named_parameters() if p.requires_grad and not n.startswith("upper.")]
        upper = list(network.upper.parameters())
        self.optimizer = torch.optim.AdamW(
            [
                {"params": upper, "lr": scale * recipe.encoder_rate},
                {"params": heads, "lr": scale * recipe.head_rate},
            ],
            weight_decay=0.01,
            fused=True,
        )
        self._peaks = [group["lr"] for group in self.optimizer.param_groups]
        self.average = {n: p.detach().clone() for n, p in network.named_parameters() if p.requires_grad}
        self.seconds, self.steps = 0.0, 0

    def run(self, sets: WeightedSets, on_step: Callable[[float, float], None]) -> None:
        """Train until the time of the recipe is used, resuming from a checkpoint if there is one.

        Args:
            on_step: called after every `REPORTED` steps with the share of the time used and the loss.
        """
        self._resume()
        recipe, workers = self.recipe, spare_processes(self.device)
        seed = f"{recipe.seed} {self.steps}"
        resumed, saved, started = self.seconds, time.monotonic(), time.monotonic()
        batches = Batches(sets, self.tokenizer, recipe.pairs, seed, self._make_batch)
        for prepared in batches.loader(workers):
            if self.seconds >= recipe.minutes * 60:
                break
            loss = self._step(prepared.to(self.device))
            self.seconds = resumed + time.monotonic() - started
            self.steps += 1
            if self.steps % REPORTED == 0:
                on_step(self._share(), float(loss))
            if time.monotonic() - saved > CHECKPOINT_SECONDS:
                self._save()
                saved = time.monotonic()
        self._save()

    def averaged(self) -> dict[str, Tensor]:
        """The trained weights, averaged over the last steps."""
        return {**self.network.trained(), **self.average}

    def _on_device(self, network: ReaderNetwork) -> ReaderNetwork:
        network.to(self.device)
        move_word_vectors(network.embeddings, self.device)
        return network

    def _share(self) -> float:
        return min(1.0, self.seconds / (self.recipe.minutes * 60))

    def _step(self, prepared: Batch) -> Tensor:
        share = self._share()
        factor = min(1.0, share / self.recipe.warm_up) * (1 - share) + 0.01
        for group, peak in zip(self.optimizer.param_groups, self._peaks, strict=True):
            group["lr"] = peak * factor
        inputs = prepared.inputs | {"features": self._some_hidden(prepared.inputs["features"])}
        with autocast(self.device):
            out = self.network(**inputs)
            with torch.no_grad():
                taught = self.teacher(**prepared.inputs) if self.teacher else None
        loss = self._loss(out, prepared)
        if taught:
            loss = (1 - self.recipe.distillation) * loss + self.recipe.distillation * self._distillation_loss(
                out, taught
            )
        self.optimizer.zero_grad()
        loss.backward()
        trained = [p for g in self.optimizer.param_groups for p in g["params"]]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        self.optimizer.step()
        decay = min(self.recipe.averaging, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            weights = [w for w in self.network.parameters() if w.requires_grad]
            torch._foreach_lerp_(list(self.average.values()), weights, 1 - decay)
        return loss.detach()

    def _some_hidden(self, features: Tensor) -> Tensor:
        """The features without those of some pairs, so that the reader learns to do without shared words."""
        shown = torch.rand(len(features), 1, 1, device=self.device) >= self.recipe.hidden_features
        return features * shown

    def _loss(self, out: NetworkOutput, prepared: Batch) -> Tensor:
        answered = (prepared.starts > 0).float()
        loss = functional.binary_cross_entropy_with_logits(out.answered, answered)
        known = (prepared.relevant >= 0).float()
        relevance = functional.binary_cross_entropy_with_logits(
            out.relevance, prepared.relevant.clamp(min=0), known, reduction="sum"
        )
        loss = loss + self.recipe.relevance * relevance / known.sum().clamp(min=1)
        loss = loss + self.recipe.span / 2 * (
            functional.cross_entropy(out.start, prepared.starts)
            + functional.cross_entropy(out.end, prepared.ends)
        )
        first = torch.searchsorted(
            prepared.group, prepared.group
        )  # index of the first pair of each pair's group
        others = (first != torch.arange(len(first), device=self.device)).float()
        margins = functional.softplus(out.answered - out.answered[first])
        return loss + self.recipe.pairwise * (margins * others).sum() / others.sum().clamp(min=1)

    def _distillation_loss(self, out: NetworkOutput, taught: NetworkOutput) -> Tensor:
        """How far the output is from the teacher's: the loss with the teacher's probabilities in place of the labels."""
        distance = functional.binary_cross_entropy_with_logits(out.answered, taught.answered.sigmoid())
        distance = distance + self.recipe.relevance * functional.binary_cross_entropy_with_logits(
            out.relevance, taught.relevance.sigmoid()
        )
        return distance + self.recipe.span / 2 * (
            functional.cross_entropy(out.start, taught.start.softmax(dim=1))
            + functional.cross_entropy(out.end, taught.end.softmax(dim=1))
        )

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
            "progress": (self.seconds, self.steps),
        }
        torch.save(state, partial)
        partial.replace(checkpoint)

    def _resume(self) -> None:
        if self._checkpoint().exists():
            state = torch.load(self._checkpoint(), map_location=self.device, weights_only=True)
            self.network.load_state_dict(state["weights"], strict=False)
            self.optimizer.load_state_dict(state["optimizer"])
            self.average = state["average"]
            self.seconds, self.steps = state["progress"]


def write(training: Training, data: dict[str, str], folder: Path) -> None:
    """Write the averaged weights as a folder that `WENDA_READER` can name.

    Args:
        data: name of each question set -> hash of its files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: weight.to("cpu", torch.float16).contiguous() for name, weight in training.averaged().items()
    }
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


def new_network(
    cache_dir: Path, layers: int, kind: type[ReaderNetwork] = ReaderNetwork
) -> tuple[ReaderNetwork, Tokenizer]:
    """An untrained reader on top of the embedded model's encoder, and its tokenizer.

    Args:
        layers: number of encoder layers to use.
    """
    encoder = Encoder.load(cache_dir, "float32")
    return kind(encoder.bert, len(FEATURES), layers), encoder.tokenizer
