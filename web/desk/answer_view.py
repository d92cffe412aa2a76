"""Renders one answer as it was served: residents' reports, its statements, and the verdicts on them.

Confidence and scores are shown only after every statement has the checker's verdict, because people who see an explanation
first miss errors. For the same reason a second reader does not see what the first one found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.journal import POINTS, Entry, Judgement, Note, Point, Verdict
from rag.journal.entries import citations_of
from rag.journal.judgements import Reading, nearest_lines_of, verdicts_for
from rag.schema import Citation
from web.desk.context import PageContext
from web.desk.position import Position, waiting

KEYS: dict[Verdict, int] = {
    "right": 1,
    "wrong_source": 2,
    "wrong_content": 3,
    "wrong_date": 4,
    "out_of_date": 4,
    "should_have_answered": 5,
    "near": 1,
    "off_topic": 2,
    "misleading": 3,
}
POINT_KEYS: dict[Point, str] = dict(zip(POINTS, "67890", strict=True))


@dataclass(frozen=True, slots=True)
class VerdictTarget:
    """A statement, a nearest line or a whole answer that takes a verdict, with the verdicts given so far.

    Attributes:
        number: index of the statement in the answer; None for the answer as a whole, or a line.
        line: number of the nearest line; None if this is not one.
        is_active: whether the next verdict is for this one.
        verdicts: the verdicts that can be given.
        judgements: the verdicts given so far, newest first, without `first` and `second`.
        current: the judgement of this person's reading that counts now; None if there is none.
        first, second: the two readings' verdicts, if they differ and both may be seen.
        notes: what was written about a disputed statement.
    """

    number: int | None
    line: int | None
    is_active: bool
    verdicts: Sequence[Verdict]
    judgements: Sequence[Judgement]
    current: Judgement | None
    first: Judgement | None = None
    second: Judgement | None = None
    notes: Sequence[Note] = ()


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement or nearest line with its citations and verdicts."""

    text: str
    kind: str
    citations: Sequence[Citation]
    target: VerdictTarget


@dataclass(frozen=True, slots=True)
class PointView:
    """One of the five points, with the checker's own mark."""

    point: Point
    key: str
    is_fault: bool | None


def answer_html(
    entry: Entry,
    position: Position,
    page: PageContext,
    name: str,
    update: int = 0,
    *,
    may_correct: bool = False,
    may_erase: bool = False,
) -> str:
    """One answer, with the position's statement active.

    Args:
        name: who looks; a second reader does not see everything.
        update: differs from one update to the next, so that the browser is told of one that shows the same as before.
        may_correct, may_erase: whether who looks may correct the answer, or erase it.
    """
    reading: Reading = "decision" if position.view == "disputed" else entry.reading_of(name)
    seen = entry.seen_by(name)
    own_marks = {mark.point: mark.is_fault for mark in seen.points if mark.name == name}
    answer = entry.answer
    return page.render(
        "answer.html",
        entry=seen,
        answer=answer,
        update=update,
        may_correct=may_correct,
        may_erase=may_erase,
        last=position.last,
        notice=position.notice,
        reading=reading,
        is_done=not waiting(entry, position.view, name),
        counting={one.verdict_id for one in _last(seen)},
        statements=[_statement(seen, n, position, page, reading) for n in range(len(answer.statements))],
        whole=_target(seen, None, None, position, reading),
        nearest_lines=[_line(seen, cited, position, reading) for cited in nearest_lines_of(answer)],
        shows_struck=position.view == "struck" and bool(answer.struck),
        points=[PointView(point, POINT_KEYS[point], own_marks.get(point)) for point in POINTS],
        keys=KEYS,
    )


def notice_html(key: str, page: PageContext) -> str:
    """The notice shown if there is no answer to show; `key` is a key of the wording."""
    return page.render("notice.html", notice=page.words(key))


def _statement(
    entry: Entry, number: int, position: Position, page: PageContext, reading: Reading
) -> StatementView:
    statement = entry.answer.statements[number]
    target = _target(entry, number, None, position, reading)
    return StatementView(page.said(entry, number), statement.kind, citations_of(entry.answer, number), target)


def _line(entry: Entry, cited: Citation, position: Position, reading: Reading) -> StatementView:
    target = _target(entry, None, cited.n, position, reading)
    return StatementView(cited.quote, "nearest_line", [cited], target)


def _target(
    entry: Entry, number: int | None, line: int | None, position: Position, reading: Reading
) -> VerdictTarget:
    standing = entry.standing
    if line is not None:
        current = standing.lines.get(line)
    elif reading == "first":
        current = standing.counting.get(number)
    else:
        current = standing.last[reading].get(number)
    first, second = standing.last["first"].get(number), standing.last["second"].get(number)
    differ = line is None and first and second and first.verdict != second.verdict
    given = [one for one in entry.judgements if (one.statement, one.line) == (number, line)][::-1]
    return VerdictTarget(
        number,
        line,
        is_active=(number, line) == (position.statement, position.line),
        verdicts=verdicts_for(entry.answer, number, line),
        judgements=[one for one in given if not differ or one not in (first, second)],
        current=current,
        first=first if differ else None,
        second=second if differ else None,
        notes=[note for note in entry.notes if note.statement == number] if differ else (),
    )


def _last(entry: Entry) -> list[Judgement]:
    """The last verdict of each reading; the others are struck through."""
    standing = entry.standing
    return [one for reading in standing.last.values() for one in reading.values()] + list(
        standing.lines.values()
    )
