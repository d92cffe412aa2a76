"""Erases the words of articles that were taken down from answers that were given before."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, or_, select, update

from rag.database import Row
from rag.journal.rows import removed_articles
from rag.journal.tables import answers, expected_lines, notes, reports, verdicts
from rag.schema import Answer, Citation, Found, Statement
from rag.text.traces import Traces

BATCH = 200  # answers that are read at once

_found_list = TypeAdapter(tuple[Found, ...])


def erase_articles(connection: Connection, removed: Mapping[str, datetime], traces: Traces) -> int:
    """Erase articles from all answers.

    Args:
        removed: their ids, with the moment of the takedown.
        traces: their words, which may also stand where no article is named: in the exchange before a follow-up question.

    Returns:
        The number of answers that were changed.
    """
    named = [
        column.contains(article_id)
        for article_id in removed
        for column in (answers.c.answer, answers.c.found)
    ]
    query = select(answers).where(or_(*named, answers.c.previous_answer.is_not(None))).order_by(answers.c.seq)
    last = changed = 0
    quoting: set[str] = (
        set()
    )  # questions whose answers named the articles: an answer to a follow-up repeats them
    while rows := connection.execute(query.where(answers.c.seq > last).limit(BATCH)).all():
        last = rows[-1].seq
        for row in rows:
            values = _without(row, removed, traces, is_follow_up=row.previous_question in quoting)
            if "answer" in values:
                quoting.add(row.question)
            if any(values[name] != getattr(row, name) for name in values):
                connection.execute(update(answers).where(answers.c.seq == row.seq).values(values))
                changed += 1
    of_removed = expected_lines.c.article_id.in_(removed)
    connection.execute(update(expected_lines).where(of_removed).values(quote=""))
    for table, column in ((reports, reports.c.reason), (notes, notes.c.text), (verdicts, verdicts.c.note)):
        for row_id, text in connection.execute(select(table.c.id, column)).all():
            if (blanked := traces.blanked(text)) != text:
                connection.execute(update(table).where(table.c.id == row_id).values({column.name: blanked}))
    return changed


def _without(
    row: Row, removed: Mapping[str, datetime], traces: Traces, *, is_follow_up: bool
) -> dict[str, Any]:
    """New values of a row of `answers`; with an `answer` only if it named the articles."""
    values: dict[str, Any] = {
        name: traces.blanked(text, headlines=is_follow_up and name == "previous_answer")
        for name in ("question", "previous_question", "previous_answer")
        if (text := getattr(row, name)) is not None
    }
    answer = Answer.model_validate_json(row.answer)
    found = _found_list.validate_json(row.found)
    ids = {c.article_id for c in answer.citations} | {one.article_id for one in found}
    ids |= {near.article_id for near in answer.nearest}
    ids |= {copy.article_id for citation in answer.citations for copy in citation.copies}
    if gone := {article_id: moment for article_id, moment in removed.items() if article_id in ids}:
        listed = {i: m.astimezone(UTC).isoformat() for i, m in (removed_articles(row) | gone).items()}
        values |= {
            "answer": answer_without(answer, gone, traces).model_dump_json(),
            "found": _found_list.dump_json(tuple(_found_without(one, gone) for one in found)).decode(),
            "removed_articles": json.dumps(listed, sort_keys=True),
            "struck": 0,
        }
    return values


def answer_without(answer: Answer, removed: Mapping[str, datetime], traces: Traces) -> Answer:
    """An answer without the words of these articles: no quotation and headline of theirs, no statement that cites them."""
    gone = {c.n for c in answer.citations if c.article_id in removed}
    erased = [statement for statement in answer.statements if _rests_on(statement, gone, traces)]
    text = answer.text
    for statement in erased:
        text = text.replace(statement.text, "") if statement.text else text
    understood = answer.understood.model_copy(update={"question": traces.blanked(answer.understood.question)})
    return answer.model_copy(
        update={
            "question": traces.blanked(answer.question),
            "text": traces.blanked(text),
            "statements": tuple(
                s.model_copy(update={"text": ""}) if s in erased else s for s in answer.statements
            ),
            "citations": tuple(_citation_without(c, removed) for c in answer.citations),
            "nearest": _without_headlines(answer.nearest, removed),
            "understood": understood,
            "struck": (),  # a model that had read the articles wrote these sentences
        }
    )


def _rests_on(statement: Statement, gone: set[int], traces: Traces) -> bool:
    """Whether a statement says what a citation in `gone` says. The count of a list (`共3篇`) cites all, and stays."""
    cited = set(statement.citations)
    if statement.kind == "added" and cited - gone:
        return traces.blanked(statement.text, headlines=True) != statement.text
    return bool(cited & gone)


def _citation_without(citation: Citation, removed: Mapping[str, datetime]) -> Citation:
    copies = _without_headlines(citation.copies, removed)
    if citation.article_id not in removed:
        return citation.model_copy(update={"copies": copies})
    texts = dict.fromkeys(("quote", "headline", "byline", "translation", "url", "source_id"), "")
    return citation.model_copy(update={**texts, "facts": (), "highlight": None, "copies": copies})


def _without_headlines(articles: Sequence[Any], removed: Mapping[str, datetime]) -> tuple[Any, ...]:
    return tuple(
        one.model_copy(update={"headline": ""}) if one.article_id in removed else one for one in articles
    )


def _found_without(found: Found, removed: Mapping[str, datetime]) -> Found:
    texts = dict.fromkeys(("text", "headline", "source_id"), "")
    return found.model_copy(update=texts) if found.article_id in removed else found
