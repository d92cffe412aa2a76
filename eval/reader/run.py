"""Runs one training, from question sets to the folder of a reader, with a progress bar."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from eval.device import training_device
from eval.reader.batches import ExampleSet, WeightedSets
from eval.reader.examples import QuestionSet
from eval.reader.talk import TalkSet
from eval.reader.train import Recipe, Training, new_network, write
from eval.reader.validation import Validation
from rag.config import Settings
from rag.embedding.encoder import Encoder
from rag.reader.reader import TrainedReader

# How often a set is used per epoch: news and residents' questions more often than encyclopaedic ones.
TIMES = {
    "squad2-zh": 0.8,
    "cmrc2018-trial": 0.8,
    "cmrc2018-dev": 0.8,
    "drcd-dev": 0.8,
    "chronoqa": 2,
    "residents": 2.5,
    "residents-dialogues": 4,
}
PAIRS = {"cpu": 32, "cuda": 96}  # per step
TALK_TIMES = {"residents": 1.5, "residents-dialogues": 6.0}  # what a question takes from the one before it


def run(
    settings: Settings,
    folders: Sequence[Path],
    into: Path,
    minutes: float,
    seed: int,
    layers: int,
    onward_from: Path | None = None,
    teacher: Path | None = None,
) -> None:
    """Train on the training parts of the sets. Checkpoints go to the cache, the finished weights to `into`.

    Args:
        layers: number of encoder layers of the reader.
        onward_from: folder of a trained reader to continue from; its layers above `layers` are removed.
        teacher: folder of a trained reader whose output is learnt as well as the labels.

    Raises:
        FileNotFoundError: a folder holds no question set.
        ReaderNotLoaded: there is no reader in `onward_from` or `teacher`.
    """
    random.seed(seed)
    torch.manual_seed(seed)
    pairs = PAIRS[training_device().type]
    if onward_from is None:
        network, tokenizer = new_network(settings.cache_dir, layers)
        recipe = Recipe(minutes, seed, layers=layers)
    else:
        reader = load_reader(settings, onward_from)
        network, tokenizer = reader.network, reader.tokenizer
        recipe = continued_recipe(reader, minutes, seed, layers)
    taught_by = load_reader(settings, teacher) if teacher else None
    recipe = replace(recipe, pairs=pairs, teacher=taught_by.fingerprint if taught_by else "")
    sets = training_sets(folders, recipe)
    validation = Validation(folders, tokenizer)
    training = Training(
        settings.cache_dir / "training", network, tokenizer, recipe, taught_by and taught_by.network
    )
    run_with_bar(training, sets, "training", validation)
    write(training, {questions.name: questions.digest for questions, _ in sets}, into)


def load_reader(settings: Settings, folder: Path) -> TrainedReader:
    """
    Raises:
        ReaderNotLoaded: there is no reader in `folder`.
    """
    return TrainedReader.load(str(folder), folder, Encoder.load(settings.cache_dir, "float32"))


def continued_recipe(reader: TrainedReader, minutes: float, seed: int, layers: int) -> Recipe:
    """The recipe for training `reader` further; removes its layers above `layers`."""
    if reader.network.layers > layers:  # the remaining layers need the learning rates of a new training
        reader.network.keep_layers(layers)
        return Recipe(minutes, seed, layers=layers, onward_from=reader.fingerprint)
    return Recipe.continued(minutes, seed, reader.network.layers, reader.fingerprint)


def training_sets(folders: Sequence[Path], recipe: Recipe) -> WeightedSets:
    """The training part of each set, and how often it is used per epoch."""
    read: list[tuple[ExampleSet, float]] = [
        (QuestionSet(folder, "train", recipe.mix), TIMES.get(folder.name, 1.0)) for folder in folders
    ]
    talk: list[tuple[ExampleSet, float]] = [
        (TalkSet(folder, "train"), TALK_TIMES[folder.name]) for folder in folders if folder.name in TALK_TIMES
    ]
    return [*read, *talk]


def run_with_bar(
    training: Training, sets: WeightedSets, name: str, validation: Validation | None = None
) -> None:
    """Train with a progress bar on stderr; after each tenth of the time, the validation is printed above it."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:.0f} %  loss {task.fields[loss]:.2f}"),
        TimeRemainingColumn(),
    )
    console, tenth = Console(stderr=True), 0
    with Progress(*columns, console=console) as bar:
        task = bar.add_task(name, total=1.0, loss=0.0)

        def on_step(share: float, loss: float) -> None:
            nonlocal tenth
            bar.update(task, completed=share, loss=loss)
            if validation and int(10 * share) > tenth:
                tenth = int(10 * share)
                console.print(f"{share:.0%}, step {training.steps}: {validation.measure(training.network)}")

        training.run(sets, on_step)
