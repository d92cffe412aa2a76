"""Renders one answer as it was served: residents' reports, its statements, and the verdicts on them.

Confidence and scores are shown only after every statement has a verdict, because people who see an explanation first
miss errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.journal import Entry, Judgement, Verdict
from rag.journal.entries import citations_of, verdicts_for
from rag.schema import Citation
from web.desk.context import PageContext
from web.desk.position import Position

KEYS: dict[Verdict, int] = {
    "right": 1,
    "wrong_source": 2,
    "wrong_content": 3,
    "wrong_date": 4,
    "out_of_date": 4,
    "should_have_answered": 5,
}


@dataclass(frozen=True, slots=True)
class VerdictTarget:
    """A statement or a whole answer that needs a verdict, with the verdicts given so far.

    Attributes:
        number: index of the statement in the answer; None for the answer as a whole.
        is_active: whether the next verdict is for this one.
        verdicts: the verdicts that can be given.
        judgements: the verdicts given so far, newest first.
        current: the judgement that counts now; None if there is none.
    """

    number: int | None
    is_active: bool
    verdicts: Sequence[Verdict]
    judgements: Sequence[Judgement]
    current: Judgement | None


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with its citations and verdicts."""

    text: str
    kind: str
    citations: Sequence[Citation]
    target: VerdictTarget


def answer_html(entry: Entry, position: Position, page: PageContext) -> str:
    """One answer, with the position's statement active."""
    return page.render(
        "answer.html",
        entry=entry,
        answer=entry.answer,
        last=position.last,
        notice=position.notice,
        statements=[_statement(entry, n, position, page) for n in range(len(entry.answer.statements))],
        whole=_target(entry, None, is_active=True),
        keys=KEYS,
    )


def notice_html(key: str, page: PageContext) -> str:
    """The notice shown if there is no answer to show; `key` is a key of the wording."""
    return page.render("notice.html", notice=page.words(key))


def _statement(entry: Entry, number: int, position: Position, page: PageContext) -> StatementView:
    statement = entry.answer.statements[number]
    target = _target(entry, number, is_active=number == position.statement)
    text = page.said(entry, number)
    return StatementView(text, statement.kind, citations_of(entry.answer, number), target)


def _target(entry: Entry, number: int | None, *, is_active: bool) -> VerdictTarget:
    judgements = [judgement for judgement in entry.judgements if judgement.statement == number]
    verdicts = verdicts_for(entry.answer, number)
    return VerdictTarget(number, is_active, verdicts, judgements[::-1], entry.current_judgements.get(number))
