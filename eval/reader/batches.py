"""Turns question sets into batches for the reader's training, in worker processes where a GPU would wait for them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset, get_worker_info

from eval.reader.examples import Example
from rag.reader.pairs import Pair, batch, encode

POOL = 40  # groups for so many batches are sorted by length together, to save padding


class ExampleSet(Protocol):
    """A source of examples, each with a `passage`; `digest` is the hash of its files."""

    name: str
    digest: str

    def groups(self, chance: random.Random) -> Iterator[list[Any]]: ...


WeightedSets = Sequence[tuple[ExampleSet, float]]
"""Question sets, each with how often it is used per epoch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some groups of examples as tensors, n pairs in all.

    Attributes:
        inputs: the arguments of `ReaderNetwork.forward`.
        starts, ends: (n,) the answer's first and last token; 0 if there is none.
        relevant: (n,) 1 if the passage is on the question's topic, 0 if not, -1 if unknown.
        group: (n,) number of the group; the first pair of each is the one that its others are compared with.
    """

    inputs: dict[str, Tensor]
    starts: Tensor
    ends: Tensor
    relevant: Tensor
    group: Tensor

    @classmethod
    def of(cls, groups: Sequence[Sequence[Example]], tokenizer: Tokenizer) -> Batch:
        examples = [example for group in groups for example in group]
        pairs = [encode(tokenizer, e.question, e.context, e.passage, e.previous) for e in examples]
        spans = torch.tensor([token_span(p, e) for p, e in zip(pairs, examples, strict=True)])
        return cls(
            batch(pairs),
            spans[:, 0],
            spans[:, 1],
            torch.tensor([-1.0 if e.relevant is None else float(e.relevant) for e in examples]),
            torch.tensor([number for number, group in enumerate(groups) for _ in group]),
        )

    def to(self, device: torch.device) -> Batch:
        def moved(tensor: Tensor) -> Tensor:
            return tensor.to(device, non_blocking=True)

        inputs = {name: moved(tensor) for name, tensor in self.inputs.items()}
        return Batch(inputs, moved(self.starts), moved(self.ends), moved(self.relevant), moved(self.group))


MakeBatch = Callable[[Sequence[Sequence[Any]], Tokenizer], Batch]
"""Makes a batch of groups of examples."""


class Batches(IterableDataset[Batch]):
    """Endless batches of new examples. Each worker process draws its own."""

    def __init__(
        self,
        sets: WeightedSets,
        tokenizer: Tokenizer,
        pairs: int,
        seed: str,
        make_batch: MakeBatch = Batch.of,
    ) -> None:
        """
        Args:
            pairs: number of pairs in a batch, at most.
        """
        self._sets, self._tokenizer, self._pairs, self._seed = sets, tokenizer, pairs, seed
        self._make_batch = make_batch

    def loader(self, workers: int) -> DataLoader[Batch]:
        """
        Args:
            workers: number of processes that make batches; 0: the calling process does.
        """
        ahead = 8 if workers else None
        return DataLoader(
            self,
            batch_size=None,
            num_workers=workers,
            prefetch_factor=ahead,
            multiprocessing_context="fork" if workers else None,
        )

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        chance = random.Random(f"{self._seed} {worker.id if worker else 0}")
        while True:
            for groups in self._epoch(chance):
                yield self._make_batch(groups, self._tokenizer)

    def _epoch(self, chance: random.Random) -> Iterator[list[list[Any]]]:
        groups = [group for questions, times in self._sets for group in _used(questions, times, chance)]
        chance.shuffle(groups)
        size = self._pairs * POOL // 2
        for start in range(0, len(groups), size):
            pool = sorted(groups[start : start + size], key=lambda g: max(len(e.passage) for e in g))
            batches: list[list[list[Any]]] = [[]]
            for group in pool:
                if sum(map(len, batches[-1])) + len(group) > self._pairs:
                    batches.append([])
                batches[-1].append(group)
            chance.shuffle(batches)
            yield from batches


def token_span(pair: Pair, example: Example) -> tuple[int, int]:
    """First and last token of the answer; (0, 0) if there is no answer or it was cut off."""
    if example.span is None:
        return 0, 0
    starts, ends = pair.offsets[:, 0], pair.offsets[:, 1]
    inside = (pair.segment == 3) & (ends > example.span.start) & (starts < example.span.end) & (ends > starts)
    at = inside.nonzero()[0]
    return (int(at[0]), int(at[-1])) if len(at) else (0, 0)


def _used(questions: ExampleSet, times: float, chance: random.Random) -> Iterator[list[Any]]:
    """The groups of a set for one epoch: `times` times all, the fraction as a random share."""
    for _ in range(int(times)):
        yield from questions.groups(chance)
    share = times - int(times)
    if share:
        yield from (group for group in questions.groups(chance) if chance.random() < share)
