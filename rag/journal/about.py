"""Finds the answers that have to do with some articles."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, or_, select

from rag.database import Row
from rag.journal.tables import answers


def answers_about(article_ids: Collection[str], limit: int) -> Select[Row]:
    """Query for the newest answers that cite these articles, or for which they were found."""
    mentioned = [
        column.contains(f'"{article_id}"', autoescape=True)
        for article_id in sorted(article_ids)
        for column in (answers.c.found, answers.c.answer)
    ]
    return select(answers).where(or_(*mentioned)).order_by(answers.c.seq.desc()).limit(limit)
