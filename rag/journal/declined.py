"""Reads the declined questions of the journal, for the board "asked, not reported"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from rag.database import reading
from rag.database.moments import from_stored, to_stored
from rag.journal import tables
from rag.journal.tables import answers
from rag.schema import Answer, Nearest

BATCH = 500  # answers that are read at once


@dataclass(frozen=True, slots=True)
class DeclinedQuestion:
    """One declined answer.

    Attributes:
        question: as it stands alone; of a follow-up, with what it takes from the talk. Personal numbers are masked in it.
        nearest: the articles that came nearest.
    """

    answer_id: str
    question: str
    given_at: datetime
    nearest: tuple[Nearest, ...]


def declined_questions(engine: Engine, since: datetime) -> Iterator[DeclinedQuestion]:
    """The declined answers since a moment, oldest first.

    Raises:
        JournalUnusable
    """
    query = (
        select(
            answers.c.seq,
            answers.c.question,
            answers.c.given_at,
            answers.c.answer,
            answers.c.previous_question,
        )
        .where(tables.is_declined, answers.c.given_at >= to_stored(since))
        .order_by(answers.c.seq)
        .limit(BATCH)
    )
    last = 0
    while True:
        with reading(engine) as connection:
            rows = connection.execute(query.where(answers.c.seq > last)).all()
        for row in rows:
            answer = Answer.model_validate_json(row.answer)
            # Only a follow-up is told apart from how it was typed: other questions stay in the asker's own words.
            question = row.question if row.previous_question is None else answer.understood.question
            yield DeclinedQuestion(answer.answer_id, question, from_stored(row.given_at), answer.nearest)
        if len(rows) < BATCH:
            return
        last = rows[-1].seq
