"""Measures a reader while it is trained, on questions that it is not trained on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from tokenizers import Tokenizer

from eval.device import autocast
from eval.reader.batches import Batch
from eval.reader.examples import QuestionSet
from rag.reader.network import ReaderNetwork

GROUPS = 150  # of each set
GROUPS_AT_ONCE = 8


class Validation:
    """Examples from the tuning parts of question sets; the same ones each time."""

    def __init__(self, folders: Sequence[Path], tokenizer: Tokenizer) -> None:
        self._batches = {}
        for folder in folders:
            groups = list(islice(QuestionSet(folder, "tune").groups(random.Random(1)), GROUPS))
            starts = range(0, len(groups), GROUPS_AT_ONCE)
            batches = [Batch.of(groups[i : i + GROUPS_AT_ONCE], tokenizer) for i in starts]
            if any(batch.starts.any() for batch in batches):
                self._batches[folder.name] = batches

    def measure(self, network: ReaderNetwork) -> str:
        """For each set the AUROC of `answered`, and the share of answers whose first and last token are right."""
        network.eval()
        measured = [f"{name} {_quality(network, batches)}" for name, batches in self._batches.items()]
        network.train()
        return ", ".join(measured)


@torch.inference_mode()
def _quality(network: ReaderNetwork, batches: Sequence[Batch]) -> str:
    device = network.features.weight.device
    labels, scores, exact = [], [], []
    for batch in (batch.to(device) for batch in batches):
        with autocast(device):
            out = network(**batch.inputs)
        answered = batch.starts > 0
        right = (out.start.argmax(1) == batch.starts) & (out.end.argmax(1) == batch.ends)
        labels += answered.tolist()
        scores += out.answered.tolist()
        exact += right[answered].tolist()
    return f"AUROC {roc_auc_score(labels, scores):.3f}, spans {np.mean(exact):.3f}"
