"""Finds and erases the answers of somebody who asks for what they typed to be deleted."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, true, update

from rag.database import Row, compact, insert_or_replace, reading, writing
from rag.journal.entries import AnswerSummary
from rag.journal.opened import OpenedJournal
from rag.journal.rows import SUMMARY_COLUMNS, answer_summary
from rag.journal.tables import ERASURE, answers, meta, reports
from rag.schema import Answer, Understood
from rag.text.normalise import search_form
from rag.text.traces import MARK

BATCH = 500  # answers that are read at once

_COLUMNS = (
    answers.c.seq,
    answers.c.answer_id,
    answers.c.question,
    answers.c.previous_question,
    answers.c.answer,
)


class Forgetting(OpenedJournal):
    """The part of the journal that forgets what somebody typed."""

    def containing(self, words: str) -> list[AnswerSummary]:
        """The answers whose askers typed some words, oldest first: in the question, in those before a follow-up, in a report.

        Capitals, script and white space make no difference.

        Args:
            words: not only white space.

        Raises:
            JournalUnusable
        """
        wanted = _plain(words)
        with reading(self._engine) as connection:
            rows = _rows(connection, true())
            found = {row.answer_id for row in rows if any(wanted in _plain(text) for text in _typed(row))}
            for report in connection.execute(select(reports.c.answer_id, reports.c.reason)):
                if wanted in _plain(report.reason):
                    found.add(report.answer_id)
            return _summaries(connection, found)

    def summaries(self, answer_ids: Collection[str]) -> list[AnswerSummary]:
        """These answers, oldest first.

        Raises:
            Journal.NotFound: there is no such answer.
            JournalUnusable
        """
        with reading(self._engine) as connection:
            for answer_id in answer_ids:
                self._require(connection, answer_id)
            return _summaries(connection, answer_ids)

    def questions_in(self, answer_ids: Collection[str]) -> set[str]:
        """The questions that erasing these answers takes away: as they were typed, and as they and the follow-ups that take
        something from them stand alone.

        Raises:
            JournalUnusable
        """
        with reading(self._engine) as connection:
            erased = list(_rows(connection, answers.c.answer_id.in_(answer_ids)))
            standing_alone = [*erased, *_follow_ups(connection, erased)]
            questions = {_answer(row).understood.question for row in standing_alone}
        return questions | {row.question for row in erased}

    def other_questions(self, answer_ids: Collection[str]) -> Iterator[str]:
        """All other questions, as erasing these answers leaves them.

        Raises:
            JournalUnusable
        """
        with reading(self._engine) as connection:
            erased = list(_rows(connection, answers.c.answer_id.in_(answer_ids)))
            follow_ups = {row.answer_id for row in _follow_ups(connection, erased)}
            for row in _rows(connection, answers.c.answer_id.not_in(answer_ids)):
                yield row.question
                if row.previous_question is not None and row.answer_id not in follow_ups:
                    yield _answer(row).understood.question

    def erase_answers(self, answer_ids: Collection[str]) -> int:
        """Erase answers with their reports, notes and verdicts, and what follow-ups repeat of their questions.

        A later follow-up to the same question keeps its own words and its answer, but loses the exchange before it and how
        it was understood. Nobody can tell which of those who asked the same went on with it, so all of them are treated alike.
        The figures (counts by day and month, shares) lose the answers, as they do when answers become too old.

        Bytes of the rows may stay in the database's files until `compact`.

        Returns:
            The number of follow-ups that were changed.

        Raises:
            JournalUnusable
        """
        with writing(self._engine) as connection:
            erased = list(_rows(connection, answers.c.answer_id.in_(answer_ids)))
            follow_ups = list(_follow_ups(connection, erased))
            asked = {_plain(row.question) for row in erased}
            for row in follow_ups:
                values = _on_its_own(row, repeats=_plain(row.previous_question) in asked)
                connection.execute(update(answers).where(answers.c.seq == row.seq).values(values))
            connection.execute(delete(answers).where(answers.c.answer_id.in_(answer_ids)))
            # Drawn, not counted up: two erasures at once would count to the same number.
            insert_or_replace(connection, meta, {"key": ERASURE, "value": str(secrets.randbits(62))})
        return len(follow_ups)

    def compact(self) -> bool:
        """Leave no bytes of erased answers in the database's files; see `rag.database.compact`.

        Raises:
            JournalUnusable
        """
        return compact(self._engine)


def _rows(connection: Connection, which: ColumnElement[bool]) -> Iterator[Row]:
    """Answers, oldest first."""
    query = select(*_COLUMNS).where(which).order_by(answers.c.seq).limit(BATCH)
    last = 0
    while rows := connection.execute(query.where(answers.c.seq > last)).all():
        last = rows[-1].seq
        yield from rows


def _summaries(connection: Connection, answer_ids: Collection[str]) -> list[AnswerSummary]:
    query = select(*SUMMARY_COLUMNS).where(answers.c.answer_id.in_(answer_ids)).order_by(answers.c.seq)
    return [answer_summary(row) for row in connection.execute(query)]


def _typed(row: Row) -> Iterator[str]:
    """What somebody typed, in this question and before it."""
    yield row.question
    if row.previous_question is not None:
        yield row.previous_question
        yield _answer(row).understood.question


def _follow_ups(connection: Connection, erased: Collection[Row]) -> Iterator[Row]:
    """The later follow-ups to these questions, and to those follow-ups: they may have been understood by the first question."""
    if not erased:
        return
    asked = {_plain(row.question) for row in erased}
    later = answers.c.previous_question.is_not(None) & (answers.c.seq > min(row.seq for row in erased))
    for row in _rows(connection, later & answers.c.answer_id.not_in([row.answer_id for row in erased])):
        if _plain(row.previous_question) in asked:
            asked.add(_plain(row.question))
            yield row


def _on_its_own(row: Row, *, repeats: bool) -> dict[str, Any]:
    """New values of a follow-up: nothing of the questions before it.

    Args:
        repeats: whether the exchange just before it is erased too.
    """
    answer = _answer(row)
    # A model that had read the questions before wrote the sentences that were left out.
    alone = {"understood": Understood(question=answer.question), "struck": ()}
    values: dict[str, Any] = {"answer": answer.model_copy(update=alone).model_dump_json(), "struck": 0}
    return values | ({"previous_question": MARK, "previous_answer": MARK} if repeats else {})


def _answer(row: Row) -> Answer:
    return Answer.model_validate_json(row.answer)


def _plain(text: str) -> str:
    return "".join(search_form(text).split())
