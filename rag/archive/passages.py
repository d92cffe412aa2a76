"""The passages of articles as rows, with the days that they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from sqlalchemy import Connection, update

from rag.archive.prepared import PreparedArticle
from rag.archive.tables import passage_days, passage_terms, passages
from rag.dates import Period, Term


def insert_passages(
    connection: Connection, article_id: str, version: int, item: PreparedArticle, *, live: bool
) -> None:
    """Write the passages of a version, and the days that they speak of; `live` ones are answered from."""
    vectors = np.asarray(item.vectors, dtype="<f2")
    rows = [
        {
            "article_id": article_id,
            "version": version,
            "start": span.start,
            "end": span.end,
            "vector": vector.tobytes(),
            "fingerprint": item.fingerprint,
            "dtype": item.dtype,
            "live": live,
            "indexed": False,
        }
        for span, vector in zip(item.spans, vectors, strict=True)
    ]
    if not rows:
        return
    made = passages.insert().returning(passages.c.passage_id, sort_by_parameter_order=True)
    passage_ids = connection.execute(made, rows).scalars().all()
    insert_days(connection, dict(zip(passage_ids, item.days, strict=True)))


def insert_days(connection: Connection, days: Mapping[int, Iterable[Period]]) -> None:
    """Note the days and terms that passages speak of, by their ids."""
    for table, kind in ((passage_days, Period), (passage_terms, Term)):
        rows = [
            {"passage_id": passage_id, "start": period.start, "end": period.end}
            for passage_id, periods in days.items()
            for period in periods
            if type(period) is kind
        ]
        if rows:
            connection.execute(table.insert(), rows)


def retire_passages(connection: Connection, article_id: str) -> None:
    """Let an older version's passages go. Only the owner of the indexes deletes the rows (`Ledger.mark_indexed`): it
    may be writing one of them to an index just now."""
    connection.execute(update(passages).where(passages.c.article_id == article_id).values(live=False))


def detach_passages(connection: Connection, article_id: str) -> None:
    """Let all passages of an article go, of the newest version too, so that nothing ever revives them: they
    are of no version any more, and deleted once the indexes have let go of them."""
    connection.execute(
        update(passages).where(passages.c.article_id == article_id).values(live=False, version=0)
    )
