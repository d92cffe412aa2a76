"""Erases words from what the newsroom decided: those of articles that were taken down, and those of residents who ask for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from rag.database import compact, writing
from rag.database.moments import to_stored
from rag.desk.desk import Desk
from rag.desk.question_key import question_key
from rag.desk.ruling import EndedBecause, RulingContent
from rag.desk.tables import board_decisions, board_questions, question_vectors, ruling_wordings, rulings
from rag.text.traces import Traces


def erase_articles(desk: Desk, article_ids: Collection[str], traces: Traces) -> None:
    """Leave none of their bytes in the database. A corrected answer that rests on one loses its statements: it has ended.

    Args:
        traces: the words of the articles, which may also stand in reasons and questions.

    Raises:
        DeskUnusable
    """
    with writing(desk.engine) as connection:
        for row in connection.execute(select(rulings.c.id, rulings.c.decision)).all():
            decision = RulingContent.model_validate_json(row.decision)
            if decision.articles.keys() & set(article_ids):
                kept = RulingContent(excluded=decision.excluded).model_dump_json()
                erased = update(rulings).where(rulings.c.id == row.id)
                connection.execute(erased.values(decision=kept, **_ended(desk, "article_changed")))
        _blank(connection, traces)
    compact(desk.engine)


@dataclass(frozen=True, slots=True)
class ErasedWordings:
    """How many decisions lost a question that was erased.

    Attributes:
        board: of the board.
        rulings: about answers, and how many of these `ended` because it was their only question.
    """

    board: int = 0
    rulings: int = 0
    ended: int = 0


def erase_questions(desk: Desk, keys: Collection[str]) -> ErasedWordings:
    """Erase questions of residents. Bytes of them may stay in the database's files until they are compacted.

    A decision of the board goes on without the question: it still holds for the others of its group. A corrected answer
    loses it as a wording, and ends where it had no other: nobody is left of whom one knows that they asked it. With the only
    or leading wording goes the reason that an editor wrote beside it, since it may repeat the question.

    Args:
        keys: see `question_key`; only of questions that nobody else asked.

    Raises:
        DeskUnusable
    """
    with writing(desk.engine) as connection:
        for table in (board_questions, question_vectors):
            connection.execute(delete(table).where(table.c.question_key.in_(keys)))
        return ErasedWordings(
            _erase_from_board(connection, keys), *_erase_from_rulings(connection, keys, desk)
        )


def _erase_from_board(connection: Connection, keys: Collection[str]) -> int:
    rows = connection.execute(select(board_decisions.c.id, board_decisions.c.wording)).all()
    erased = [row.id for row in rows if row.wording and question_key(row.wording) in keys]
    of_erased = update(board_decisions).where(board_decisions.c.id.in_(erased))
    connection.execute(of_erased.values(wording="", reason=""))
    return len(erased)


def _erase_from_rulings(connection: Connection, keys: Collection[str], desk: Desk) -> tuple[int, int]:
    rows = connection.execute(select(ruling_wordings).order_by(ruling_wordings.c.id)).all()
    leading = {row.ruling_id: row.id for row in reversed(rows)}
    erased = [row for row in rows if question_key(row.wording) in keys]
    ids = {row.id for row in erased}
    connection.execute(delete(ruling_wordings).where(ruling_wordings.c.id.in_(ids)))
    without_reason = [ruling_id for ruling_id, first in leading.items() if first in ids]
    connection.execute(update(rulings).where(rulings.c.id.in_(without_reason)).values(reason=""))
    touched = {row.ruling_id for row in erased}
    alone = touched - {row.ruling_id for row in rows if row.id not in ids}
    holding = (rulings.c.id.in_(alone)) & rulings.c.ended_at.is_(None)
    ended = connection.execute(update(rulings).where(holding).values(_ended(desk, "erased"))).rowcount
    return len(touched), ended


def _ended(desk: Desk, because: EndedBecause) -> dict[str, Any]:
    """Values of a ruling that ends now, unless it has ended before."""
    return {
        "ended_at": func.coalesce(rulings.c.ended_at, to_stored(desk.clock())),
        "ended_because": func.coalesce(rulings.c.ended_because, because),
    }


def _blank(connection: Connection, traces: Traces) -> None:
    for table, column in ((rulings, rulings.c.reason), (ruling_wordings, ruling_wordings.c.wording)):
        for row_id, text in connection.execute(select(table.c.id, column)).all():
            if (blanked := traces.blanked(text)) != text:
                connection.execute(update(table).where(table.c.id == row_id).values({column.name: blanked}))
