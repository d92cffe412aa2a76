"""Verdicts: which ones a statement takes, who gives which reading, and which verdict counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rag.schema import Answer, Citation, FieldName

Verdict = Literal[
    "right",
    "wrong_source",
    "wrong_content",
    "wrong_date",
    "out_of_date",
    "should_have_answered",
    "near",
    "off_topic",
    "misleading",
]
STATEMENT_VERDICTS: tuple[Verdict, ...] = ("right", "wrong_source", "wrong_content", "out_of_date")
ADDED_VERDICTS: tuple[Verdict, ...] = ("right", "wrong_source", "wrong_content", "wrong_date")
DECLINED_VERDICTS: tuple[Verdict, ...] = ("right", "should_have_answered")
LINE_VERDICTS: tuple[Verdict, ...] = ("near", "off_topic", "misleading")

Reading = Literal["first", "second", "decision"]
"""The second reader does not see the first one's verdicts; where the two differ, an editor decides."""


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A printed line that would have answered a declined question: ``version[field][start:end] == quote``."""

    article_id: str
    version: int
    field: FieldName
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict that somebody of the staff gave.

    Attributes:
        statement: index of the statement in the answer, or None for the answer as a whole.
        line: number of the nearest line that the verdict is on, or None.
        expected: the line that should have been the answer, if the checker chose one.
        undone_at: when the verdict was undone, else None.
    """

    verdict_id: int
    statement: int | None
    verdict: Verdict
    name: str
    judged_at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""
    line: int | None = None
    reading: Reading = "first"
    expected: ExpectedLine | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The judgements of an answer that were not undone, the last one of each reading."""

    last: dict[Reading, dict[int | None, Judgement]]
    lines: dict[int, Judgement]

    @classmethod
    def of(cls, judgements: Iterable[Judgement]) -> Standing:
        """
        Args:
            judgements: oldest first.
        """
        last: dict[Reading, dict[int | None, Judgement]] = {"first": {}, "second": {}, "decision": {}}
        lines: dict[int, Judgement] = {}
        for judgement in judgements:
            if judgement.undone_at is not None:
                continue
            if judgement.line is not None:
                lines[judgement.line] = judgement
            else:
                last[judgement.reading][judgement.statement] = judgement
        return cls(last, lines)

    @property
    def counting(self) -> dict[int | None, Judgement]:
        """The verdict that counts for each statement: the editor's decision, else the first reader's."""
        return self.last["first"] | {
            statement: decision
            for statement, decision in self.last["decision"].items()
            if statement in self.last["first"]
        }

    @property
    def disputed(self) -> list[int | None]:
        """The statements on which the two readings differ and no editor has decided."""
        second, decided = self.last["second"], self.last["decision"]
        return [
            statement
            for statement, first in self.last["first"].items()
            if statement in second and statement not in decided and second[statement].verdict != first.verdict
        ]

    def missing(self, answer: Answer, reading: Reading) -> list[int | None]:
        """The statements that lack a verdict of a reading, in their order."""
        return [number for number in to_judge(answer) if number not in self.last[reading]]


def to_judge(answer: Answer) -> tuple[int | None, ...]:
    """What staff judge in an answer: each statement (by its index), or a declined answer as a whole (None)."""
    if answer.status == "answered":
        return tuple(range(len(answer.statements)))
    return (None,) if answer.status == "not_reported" else ()


def nearest_lines_of(answer: Answer) -> list[Citation]:
    """The printed lines that were shown as nearest to a declined question. Verdicts on them are optional."""
    if answer.status != "not_reported":
        return []
    return [citation for citation in answer.citations if citation.n in answer.nearest_lines]


def verdicts_for(answer: Answer, statement: int | None, line: int | None = None) -> tuple[Verdict, ...]:
    """The verdicts that staff can give to a statement, a nearest line, or a declined answer as a whole (both None).

    A sentence that the assistant added ("that is the notice of 10 June") cannot be out of date, but its date can be wrong.
    """
    if line is not None:
        return LINE_VERDICTS
    if statement is None:
        return DECLINED_VERDICTS
    return ADDED_VERDICTS if answer.statements[statement].kind == "added" else STATEMENT_VERDICTS
