"""The HTML of one answer as it was served: what residents said of it, its statements, and the verdicts on them.

What the system thought of its answer (confidence, scores) is shown only when every statement has its
verdict: an explanation seen first makes people miss errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.journal import Entry, Judgement, Verdict
from rag.journal.entries import citations_of, verdicts_for
from rag.schema import Citation
from web.check.context import PageContext
from web.check.position import Position

KEYS: dict[Verdict, int] = {
    "right": 1,
    "wrong_source": 2,
    "wrong_content": 3,
    "wrong_date": 4,
    "out_of_date": 4,
    "should_have_answered": 5,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What takes a verdict, with those given so far.

    Attributes:
        number: the statement's place in the answer; None for the answer as a whole.
        is_active: the next verdict is for this one.
        verdicts: what may be given.
        judgements: what was given, the newest first.
        standing: the one that counts; None where there is none.
    """

    number: int | None
    is_active: bool
    verdicts: Sequence[Verdict]
    judgements: Sequence[Judgement]
    standing: Judgement | None


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    text: str
    kind: str
    citations: Sequence[Citation]
    judged: Judged


def answer_html(entry: Entry, position: Position, page: PageContext) -> str:
    """One answer, at the position's statement."""
    return page.render(
        "answer.html",
        entry=entry,
        answer=entry.answer,
        last=position.last,
        notice=position.notice,
        statements=[_statement(entry, n, position) for n in range(len(entry.answer.statements))],
        whole=_judged(entry, None, is_active=True),
        keys=KEYS,
    )


def notice_html(key: str, page: PageContext) -> str:
    """Where there is no answer to show."""
    return page.render("notice.html", notice=page.words(key))


def _statement(entry: Entry, number: int, position: Position) -> JudgedStatement:
    statement = entry.answer.statements[number]
    judged = _judged(entry, number, is_active=number == position.statement)
    return JudgedStatement(statement.text, statement.kind, citations_of(entry.answer, number), judged)


def _judged(entry: Entry, number: int | None, *, is_active: bool) -> Judged:
    given = [judgement for judgement in entry.judgements if judgement.statement == number]
    fit = verdicts_for(entry.answer, number)
    return Judged(number, is_active, fit, given[::-1], entry.current_judgements.get(number))
