"""Rows of the journal's tables and the nouns they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from rag.database import Row
from rag.journal.entries import Entry, Judgement, Listed, Report
from rag.journal.tables import reports, verdicts
from rag.schema import Answer, Found

found_list = TypeAdapter(tuple[Found, ...])


def entries(connection: Connection, rows: Sequence[Row]) -> list[Entry]:
    """Rows of `answers` with the reports and verdicts of each."""
    ids = [row.answer_id for row in rows]
    said: dict[str, list[Report]] = {answer_id: [] for answer_id in ids}
    judged: dict[str, list[Judgement]] = {answer_id: [] for answer_id in ids}
    for row in connection.execute(select(reports).where(reports.c.answer_id.in_(ids)).order_by(reports.c.id)):
        said[row.answer_id].append(Report(row.reason, aware(row.reported_at)))
    for row in connection.execute(
        select(verdicts).where(verdicts.c.answer_id.in_(ids)).order_by(verdicts.c.id)
    ):
        judged[row.answer_id].append(
            Judgement(row.statement, row.verdict, row.name, row.note, aware(row.judged_at))
        )
    return [
        Entry(
            answer=Answer.model_validate_json(row.answer),
            today=row.today,
            given_at=aware(row.given_at),
            found=found_list.validate_json(row.found),
            fingerprint=row.fingerprint,
            reports=tuple(said[row.answer_id]),
            judgements=tuple(judged[row.answer_id]),
        )
        for row in rows
    ]


def listed(row: Row) -> Listed:
    return Listed(
        answer_id=row.answer_id,
        question=row.question,
        status=row.status,
        given_at=aware(row.given_at),
        to_judge=row.to_judge,
        unjudged=row.unjudged,
        reported=row.last_report is not None,
    )


def stored(moment: datetime) -> datetime:
    """UTC without a zone, as SQLite stores it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
