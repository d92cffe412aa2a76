"""Runs one training, from question sets to the folder of a reader, with a progress bar."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from eval.reader.examples import QuestionSet
from eval.reader.talk import TalkSet
from eval.reader.train import ExampleSet, Recipe, Training, new_network, write
from rag.config import Settings
from rag.embedding.encoder import Encoder
from rag.reader.reader import TrainedReader

# How often a set is used per epoch: news and residents' questions more often than encyclopaedic ones.
TIMES = {
    "squad2-zh": 0.4,
    "cmrc2018-trial": 0.6,
    "cmrc2018-dev": 0.6,
    "drcd-dev": 0.6,
    "chronoqa": 2,
    "residents": 4,
    "residents-dialogues": 4,
}
TALK_TIMES = {"residents": 1.5, "residents-dialogues": 6.0}  # what a question takes from the one before it


def run(
    settings: Settings,
    folders: Sequence[Path],
    into: Path,
    minutes: float,
    seed: int,
    layers: int,
    onward_from: Path | None = None,
) -> None:
    """Train on the training parts of the sets. Checkpoints go to the cache, the finished weights to `into`.

    Args:
        layers: number of encoder layers of the reader.
        onward_from: folder of a trained reader to continue from; its layers above `layers` are removed.

    Raises:
        FileNotFoundError: a folder holds no question set.
        ReaderNotLoaded: there is no reader in `onward_from`.
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
        recipe = _continued_recipe(reader, minutes, seed, layers)
    training = Training(settings.cache_dir / "training", network, tokenizer, recipe)
    sets = training_sets(folders, recipe)
    run_with_bar(training, sets, "training")
    write(training, {questions.name: questions.digest for questions, _ in sets}, into)


def _continued_recipe(reader: TrainedReader, minutes: float, seed: int, layers: int) -> Recipe:
    """The recipe for training `reader` further; removes its layers above `layers`."""
    if reader.network.layers > layers:  # the remaining layers need the learning rates of a new training
        reader.network.keep_layers(layers)
        return Recipe(minutes, seed, layers, onward_from=reader.fingerprint)
    return Recipe.continued(minutes, seed, reader.network.layers, reader.fingerprint)


def training_sets(folders: Sequence[Path], recipe: Recipe) -> list[tuple[ExampleSet, float]]:
    """The training part of each set, and how often it is used per epoch."""
    read = [(QuestionSet(folder, "train", recipe.mix), TIMES.get(folder.name, 1.0)) for folder in folders]
    talk = [
        (TalkSet(folder, "train"), TALK_TIMES[folder.name]) for folder in folders if folder.name in TALK_TIMES
    ]
    return [*read, *talk]


def run_with_bar(training: Training, sets: Sequence[tuple[ExampleSet, float]], name: str) -> None:
    """Train with a progress bar on stderr."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:.0f} %  loss {task.fields[loss]:.2f}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=1.0, loss=0.0)
        training.run(sets, lambda share, loss: bar.update(task, completed=share, loss=loss))
