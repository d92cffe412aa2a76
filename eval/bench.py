"""Runs of the bench: sets into archives, questions to the systems, what came of them into a `Run`."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress, track

from eval.answers import answer_row
from eval.baselines import systems
from eval.best_sentence import BestSentence
from eval.cached_embedder import CachedEmbedder
from eval.readings import Case, MemoizingAnswerer, MemoizingReader, measure, open_retriever
from eval.retrieval import ranked_row
from eval.runs import OURS, SHARED_BIGRAMS, AnswerRow, Column, PartFilter, RankedRow, Run, SystemName
from eval.sets import Question, load, load_all
from rag.config import Settings
from rag.reader import Reader
from rag.search.reranker import Reranker
from rag.search.retriever import HybridRetriever
from rag.service import Assistant, Models

T = TypeVar("T")
Ask = Callable[[Path], Sequence[Question]]  # the questions of a set that are put to the systems

# "today" for the questions of a set that name none: figures must not change by the day
DEFAULT_TODAY = date(2024, 12, 31)


class Bench:
    """Measures with one embedding model.

    What its methods take alike:
        folders: of question sets.
        questions: of each set at most, chosen by a fixed seed.
        together: whether the articles of all sets go into one archive.
    """

    def __init__(self, settings: Settings, embedder: CachedEmbedder, reader: Reader | None) -> None:
        self.settings = settings
        self.embedder = embedder
        self.reader = reader

    @classmethod
    @contextmanager
    def open(cls, settings: Settings) -> Iterator[Bench]:
        """With the settings' model, and what it has embedded in earlier runs."""
        path = settings.cache_dir / "eval" / "vectors.sqlite3"
        models = Models.load(settings)
        with closing(CachedEmbedder(models.embedder, path)) as embedder:
            yield cls(settings, embedder, models.reader)

    def retrieval(
        self,
        folders: Sequence[Path],
        part: PartFilter,
        questions: int,
        together: bool = False,
        baseline: SystemName = SHARED_BIGRAMS,
    ) -> Run:
        """Every system's ranking of the articles, for each question that some of them answer.

        Args:
            baseline: the system that the others are compared with.
        """

        def ask(folder: Path) -> Sequence[Question]:
            return sample_questions(
                [q for q in load_all(folder, DEFAULT_TODAY) if q.doc_ids], part, questions
            )

        columns: list[Column[RankedRow]] = []
        for asked, retriever in self._archives(folders, ask, together):
            with systems(retriever, self.reader) as ranking:
                for folder, chosen in asked.items():
                    for name, system in ranking.items():
                        rows = tuple(
                            ranked_row(question, system, self.embedder.clock)
                            for question in _counting(chosen, f"{folder.name}: {name}")
                        )
                        columns.append(Column(set=folder.name, part=part, system=name, rows=rows))
        return Run(model=self.embedder.fingerprint, baseline=baseline, retrieval=tuple(columns))

    def answers(
        self, folders: Sequence[Path], part: PartFilter, questions: int, together: bool = False
    ) -> Run:
        """What Wenda, and the best single sentence, say to each question, with its articles and without them."""
        columns: list[Column[AnswerRow]] = []
        for asked, retriever in self._archives(folders, _verbatim(part, questions), together):
            best_sentence = BestSentence(retriever.archive.newest(retriever.archive.coverage().articles))
            for folder, chosen in asked.items():
                columns.append(self._ours(folder, part, chosen, retriever))
                rows = tuple(
                    best_sentence.row(question, self.embedder.clock)
                    for question in _counting(chosen, f"{folder.name}: {SHARED_BIGRAMS}")
                )
                columns.append(Column(set=folder.name, part=part, system=SHARED_BIGRAMS, rows=rows))
        return Run(model=self.embedder.fingerprint, baseline=SHARED_BIGRAMS, answers=tuple(columns))

    def cases(self, folders: Sequence[Path], part: PartFilter, questions: int) -> list[Case]:
        """The questions with their candidates, each set in an archive of its own."""
        return [
            case
            for asked, retriever in self._archives(folders, _verbatim(part, questions), False)
            for folder, chosen in asked.items()
            for case in self._cases(folder, chosen, retriever)
        ]

    @contextmanager
    def measuring(self, folder: Path) -> Iterator[Callable[[Sequence[Question]], list[Case]]]:
        """Finds and measures the candidates of any questions in the archive of a set."""
        with open_retriever(folder, self.settings, self.embedder) as retriever:
            yield lambda questions: self._cases(folder, questions, retriever)

    @contextmanager
    def assistant(self, folder: Path) -> Iterator[Assistant]:
        """Answers from the articles of a set, with the bench's models."""
        with open_retriever(folder, self.settings, self.embedder) as retriever:
            models = Models(self.embedder, self.reader)
            yield Assistant(self.settings, retriever.archive, retriever.indexes, models)

    def _ours(
        self, folder: Path, part: PartFilter, chosen: Sequence[Question], retriever: HybridRetriever
    ) -> Column[AnswerRow]:
        answerer = MemoizingAnswerer(self.embedder)
        reranker = Reranker(MemoizingReader(self.reader) if self.reader else None)
        rows = tuple(
            answer_row(case, reranker, answerer, self.embedder.clock)
            for case in _counting(self._cases(folder, chosen, retriever), f"{folder.name}: {OURS}")
        )
        return Column(
            set=folder.name, part=part, system=OURS, decline_below=self.settings.decline_below, rows=rows
        )

    def _cases(self, folder: Path, chosen: Sequence[Question], retriever: HybridRetriever) -> list[Case]:
        with Progress(*Progress.get_default_columns(), console=Console(stderr=True)) as bar:
            task = bar.add_task(f"{folder.name}: candidates", total=len(chosen))
            return measure(chosen, retriever, lambda: bar.advance(task), self.embedder.clock)

    def _archives(
        self, folders: Sequence[Path], ask: Ask, together: bool
    ) -> Iterator[tuple[dict[Path, Sequence[Question]], HybridRetriever]]:
        """Each archive with what is asked of it, by set; none where no question is."""
        for beside in [folders] if together else [[folder] for folder in folders]:
            asked = {folder: questions for folder in beside if (questions := ask(folder))}
            for folder in beside:
                if folder not in asked:
                    Console(stderr=True).print(f"{folder.name}: no such questions in this half")
            if asked:
                with open_retriever(beside[0], self.settings, self.embedder, beside[1:]) as retriever:
                    yield asked, retriever


def _verbatim(part: PartFilter, most: int) -> Ask:
    return lambda folder: sample_questions(load(folder, DEFAULT_TODAY), part, most)


def tuning_questions(folder: Path, most: int) -> list[Question]:
    """Those of a set that weights may be fitted on."""
    return sample_questions(load(folder, DEFAULT_TODAY), "tune", most)


def sample_questions(questions: Sequence[Question], part: PartFilter, most: int) -> list[Question]:
    """Up to `most` questions of that part, by a fixed seed."""
    of_part = [question for question in questions if part in (question.part, "all")]
    random.Random(1).shuffle(of_part)
    return of_part[:most]


def _counting(items: Sequence[T], what: str) -> Iterator[T]:
    """`items`, with a progress bar on stderr."""
    yield from track(items, what, console=Console(stderr=True))
