"""Rows of the journal's tables and the nouns they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from rag.database import Row
from rag.journal.entries import AnswerSummary, Entry, Exchange, Judgement, Report, to_judge
from rag.journal.tables import reports, verdicts
from rag.schema import Answer, Found, Request

MAX_FOUND = 10
LONGEST_TEXT = 2000

_found_list = TypeAdapter(tuple[Found, ...])


def answer_row(
    answer: Answer, request: Request, found: Sequence[Found], fingerprint: str, given_at: datetime
) -> dict[str, Any]:
    """An answer as a row of `answers`, with nothing said of it so far."""
    places = len(to_judge(answer))
    before = _followed(answer, request)
    return {
        "answer_id": answer.answer_id,
        "given_at": stored(given_at),
        "question": request.question,
        "today": request.today,
        "status": answer.status,
        "answer": answer.model_dump_json(),
        "found": _found_list.dump_json(tuple(found[:MAX_FOUND])).decode(),
        "fingerprint": fingerprint,
        "to_judge": places,
        "unjudged": places,
        "previous_question": before and before.question,
        "previous_answer": before and before.answer,
    }


def _followed(answer: Answer, request: Request) -> Exchange | None:
    """The exchange just before a question that was understood by it; None where the question stood alone."""
    asked = [i for i, turn in enumerate(request.history) if turn.role == "user"]
    if not asked or answer.understood.question == " ".join(request.question.split()):
        return None
    question, *answers = request.history[asked[-1] :]
    return Exchange(plain(question.content), plain("\n".join(turn.content for turn in answers)))


def entries(connection: Connection, rows: Sequence[Row]) -> list[Entry]:
    """Rows of `answers` with the reports and verdicts of each."""
    ids = [row.answer_id for row in rows]
    said: dict[str, list[Report]] = {answer_id: [] for answer_id in ids}
    judged: dict[str, list[Judgement]] = {answer_id: [] for answer_id in ids}
    for row in connection.execute(select(reports).where(reports.c.answer_id.in_(ids)).order_by(reports.c.id)):
        said[row.answer_id].append(_report(row))
    for row in connection.execute(
        select(verdicts).where(verdicts.c.answer_id.in_(ids)).order_by(verdicts.c.id)
    ):
        judged[row.answer_id].append(_judgement(row))
    return [
        Entry(
            answer=Answer.model_validate_json(row.answer),
            today=row.today,
            given_at=aware(row.given_at),
            found=_found_list.validate_json(row.found),
            fingerprint=row.fingerprint,
            reports=tuple(said[row.answer_id]),
            judgements=tuple(judged[row.answer_id]),
            previous=_previous(row),
        )
        for row in rows
    ]


def listed(row: Row) -> AnswerSummary:
    return AnswerSummary(
        answer_id=row.answer_id,
        question=row.question,
        status=row.status,
        given_at=aware(row.given_at),
        to_judge=row.to_judge,
        unjudged=row.unjudged,
        reported=row.last_report is not None,
        unhandled=row.unhandled,
    )


def _report(row: Row) -> Report:
    handled_at = aware(row.handled_at) if row.handled_at else None
    return Report(row.reason, aware(row.reported_at), handled_at, row.handled_by or "")


def _judgement(row: Row) -> Judgement:
    undone_at = aware(row.undone_at) if row.undone_at else None
    return Judgement(
        row.statement,
        row.verdict,
        row.name,
        row.note,
        aware(row.judged_at),
        undone_at,
        row.undone_by or "",
    )


def _previous(row: Row) -> Exchange | None:
    return None if row.previous_question is None else Exchange(row.previous_question, row.previous_answer)


def stored(moment: datetime) -> datetime:
    """UTC without a zone, as SQLite stores it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


def plain(text: str, longest: int = LONGEST_TEXT) -> str:
    """What a person typed: cut, and without the lone surrogates that a database cannot hold."""
    return text.strip()[:longest].encode("utf-8", "replace").decode("utf-8")
