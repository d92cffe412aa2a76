"""Keeps the columns that follow from an answer's verdicts: what is unjudged, disputed, and which verdict counts."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from rag.database import Row
from rag.journal.judgements import Standing, to_judge
from rag.journal.rows import judgement
from rag.journal.sampling import is_drawn
from rag.journal.tables import answers, verdicts
from rag.schema import Answer


def recount(connection: Connection, row: Row, second_reader: float) -> None:
    """Bring an answer's row and its verdicts up to date, after a verdict was given or undone.

    Args:
        row: of `answers`.
        second_reader: share of the answers that a second reader checks too.
    """
    of_answer = verdicts.c.answer_id == row.answer_id
    in_order = select(verdicts).where(of_answer).order_by(verdicts.c.id)
    given = [judgement(one) for one in connection.execute(in_order)]
    standing, answer = Standing.of(given), Answer.model_validate_json(row.answer)
    unjudged = len(standing.missing(answer, "first"))
    is_second_due = not unjudged and bool(to_judge(answer)) and is_drawn(row.draw, second_reader)
    first = max(standing.last["first"].values(), key=lambda one: one.verdict_id, default=None)
    values = {
        "unjudged": unjudged,
        "second_unjudged": len(standing.missing(answer, "second")) if is_second_due else 0,
        "disputed": len(standing.disputed),
        "first_reader": first.name if first else None,
    }
    connection.execute(update(answers).where(answers.c.answer_id == row.answer_id).values(values))
    connection.execute(update(verdicts).where(of_answer).values(is_last=0, stands=0))
    lines = list(standing.lines.values())
    last = [one for reading in standing.last.values() for one in reading.values()] + lines
    counting = [*standing.counting.values(), *lines]
    for column, judgements in (("is_last", last), ("stands", counting)):
        ids = [one.verdict_id for one in judgements]
        connection.execute(update(verdicts).where(verdicts.c.id.in_(ids)).values({column: 1}))
