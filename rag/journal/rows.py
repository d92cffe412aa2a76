"""Converts between rows of the journal's tables and the classes of `rag.journal.entries`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from rag.database import Row
from rag.database.moments import from_stored, to_stored
from rag.journal.entries import AnswerSummary, Entry, Exchange, Judgement, Report, to_judge
from rag.journal.tables import reports, verdicts
from rag.schema import Answer, Found, Request

MAX_FOUND = 10
MAX_TEXT = 2000  # characters of a report, a note, or one side of the previous exchange

_found_list = TypeAdapter(tuple[Found, ...])


def answer_row(
    answer: Answer, request: Request, found: Sequence[Found], fingerprint: str, given_at: datetime
) -> dict[str, Any]:
    """An answer as a new row of `answers`, without reports or verdicts."""
    verdict_count = len(to_judge(answer))
    previous = _previous_exchange(answer, request)
    return {
        "answer_id": answer.answer_id,
        "given_at": to_stored(given_at),
        "question": request.question,
        "today": request.today,
        "status": answer.status,
        "answer": answer.model_dump_json(),
        "found": _found_list.dump_json(tuple(found[:MAX_FOUND])).decode(),
        "fingerprint": fingerprint,
        "to_judge": verdict_count,
        "unjudged": verdict_count,
        "previous_question": previous and previous.question,
        "previous_answer": previous and previous.answer,
    }


def _previous_exchange(answer: Answer, request: Request) -> Exchange | None:
    """The exchange before a follow-up question; None if the question was understood as it was typed."""
    questions = [i for i, turn in enumerate(request.history) if turn.role == "user"]
    if not questions or answer.understood.question == " ".join(request.question.split()):
        return None
    question, *answers = request.history[questions[-1] :]
    return Exchange(clean_input(question.content), clean_input("\n".join(turn.content for turn in answers)))


def entries(connection: Connection, rows: Sequence[Row]) -> list[Entry]:
    """Rows of `answers` as entries, with the reports and verdicts of each."""
    ids = [row.answer_id for row in rows]
    reports_of: dict[str, list[Report]] = {answer_id: [] for answer_id in ids}
    judgements_of: dict[str, list[Judgement]] = {answer_id: [] for answer_id in ids}
    for row in connection.execute(select(reports).where(reports.c.answer_id.in_(ids)).order_by(reports.c.id)):
        reports_of[row.answer_id].append(_report(row))
    for row in connection.execute(
        select(verdicts).where(verdicts.c.answer_id.in_(ids)).order_by(verdicts.c.id)
    ):
        judgements_of[row.answer_id].append(_judgement(row))
    return [
        Entry(
            answer=Answer.model_validate_json(row.answer),
            today=row.today,
            given_at=from_stored(row.given_at),
            found=_found_list.validate_json(row.found),
            fingerprint=row.fingerprint,
            reports=tuple(reports_of[row.answer_id]),
            judgements=tuple(judgements_of[row.answer_id]),
            previous=_previous(row),
            removed=removed_articles(row),
        )
        for row in rows
    ]


def answer_summary(row: Row) -> AnswerSummary:
    return AnswerSummary(
        answer_id=row.answer_id,
        question=row.question,
        status=row.status,
        given_at=from_stored(row.given_at),
        to_judge=row.to_judge,
        unjudged=row.unjudged,
        reported=row.last_report is not None,
        unhandled=row.unhandled,
    )


def _report(row: Row) -> Report:
    handled_at = from_stored(row.handled_at) if row.handled_at else None
    return Report(row.reason, from_stored(row.reported_at), handled_at, row.handled_by or "")


def _judgement(row: Row) -> Judgement:
    undone_at = from_stored(row.undone_at) if row.undone_at else None
    return Judgement(
        row.statement,
        row.verdict,
        row.name,
        row.note,
        from_stored(row.judged_at),
        undone_at,
        row.undone_by or "",
    )


def _previous(row: Row) -> Exchange | None:
    return None if row.previous_question is None else Exchange(row.previous_question, row.previous_answer)


def removed_articles(row: Row) -> dict[str, datetime]:
    """The articles that were taken down after the answer was given, with the moment."""
    listed = json.loads(row.removed_articles)
    return {article_id: datetime.fromisoformat(moment) for article_id, moment in listed.items()}


def clean_input(text: str, max_length: int = MAX_TEXT) -> str:
    """Text that a person typed, shortened and without lone surrogates (a database cannot store those)."""
    return text.strip()[:max_length].encode("utf-8", "replace").decode("utf-8")
