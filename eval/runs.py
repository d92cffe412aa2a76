"""The results of a bench run, question by question, and their JSON file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.schema import WendaError

PartFilter = Literal["train", "tune", "report", "all"]
SystemName = Literal[
    "wenda",
    "wenda-unread",
    "wenda-undated",
    "dense",
    "bm25",
    "rrf",
    "shared-bigrams",
    "langchain-tutorial",
    "langchain-bm25",
]
OURS: SystemName = "wenda"
UNREAD: SystemName = "wenda-unread"  # Wenda without the reader
UNDATED: SystemName = "wenda-undated"  # Wenda without filtering by the days in the question
SHARED_BIGRAMS: SystemName = "shared-bigrams"
FEWEST_OF_STYLE = 30  # questions; styles with fewer are pooled
OTHER = "other"


class RunUnreadable(WendaError):
    """The file was not written by `python -m eval … --json`."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(_Model):
    """The result of one system for one question.

    Attributes:
        id: unique within its set.
        group: questions of one group share articles.
        expected: the accepted answers, or the keys of the right articles.
        said: the answer given, or the titles of the articles found.
        seconds: time taken, as if no vector had been cached.
    """

    id: str
    group: str
    style: str
    question: str
    expected: str
    said: str
    seconds: float


class RankedRow(Row):
    """
    Attributes:
        measures: the values of `eval.retrieval.MEASURES` by name, 0-1.
    """

    measures: dict[str, float]


class AnswerRow(Row):
    """
    Attributes:
        confidence: with all articles; None if no article answers the question.
        in_text, in_first, in_quote: whether the answer is in the statements together, in the first statement, in the
            words quoted from the question's articles.
        length: characters of all statements.
        confidence_without, said_without: without the articles that answer the question.
        confidence_cut_out: without only the sentences that answer it; None if no article answers, or not measured.
        in_nearest: whether the answer is in the lines shown if Wenda declines; for an unanswerable question, whether its
            tempting sentence is. None if the question names no such sentence, or not measured.
    """

    confidence: float | None
    in_text: bool
    in_first: bool
    in_quote: bool
    length: int
    confidence_without: float
    said_without: str
    confidence_cut_out: float | None = None
    in_nearest: bool | None = None


R = TypeVar("R", bound=Row, covariant=True)


class Column(_Model, Generic[R]):
    """The results of one system for one part of a set.

    Attributes:
        decline_below: the system declines below this confidence; None if its confidence is not a probability.
    """

    set: str
    part: PartFilter
    system: SystemName
    decline_below: float | None = None
    rows: tuple[R, ...]

    @property
    def title(self) -> str:
        return f"{self.set}, {self.part}"

    @property
    def styles(self) -> list[str]:
        """The styles of the questions; those with too few questions for a figure are pooled as `OTHER`. Empty if only one
        remains."""
        found = sorted(self._by_style(), key=lambda style: (style == OTHER, style))
        return found if len(found) > 1 else []

    def of_style(self, style: str) -> Column[R]:
        """The results of one of the `styles`."""
        return self.model_copy(update={"rows": tuple(self._by_style().get(style, ()))})

    def _by_style(self) -> dict[str, list[R]]:
        counts = Counter(row.style for row in self.rows)
        rows: dict[str, list[R]] = {}
        for row in self.rows:
            frequent = row.style and counts[row.style] >= FEWEST_OF_STYLE
            rows.setdefault(row.style if frequent else OTHER, []).append(row)
        return rows


class Run(_Model):
    """
    Attributes:
        model: fingerprint of the embedding model.
        baseline: the system that the others are compared with.
    """

    model: str
    baseline: SystemName
    retrieval: tuple[Column[RankedRow], ...] = ()
    answers: tuple[Column[AnswerRow], ...] = ()

    def baseline_column(self, columns: Sequence[Column[R]]) -> Column[R] | None:
        """The column to compare the others with: that of `baseline`, else of `SHARED_BIGRAMS`, else None."""
        by_system = {column.system: column for column in columns}
        return by_system.get(self.baseline) or by_system.get(SHARED_BIGRAMS)

    def save(self, path: Path) -> None:
        path.write_text(self.model_dump_json(), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Run:
        """
        Raises:
            RunUnreadable
        """
        try:
            return cls.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, ValidationError) as error:
            raise RunUnreadable(
                f"{path}: {str(error).splitlines()[0]}. Write it with `python -m eval … --json`."
            ) from error


def merge_runs(runs: Sequence[Run]) -> Run:
    """Merge runs into one. Model and baseline are the first run's; of a column measured twice the last one is kept."""
    retrieval = {(column.title, column.system): column for run in runs for column in run.retrieval}
    answers = {(column.title, column.system): column for run in runs for column in run.answers}
    return runs[0].model_copy(
        update={"retrieval": tuple(retrieval.values()), "answers": tuple(answers.values())}
    )


def by_title(columns: Iterable[Column[R]]) -> Mapping[str, Sequence[Column[R]]]:
    """The columns of each part of each set, by its title."""
    sets: dict[str, list[Column[R]]] = {}
    for column in columns:
        sets.setdefault(column.title, []).append(column)
    return sets
