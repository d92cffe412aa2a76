"""One training run from question sets to a reader's folder, with a progress bar."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from eval.reader.examples import QuestionSet
from eval.reader.train import Recipe, Training, new_network, write
from rag.config import Settings
from rag.embedding.encoder import Encoder
from rag.reader.reader import TrainedReader

REPEATS = {"chronoqa": 3}  # news, and few: seen so often in an epoch


def run(
    settings: Settings,
    folders: Sequence[Path],
    into: Path,
    minutes: float,
    seed: int,
    layers: int,
    onward_from: Path | None = None,
) -> None:
    """Train on the training parts of the sets; checkpoints lie in the cache, the finished weights in `into`.

    Args:
        layers: of the encoder that the reader has.
        onward_from: folder of a reader of ours that the run begins with; what layers it has more are cut off.

    Raises:
        FileNotFoundError: a folder holds no question set.
        ReaderNotLoaded: there is no such reader to go on from.
    """
    random.seed(seed)
    torch.manual_seed(seed)
    if onward_from is None:
        network, tokenizer = new_network(settings.cache_dir, layers)
        recipe = Recipe(minutes, seed, layers)
    else:
        reader = TrainedReader.load(
            str(onward_from), onward_from, Encoder.load(settings.cache_dir, "float32")
        )
        network, tokenizer = reader.network, reader.tokenizer
        if network.layers > layers:  # those left must learn to do without: the rates of a first leg
            network.keep_layers(layers)
            recipe = Recipe(minutes, seed, layers, onward_from=reader.fingerprint)
        else:
            recipe = Recipe.onward(minutes, seed, network.layers, reader.fingerprint)
    training = Training(settings.cache_dir / "training", network, tokenizer, recipe)
    sets = training_sets(folders, recipe)
    run_with_bar(training, sets, "training")
    write(training, {questions.name: questions.digest for questions, _ in sets}, into)


def training_sets(folders: Sequence[Path], recipe: Recipe) -> list[tuple[QuestionSet, int]]:
    """The training parts of the sets, each with how often it is seen in an epoch."""
    return [(QuestionSet(folder, "train", recipe.mix), REPEATS.get(folder.name, 1)) for folder in folders]


def run_with_bar(training: Training, sets: Sequence[tuple[QuestionSet, int]], name: str) -> None:
    """Train, with a progress bar of that name on stderr."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:.0f} %  loss {task.fields[loss]:.2f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=1.0, loss=0.0)
        training.run(sets, lambda share, loss: bar.update(task, completed=share, loss=loss))
