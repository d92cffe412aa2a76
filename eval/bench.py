"""The bench: loads question sets into archives, asks the systems, and collects the results in a `Run`."""

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
from rag.cite import ClaimChecker
from rag.config import Settings
from rag.llm import LanguageModel
from rag.reader import Reader
from rag.search.reranker import Reranker
from rag.search.retriever import HybridRetriever
from rag.service import Assistant, Models

T = TypeVar("T")
QuestionLoader = Callable[[Path], Sequence[Question]]  # the questions of a set to ask

# "today" for questions without one; fixed, so that figures do not depend on the day of the run
DEFAULT_TODAY = date(2024, 12, 31)


class Bench:
    """Measures with one embedding model and one reader.

    Arguments that its methods share:
        folders: folders of question sets.
        questions: questions per set at most, sampled with a fixed seed.
        together: put the articles of all sets into one archive.
    """

    def __init__(self, settings: Settings, embedder: CachedEmbedder, reader: Reader | None) -> None:
        self.settings = settings
        self.embedder = embedder
        self.reader = reader

    @classmethod
    @contextmanager
    def open(cls, settings: Settings) -> Iterator[Bench]:
        """Open with the models of the settings and the vectors cached by earlier runs."""
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
        """Rank the articles with every system, for each answerable question.

        Args:
            baseline: the system to compare the others with.
        """

        def load_answerable(folder: Path) -> Sequence[Question]:
            return sample_questions(
                [q for q in load_all(folder, DEFAULT_TODAY) if q.doc_ids], part, questions
            )

        columns: list[Column[RankedRow]] = []
        for asked, retriever in self._archives(folders, load_answerable, together):
            with systems(retriever, self.reader) as by_name:
                for folder, chosen in asked.items():
                    for name, system in by_name.items():
                        rows = tuple(
                            ranked_row(question, system, self.embedder.clock)
                            for question in _with_progress(chosen, f"{folder.name}: {name}")
                        )
                        columns.append(Column(set=folder.name, part=part, system=name, rows=rows))
        return Run(model=self.embedder.fingerprint, baseline=baseline, retrieval=tuple(columns))

    def answers(
        self, folders: Sequence[Path], part: PartFilter, questions: int, together: bool = False
    ) -> Run:
        """Answer each question with Wenda and with the best-sentence baseline, with its articles and without them."""
        columns: list[Column[AnswerRow]] = []
        for asked, retriever in self._archives(folders, comparable_questions(part, questions), together):
            best_sentence = BestSentence(retriever.archive.newest(retriever.archive.coverage().articles))
            for folder, chosen in asked.items():
                columns.append(self._wenda_column(folder, part, chosen, retriever))
                rows = tuple(
                    best_sentence.answer_row(question, self.embedder.clock)
                    for question in _with_progress(chosen, f"{folder.name}: {SHARED_BIGRAMS}")
                )
                columns.append(Column(set=folder.name, part=part, system=SHARED_BIGRAMS, rows=rows))
        return Run(model=self.embedder.fingerprint, baseline=SHARED_BIGRAMS, answers=tuple(columns))

    def cases(self, folders: Sequence[Path], part: PartFilter, questions: int) -> list[Case]:
        """The questions with their candidate passages, each set in its own archive."""
        return [
            case
            for asked, retriever in self._archives(folders, comparable_questions(part, questions), False)
            for folder, chosen in asked.items()
            for case in self._cases(folder, chosen, retriever)
        ]

    @contextmanager
    def measuring(self, folder: Path) -> Iterator[Callable[[Sequence[Question]], list[Case]]]:
        """Yield a function that finds and measures the candidates of questions in the archive of a set."""
        with open_retriever(folder, self.settings, self.embedder) as retriever:
            yield lambda questions: self._cases(folder, questions, retriever)

    @contextmanager
    def assistant(
        self,
        folder: Path,
        more: Sequence[Path] = (),
        *,
        model: LanguageModel | None = None,
        checker: ClaimChecker | None = None,
    ) -> Iterator[Assistant]:
        """An assistant over the articles of a set and of `more` sets, with the models of the bench.

        Args:
            model, checker: see `Assistant`.
        """
        with open_retriever(folder, self.settings, self.embedder, more) as retriever:
            models = Models(self.embedder, self.reader)
            yield Assistant(
                self.settings, retriever.archive, retriever.indexes, models, model=model, checker=checker
            )

    def _wenda_column(
        self, folder: Path, part: PartFilter, chosen: Sequence[Question], retriever: HybridRetriever
    ) -> Column[AnswerRow]:
        reader = MemoizingReader(self.reader) if self.reader else None
        answerer, reranker = MemoizingAnswerer(self.embedder, reader), Reranker(reader)
        rows = tuple(
            answer_row(case, reranker, answerer, self.embedder.clock)
            for case in _with_progress(self._cases(folder, chosen, retriever), f"{folder.name}: {OURS}")
        )
        return Column(
            set=folder.name, part=part, system=OURS, decline_below=self.settings.decline_below, rows=rows
        )

    def _cases(self, folder: Path, chosen: Sequence[Question], retriever: HybridRetriever) -> list[Case]:
        with Progress(*Progress.get_default_columns(), console=Console(stderr=True)) as bar:
            task = bar.add_task(f"{folder.name}: candidates", total=len(chosen))
            return measure(chosen, retriever, lambda: bar.advance(task), self.embedder.clock)

    def _archives(
        self, folders: Sequence[Path], load_questions: QuestionLoader, together: bool
    ) -> Iterator[tuple[dict[Path, Sequence[Question]], HybridRetriever]]:
        """Each archive with its questions by set; archives without questions are skipped."""
        for members in [folders] if together else [[folder] for folder in folders]:
            asked = {folder: questions for folder in members if (questions := load_questions(folder))}
            for folder in members:
                if folder not in asked:
                    Console(stderr=True).print(f"{folder.name}: no questions in this part")
            if asked:
                with open_retriever(members[0], self.settings, self.embedder, members[1:]) as retriever:
                    yield asked, retriever


def comparable_questions(part: PartFilter, limit: int) -> QuestionLoader:
    return lambda folder: sample_questions(load(folder, DEFAULT_TODAY), part, limit)


def tuning_questions(folder: Path, limit: int) -> list[Question]:
    """Questions of a set that weights may be fitted on."""
    return sample_questions(load(folder, DEFAULT_TODAY), "tune", limit)


def sample_questions(questions: Sequence[Question], part: PartFilter, limit: int) -> list[Question]:
    """Up to `limit` questions of a part, sampled with a fixed seed."""
    in_part = [question for question in questions if part in (question.part, "all")]
    random.Random(1).shuffle(in_part)
    return in_part[:limit]


def _with_progress(items: Sequence[T], title: str) -> Iterator[T]:
    """Iterate with a progress bar on stderr."""
    yield from track(items, title, console=Console(stderr=True))
