"""Writes passages and the days that they mention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection, update

from rag.archive.prepared import PreparedArticle
from rag.archive.tables import passage_days, passage_terms, passages
from rag.dates import Period, Term


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version of an article that is to be written.

    Attributes:
        number: of the version, from 1.
        source_sha256: of the file that it was read from.
        live: answers may use its passages.
    """

    article_id: str
    number: int
    source_sha256: str
    item: PreparedArticle
    live: bool


def insert_passages(connection: Connection, new: Sequence[NewVersion]) -> None:
    """Write the passages of these versions and the days that they mention."""
    rows = [
        {
            "article_id": version.article_id,
            "version": version.number,
            "start": span.start,
            "end": span.end,
            "vector": vector.tobytes(),
            "fingerprint": version.item.fingerprint,
            "dtype": version.item.dtype,
            "live": version.live,
            "indexed": False,
        }
        for version in new
        for span, vector in zip(
            version.item.spans, np.asarray(version.item.vectors, dtype="<f2"), strict=True
        )
    ]
    if not rows:
        return
    insert = passages.insert().returning(passages.c.passage_id, sort_by_parameter_order=True)
    passage_ids = connection.execute(insert, rows).scalars().all()
    days = (days for version in new for days in version.item.analysis.days)
    insert_days(connection, dict(zip(passage_ids, days, strict=True)))


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


def retire_passages(connection: Connection, article_ids: Sequence[str]) -> None:
    """Stop using the passages of the older versions of these articles.

    The rows stay until the indexes have deleted them too (`Ledger.mark_indexed`): one of them may be being indexed now.
    """
    connection.execute(update(passages).where(passages.c.article_id.in_(article_ids)).values(live=False))


def detach_passages(connection: Connection, article_id: str) -> None:
    """Stop using all passages of an article for good, also of its newest version.

    They get version 0, so that `revive` never brings them back. They are deleted once the indexes have deleted them.
    """
    connection.execute(
        update(passages).where(passages.c.article_id == article_id).values(live=False, version=0)
    )
