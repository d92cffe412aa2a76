"""What searches need of all passages is read before the first question."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

from sqlalchemy import event

from rag.schema import Request

LINES = [
    {"id": "1", "text": "3月5日，云桥图书馆开门。", "date": "2024-03-06", "headline": "图书馆开门"},
    {"id": "2", "text": "4月1日起，渡口停航。", "date": "2024-03-20", "headline": "渡口停航"},
]


@contextmanager
def statements(engine):
    """Collects the SQL statements that are executed."""
    executed = []

    def note(connection, cursor, statement, *_):
        executed.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield executed
    event.remove(engine, "before_cursor_execute", note)


def test_the_first_question_about_days_reads_no_more_than_the_second(assistant_for):
    assistant = assistant_for(LINES)
    assistant.prepare()
    query = assistant.retriever.understand(Request(question="3月开门的是哪里？", today=date(2024, 4, 2)))
    with statements(assistant.archive.engine) as first:
        found = assistant.retriever.find(query)
    with statements(assistant.archive.engine) as second:
        assert assistant.retriever.find(query) == found
    assert found[0].candidate.passage.version.headline == "图书馆开门"
    assert first == second
