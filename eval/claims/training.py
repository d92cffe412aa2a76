"""Trains the claim checker's network: `python -m eval train-claims`. A killed run resumes from its last checkpoint."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer

from eval.claims.examples import ClaimExample, MadeClaims, WrittenClaims, held_out_articles, of_labelled
from eval.claims.labelled import LabelledClaim, in_languages, load_claims, own_claims
from eval.device import autocast, training_device
from eval.reader.batches import Batch, ExampleSet, WeightedSets
from eval.reader.run import PAIRS, continued_recipe, load_reader, run_with_bar
from eval.reader.train import Training, write
from rag.cite.entailment import claim_batch, encode_claim
from rag.config import Settings
from rag.reader.network import ReaderNetwork
from rag.reader.pairs import Pair

# How often a set is used per epoch: the hand-written claims and local news most often.
TIMES = {
    "stories": 2.0,
    "stories in English": 4.0,
    "claims": 4.0,
    "residents": 2.0,
    "residents-dialogues": 2.0,
    "chronoqa": 0.6,
}
OTHERS = 0.3  # encyclopaedic sets


def run(
    settings: Settings,
    folders: Sequence[Path],
    into: Path,
    minutes: float,
    seed: int,
    onward_from: Path,
    layers: int,
    teacher: Path | None = None,
) -> None:
    """Train on the training parts of the sets. Checkpoints go to the cache, the finished weights to `into`.

    Args:
        folders: sets of questions, and sets of hand-written claims, on whose tuning part the network is measured.
        onward_from: folder of a trained reader or claim checker to continue from; its layers above `layers` are removed.
        teacher: folder of a trained claim checker whose output is learnt as well as the labels.

    Raises:
        FileNotFoundError: a folder holds neither questions nor claims.
        ReaderNotLoaded: there are no weights in `onward_from` or `teacher`.
    """
    random.seed(seed)
    torch.manual_seed(seed)
    reader = load_reader(settings, onward_from)
    taught_by = load_reader(settings, teacher) if teacher else None
    recipe = replace(
        continued_recipe(reader, minutes, seed, layers),
        pairs=PAIRS[training_device().type],
        relevance=0.0,
        hidden_features=0.05,
        teacher=taught_by.fingerprint if taught_by else "",
    )
    sets = training_sets(folders)
    training = Training(
        settings.cache_dir / "training",
        reader.network,
        reader.tokenizer,
        recipe,
        taught_by and taught_by.network,
        make_batch=batch_of,
    )
    run_with_bar(training, sets, "training", Validation(folders, reader.tokenizer))
    write(training, {examples.name: examples.digest for examples, _ in sets}, into)


def training_sets(folders: Sequence[Path]) -> WeightedSets:
    """The training part of the project's own stories and of each set, and how often it is used per epoch."""
    held_out = held_out_articles(folders)
    sets = [
        *(WrittenClaims(name, claims) for name, claims in in_languages(own_claims("train")).items()),
        *(_examples(folder, held_out) for folder in folders),
    ]
    return [(one, TIMES.get(one.name, OTHERS)) for one in sets]


def _examples(folder: Path, held_out: frozenset[str]) -> ExampleSet:
    if (folder / "claims.jsonl").exists():
        return WrittenClaims(folder.name, load_claims(folder, "train"))
    return MadeClaims(folder, "train", held_out)


def batch_of(groups: Sequence[Sequence[ClaimExample]], tokenizer: Tokenizer) -> Batch:
    """A batch in which an answer's span is the fault of a claim."""
    examples = [example for group in groups for example in group]
    pairs = [encode_claim(tokenizer, e.claim, e.context, e.printed) for e in examples]
    spans = torch.tensor([_tokens_at_fault(p, e) for p, e in zip(pairs, examples, strict=True)])
    return Batch(
        claim_batch(pairs),
        spans[:, 0],
        spans[:, 1],
        torch.full((len(examples),), -1.0),
        torch.tensor([number for number, group in enumerate(groups) for _ in group]),
    )


def _tokens_at_fault(pair: Pair, example: ClaimExample) -> tuple[int, int]:
    """First and last token of the fault; (0, 0) if there is none."""
    if example.fault is None:
        return 0, 0
    starts, ends = pair.offsets[:, 0], pair.offsets[:, 1]
    claim = pair.segment == 1
    at = (claim & (ends > example.fault.start) & (starts < example.fault.end)).nonzero()[0]
    whole = claim.nonzero()[0]
    return (int(at[0]), int(at[-1])) if len(at) else (int(whole[0]), int(whole[-1]))


class Validation:
    """The hand-written claims of the tuning parts."""

    def __init__(self, folders: Sequence[Path], tokenizer: Tokenizer) -> None:
        self._claims = {f.name: load_claims(f, "tune") for f in folders if (f / "claims.jsonl").exists()}
        self._claims |= in_languages(own_claims("tune"))
        self._tokenizer = tokenizer

    @cached_property
    def _batches(self) -> dict[str, list[Batch]]:
        return {
            name: [
                batch_of([[of_labelled(claim, random.Random(1))] for claim in some], self._tokenizer)
                for some in _batched(claims)
            ]
            for name, claims in self._claims.items()
            if claims
        }

    def measure(self, network: ReaderNetwork) -> str:
        """How well the network tells wrong claims from true ones."""
        network.eval()
        measured = [f"{name}: {_measured(network, batches)}" for name, batches in self._batches.items()]
        network.train()
        return "; ".join(measured)


@torch.inference_mode()
def _measured(network: ReaderNetwork, batches: Sequence[Batch]) -> str:
    device = network.features.weight.device
    labels: list[bool] = []
    scores: list[float] = []
    for batch in (batch.to(device) for batch in batches):
        with autocast(device):
            out = network(**batch.inputs)
        labels += (batch.starts > 0).tolist()
        scores += out.answered.tolist()
    wrong, true = np.array(scores)[np.array(labels)], np.array(scores)[~np.array(labels)]
    caught, passed = float((wrong > 0).mean()), float((true <= 0).mean())
    return f"AUROC {roc_auc_score(labels, scores):.3f}, caught {caught:.3f}, passed {passed:.3f}"


def _batched(claims: Sequence[LabelledClaim]) -> Iterator[list[LabelledClaim]]:
    remaining = iter(claims)
    while some := list(islice(remaining, PAIRS["cpu"])):
        yield some
