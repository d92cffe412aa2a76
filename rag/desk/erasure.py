"""Erases the words of articles that were taken down from what the newsroom decided."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, func, select, update

from rag.database import compact, writing
from rag.database.moments import to_stored
from rag.desk.desk import Desk
from rag.desk.ruling import RulingContent
from rag.desk.tables import ruling_wordings, rulings
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
                ended = {
                    "ended_at": func.coalesce(rulings.c.ended_at, to_stored(desk.clock())),
                    "ended_because": func.coalesce(rulings.c.ended_because, "article_changed"),
                }
                erased = update(rulings).where(rulings.c.id == row.id)
                connection.execute(erased.values(decision=kept, **ended))
        _blank(connection, traces)
    compact(desk.engine)


def _blank(connection: Connection, traces: Traces) -> None:
    for table, column in ((rulings, rulings.c.reason), (ruling_wordings, ruling_wordings.c.wording)):
        for row_id, text in connection.execute(select(table.c.id, column)).all():
            if (blanked := traces.blanked(text)) != text:
                connection.execute(update(table).where(table.c.id == row_id).values({column.name: blanked}))
