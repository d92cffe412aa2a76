"""What a run of the bench measured, question by question, as it is kept in a JSON file."""

from __future__ import annotations

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
UNREAD: SystemName = "wenda-unread"  # without the reader
UNDATED: SystemName = "wenda-undated"  # no days of the question restrict what is found
SHARED_BIGRAMS: SystemName = "shared-bigrams"


class RunUnreadable(WendaError):
    """A file is not what `python -m eval … --json` writes."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(_Model):
    """One question as one system took it.

    Attributes:
        id: unique within its set.
        group: questions of one group hang on the same articles.
        expected, said: for readers: the accepted answers or the headlines, and what came instead.
        seconds: that it took, as if no vector had been known.
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
        measures: of `eval.retrieval.MEASURES`, by name, 0-1.
    """

    measures: dict[str, float]


class AnswerRow(Row):
    """
    Attributes:
        confidence: with all articles; None where none answers the question.
        in_text, in_first, in_quote: whether all statements together, the first of them, the words quoted from
            the question's own articles hold the answer.
        length: of all statements, in characters.
        confidence_without, said_without: with the articles left out that answer the question.
        confidence_cut_out: with only the sentences left out that answer it; None where none does, or not measured.
    """

    confidence: float | None
    in_text: bool
    in_first: bool
    in_quote: bool
    length: int
    confidence_without: float
    said_without: str
    confidence_cut_out: float | None = None


R = TypeVar("R", bound=Row, covariant=True)


class Column(_Model, Generic[R]):
    """All questions of one part of a set as one system took them.

    Attributes:
        decline_below: the confidence under which it declines; None where its confidence is no probability.
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
        """The ways of asking, where there are several."""
        styles = {row.style for row in self.rows}
        return sorted(styles) if len(styles) > 1 else []

    def of_style(self, style: str) -> Column[R]:
        return self.model_copy(update={"rows": tuple(row for row in self.rows if row.style == style)})


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
        """The one of these columns that the others are compared with; where `baseline` was not measured, the
        bare count of shared bigrams."""
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
    """Several runs as one; the first names model and baseline, and of what was measured twice the last counts."""
    retrieval = {(column.title, column.system): column for run in runs for column in run.retrieval}
    answers = {(column.title, column.system): column for run in runs for column in run.answers}
    return runs[0].model_copy(
        update={"retrieval": tuple(retrieval.values()), "answers": tuple(answers.values())}
    )


def by_title(columns: Iterable[Column[R]]) -> Mapping[str, Sequence[Column[R]]]:
    """The systems that were measured on each part of each set."""
    sets: dict[str, list[Column[R]]] = {}
    for column in columns:
        sets.setdefault(column.title, []).append(column)
    return sets
