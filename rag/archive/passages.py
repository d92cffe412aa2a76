"""Writes passages and the days that they mention."""

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
    """Write the passages of a version and the days that they mention. Only `live` passages are used for answers."""
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
    insert = passages.insert().returning(passages.c.passage_id, sort_by_parameter_order=True)
    passage_ids = connection.execute(insert, rows).scalars().all()
    insert_days(connection, dict(zip(passage_ids, item.days, strict=True)))


def insert_days(connection: Connection, days: Mapping[int, Iterable[Period]]) -> None:
    """Write the days and terms that passages mention; `days` maps passage ids to them."""
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
    """Stop using the passages of an older version.

    The rows stay until the indexes have deleted them too (`Ledger.mark_indexed`): one of them may be being indexed now.
    """
    connection.execute(update(passages).where(passages.c.article_id == article_id).values(live=False))


def detach_passages(connection: Connection, article_id: str) -> None:
    """Stop using all passages of an article for good, also of its newest version.

    They get version 0, so that `revive` never brings them back. They are deleted once the indexes have deleted them.
    """
    connection.execute(
        update(passages).where(passages.c.article_id == article_id).values(live=False, version=0)
    )
