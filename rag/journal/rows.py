"""Converts between rows of the journal's tables and the classes of `rag.journal.entries`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Connection, Table, select

from rag.database import Row
from rag.database.moments import from_stored, to_stored
from rag.journal.entries import AnswerSummary, Entry, Exchange, Note, PointMark, Report
from rag.journal.judgements import ExpectedLine, Judgement, to_judge
from rag.journal.sampling import draw, is_drawn
from rag.journal.tables import answers, expected_lines, notes, points, reports, verdicts
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
        "confidence": answer.confidence,
        "struck": len(answer.struck),
        "draw": draw(answer.answer_id),
    }


def _previous_exchange(answer: Answer, request: Request) -> Exchange | None:
    """The exchange before a follow-up question; None if the question was understood as it was typed."""
    questions = [i for i, turn in enumerate(request.history) if turn.role == "user"]
    if not questions or answer.understood.question == " ".join(request.question.split()):
        return None
    question, *answers = request.history[questions[-1] :]
    return Exchange(clean_input(question.content), clean_input("\n".join(turn.content for turn in answers)))


def entries(connection: Connection, rows: Sequence[Row], second_reader: float) -> list[Entry]:
    """Rows of `answers` as entries, with the reports, verdicts, notes and marks of each.

    Args:
        second_reader: share of the answers that a second reader checks too.
    """
    ids = [row.answer_id for row in rows]
    reports_of = _by_answer(connection, reports, reports.c.id, ids)
    verdicts_of = _by_answer(connection, verdicts, verdicts.c.id, ids)
    notes_of = _by_answer(connection, notes, notes.c.id, ids)
    points_of = _by_answer(connection, points, points.c.marked_at, ids)
    expected = _expected(connection, [one.id for given in verdicts_of.values() for one in given])
    return [
        Entry(
            answer=Answer.model_validate_json(row.answer),
            today=row.today,
            given_at=from_stored(row.given_at),
            found=_found_list.validate_json(row.found),
            fingerprint=row.fingerprint,
            reports=tuple(map(_report, reports_of[row.answer_id])),
            judgements=tuple(judgement(one, expected.get(one.id)) for one in verdicts_of[row.answer_id]),
            previous=_previous(row),
            removed=removed_articles(row),
            notes=tuple(map(_note, notes_of[row.answer_id])),
            points=tuple(map(_point, points_of[row.answer_id])),
            is_drawn=is_drawn(row.draw, second_reader),
            first_reader=row.first_reader,
        )
        for row in rows
    ]


def _by_answer(
    connection: Connection, table: Table, order: ColumnElement[Any], ids: Sequence[str]
) -> dict[str, list[Row]]:
    """The rows of a table for each of these answers, in order."""
    found: dict[str, list[Row]] = {answer_id: [] for answer_id in ids}
    for row in connection.execute(select(table).where(table.c.answer_id.in_(ids)).order_by(order)):
        found[row.answer_id].append(row)
    return found


def _expected(connection: Connection, verdict_ids: Sequence[int]) -> dict[int, ExpectedLine]:
    """The expected lines of verdicts, by the verdict's id."""
    if not verdict_ids:
        return {}
    query = select(expected_lines).where(expected_lines.c.verdict_id.in_(verdict_ids))
    return {
        row.verdict_id: ExpectedLine(row.article_id, row.version, row.field, row.start, row.end, row.quote)
        for row in connection.execute(query)
    }


SUMMARY_COLUMNS = (
    answers.c.answer_id,
    answers.c.question,
    answers.c.status,
    answers.c.given_at,
    answers.c.to_judge,
    answers.c.unjudged,
    answers.c.last_report,
    answers.c.unhandled,
)


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


def judgement(row: Row, expected: ExpectedLine | None = None) -> Judgement:
    """A row of `verdicts`."""
    undone_at = from_stored(row.undone_at) if row.undone_at else None
    return Judgement(
        row.id,
        row.statement,
        row.verdict,
        row.name,
        from_stored(row.judged_at),
        undone_at,
        row.undone_by or "",
        row.line,
        row.reading,
        expected,
    )


def _note(row: Row) -> Note:
    return Note(row.statement, row.name, row.text, from_stored(row.noted_at))


def _point(row: Row) -> PointMark:
    return PointMark(row.point, bool(row.is_fault), row.name, from_stored(row.marked_at))


def _previous(row: Row) -> Exchange | None:
    return None if row.previous_question is None else Exchange(row.previous_question, row.previous_answer)


def removed_articles(row: Row) -> dict[str, datetime]:
    """The articles that were taken down after the answer was given, with the moment."""
    listed = json.loads(row.removed_articles)
    return {article_id: datetime.fromisoformat(moment) for article_id, moment in listed.items()}


def clean_input(text: str, max_length: int = MAX_TEXT) -> str:
    """Text that a person typed, shortened and without lone surrogates (a database cannot store those)."""
    return text.strip()[:max_length].encode("utf-8", "replace").decode("utf-8")
