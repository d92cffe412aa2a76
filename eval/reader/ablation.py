"""Which parts of the reader's training matter: trains variants without one part each, with the same time budget
(`python -m eval ablation`)."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from rich.table import Table
from sklearn.metrics import roc_auc_score
from torch import Tensor

from eval.reader.examples import Mix
from eval.reader.run import run_with_bar, training_sets
from eval.reader.train import Recipe, Training, new_network
from eval.readings import Case, as_found
from rag.reader import Reader, Reading
from rag.reader.network import NetworkOutput, ReaderNetwork
from rag.reader.reader import TrainedReader
from rag.search.evidence import Candidate, sentences
from rag.search.reranker import read_passages

FEWER_LAYERS = 8  # instead of twelve; includes the four frozen ones


class WithoutFeatures(ReaderNetwork):
    """A reader network without the token features, which say what question and passage share."""

    def forward(
        self, tokens: Tensor, present: Tensor, features: Tensor, is_question: Tensor, is_passage: Tensor
    ) -> NetworkOutput:
        return super().forward(tokens, present, torch.zeros_like(features), is_question, is_passage)


@dataclass(frozen=True, slots=True)
class Variant:
    """A training that differs from the full one in one part."""

    name: str
    recipe: Recipe
    kind: type[ReaderNetwork] = ReaderNetwork


def variants(minutes: float, seed: int) -> list[Variant]:
    full = Recipe(minutes, seed)

    def mixed(**changed: float) -> Recipe:
        return replace(full, mix=replace(Mix(), **changed))

    return [
        Variant("full", full),
        Variant("no token features", full, WithoutFeatures),
        Variant("no pairwise loss", replace(full, pairwise=0.0)),
        Variant("no passages of the same paragraph", mixed(same_paragraph=0.0)),
        Variant("no other year, name or echo", mixed(swapped=0.0, echoed=0.0)),
        Variant(f"{FEWER_LAYERS} layers", replace(full, layers=FEWER_LAYERS)),
    ]


@dataclass(frozen=True, slots=True)
class VariantResult:
    """Results of a trained variant on the cases, without the fusion.

    Attributes:
        steps: training steps within the budget.
        hit: share of answerable questions whose top passage (the most likely one to answer) is from a right article.
        first: share of answerable questions whose answer is in the sentence marked in the top passage.
        auroc: how well the top passage's score separates answerable questions from those without their articles.
        milliseconds: median reading time for one question.
    """

    name: str
    steps: int
    hit: float
    first: float
    auroc: float
    milliseconds: float


def measure_ablation(
    folders: Sequence[Path], cases: Sequence[Case], cache_dir: Path, selected: Sequence[Variant]
) -> list[VariantResult]:
    """Train each variant on the training parts of the sets, then evaluate it on the cases, which are not in them.

    Args:
        cache_dir: folder of the embedded model.
    """
    return [_train_and_evaluate(variant, folders, cases, cache_dir) for variant in selected]


def table(results: Sequence[VariantResult], title: str) -> Table:
    drawn = Table(title=title)
    for heading in ("training", "steps", "hit@1", "first sentence", "AUROC", "p50 ms (fp32)"):
        drawn.add_column(heading, justify="right")
    for result in results:
        figures = (f"{value:.3f}" for value in (result.hit, result.first, result.auroc))
        drawn.add_row(result.name, str(result.steps), *figures, f"{result.milliseconds:.0f}")
    return drawn


def _train_and_evaluate(
    variant: Variant, folders: Sequence[Path], cases: Sequence[Case], cache_dir: Path
) -> VariantResult:
    random.seed(variant.recipe.seed)
    torch.manual_seed(variant.recipe.seed)
    network, tokenizer = new_network(cache_dir, variant.recipe.layers, variant.kind)
    with TemporaryDirectory() as checkpoints:
        training = Training(Path(checkpoints), network, tokenizer, variant.recipe)
        run_with_bar(training, training_sets(folders, variant.recipe), variant.name)
    network.load_state_dict(training.averaged(), strict=False)
    return _evaluate(
        variant.name, training.steps, TrainedReader(network.eval(), tokenizer, variant.name), cases
    )


def _evaluate(name: str, steps: int, reader: Reader, cases: Sequence[Case]) -> VariantResult:
    hits, firsts, seconds = [], [], []
    answered: dict[bool, list[float]] = {True: [], False: []}
    for attempt in (attempt for case in cases for attempt in case.attempts(as_found(case)) if attempt.ranked):
        candidates = [candidate for candidate, _ in attempt.ranked]
        started = time.perf_counter()
        readings = read_passages(reader, attempt.case.evidence, candidates)
        seconds.append(time.perf_counter() - started)
        candidate, reading = max(zip(candidates, readings, strict=True), key=lambda pair: pair[1].answered)
        answered[attempt.answerable].append(reading.answered)
        if attempt.answerable:
            version = candidate.passage.version
            hits.append(attempt.case.question.answered_in(version))
            firsts.append(attempt.right(version, _marked(candidate, reading)))
    truth = [True] * len(answered[True]) + [False] * len(answered[False])
    auroc = float(roc_auc_score(truth, answered[True] + answered[False]))
    milliseconds = float(np.median(seconds) * 1000)
    return VariantResult(name, steps, float(np.mean(hits)), float(np.mean(firsts)), auroc, milliseconds)


def _marked(candidate: Candidate, reading: Reading) -> str:
    """The sentence in which the most likely answer begins."""
    answer = reading.answer()
    start = candidate.passage.start + answer.start if answer else -1
    return next((s.text for s in sentences(candidate) if s.start <= start < s.end), "")
