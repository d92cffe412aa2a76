"""The event handlers of the desk that write: verdicts, notes, marks on the five points, and handled reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import gradio as gr

from rag.desk import Action, Audit, Detail, Person
from rag.journal import Entry, ExpectedLine, Verdict
from rag.schema import Found, WendaError
from web.desk.checker import checker_of
from web.desk.lines_view import expected_line, found_lines_html
from web.desk.position import GivenVerdict, Position
from web.desk.rendered import PageUpdate, RenderedDesk
from web.desk.routes import person_of

Search = Callable[[str], tuple[Found, ...]]
"""Finds the passages nearest to some words."""

MOST_WORDS = 200  # characters of a search


class JudgingHandlers:
    """Writing. The position is passed in and out of each call; `name` is the name that was typed, see `checker_of`.

    All raise `gr.Error` if something could not be stored: the page shows why and stays as it is.
    """

    def __init__(self, desk: RenderedDesk, audit: Audit, search: Search) -> None:
        self.desk = desk
        self.audit = audit
        self.journal = desk.journal
        self._search = search

    def judge(
        self, event: gr.EventData, position: Position, name: str, note: str, request: gr.Request
    ) -> PageUpdate:
        """Store a verdict on the statement that the browser showed when the key was pressed, and show the next one."""
        data = event._data
        shown = replace(
            position,
            answer_id=str(data.get("answer", "")),
            statement=data.get("statement"),
            line=data.get("line"),
        )
        return self._judge(
            position, shown, data.get("verdict"), None, checker_of(request, name), note, request
        )

    def expect_line(
        self, event: gr.EventData, position: Position, name: str, note: str, request: gr.Request
    ) -> PageUpdate:
        """Store that a declined question should have been answered, by the printed line that was chosen."""
        with _errors_shown_to_checker():
            shown = replace(position, answer_id=str(event._data.get("answer", "")), statement=None, line=None)
            line = expected_line(event._data, self.desk.archive)
        return self._judge(
            position, shown, "should_have_answered", line, checker_of(request, name), note, request
        )

    def undo(self, position: Position, name: str, request: gr.Request) -> PageUpdate:
        """Undo the last verdict given on this page and show its statement. Pressed again, the one before."""
        last, page, person = position.last, self.desk.context(request), checker_of(request, name)
        if last is None:
            gr.Info(page.words("nothing_to_undo"))
            return self.desk.update(position, position, page, person)
        with _errors_shown_to_checker():
            self.journal.undo_verdict(last.verdict_id, name=person.name)
            self._record(request, "verdict_undone", last.answer_id, last.statement)
        moved = replace(
            position,
            answer_id=last.answer_id,
            statement=last.statement,
            line=last.line,
            given=position.given[:-1],
            notice="",
        )
        return self.desk.update(position, moved, page, person)

    def add_note(self, event: gr.EventData, position: Position, name: str, request: gr.Request) -> PageUpdate:
        """Add what was typed to the notes of the answer that the browser shows."""
        data, person = event._data, checker_of(request, name)
        statement = data.get("statement")
        with _errors_shown_to_checker():
            self.journal.add_note(
                str(data.get("answer", "")),
                str(data.get("text", "")),
                name=person.name,
                statement=statement if isinstance(statement, int) else None,
            )
            self._record(request, "noted", str(data.get("answer", "")), None)
        *update, _ = self.desk.update(position, position, self.desk.context(request), person)
        return *update, ""

    def mark_point(
        self, event: gr.EventData, position: Position, name: str, request: gr.Request
    ) -> PageUpdate:
        """Change one's mark on one of the five points: none, a fault, no fault, and none again."""
        person = checker_of(request, name)
        answer_id, point = str(event._data.get("answer", "")), event._data.get("point")
        with _errors_shown_to_checker():
            marks = {
                mark.point: mark.is_fault
                for mark in self.journal.get(answer_id).points
                if mark.name == person.name
            }
            following = {None: True, True: False, False: None}[marks.get(point)]
            self.journal.mark_point(answer_id, point, following, name=person.name)
            self._record(request, "point_marked", answer_id, None, {"point": point, "fault": following})
        return self.desk.update(position, position, self.desk.context(request), person)

    def handle_reports(
        self, event: gr.EventData, position: Position, name: str, request: gr.Request
    ) -> PageUpdate:
        """Mark the residents' reports on the answer that the browser shows as handled."""
        person, answer_id = checker_of(request, name), str(event._data.get("answer", ""))
        with _errors_shown_to_checker():
            count = self.journal.handle_reports(answer_id, name=person.name)
            self._record(request, "reports_handled", answer_id, None, {"count": count})
        return self.desk.update(position, position, self.desk.context(request), person)

    def search_lines(self, event: gr.EventData, position: Position, request: gr.Request) -> str:
        """The printed lines nearest to some words, to choose the one that should have been the answer."""
        words = str(event._data.get("words", "")).strip()[:MOST_WORDS]
        page = self.desk.context(request)
        with _errors_shown_to_checker():
            entry = self.journal.get(position.answer_id)
            found = self._search(words) if words else entry.found
        return found_lines_html(entry, found, words, self.desk.archive, page)

    def _judge(
        self,
        before: Position,
        shown: Position,
        verdict: Verdict,
        expected: ExpectedLine | None,
        person: Person,
        note: str,
        request: gr.Request,
    ) -> PageUpdate:
        """Store a verdict at the position `shown`, and show what comes next."""
        with _errors_shown_to_checker():
            verdict_id = self.journal.verdict(
                shown.answer_id,
                shown.statement,
                verdict,
                name=person.name,
                note=note or "",
                line=shown.line,
                expected=expected,
                decides=shown.view == "disputed",
            )
            action: Action = "decided" if shown.view == "disputed" else "verdict"
            self._record(request, action, shown.answer_id, shown.statement, {"verdict": verdict})
            entry = self.journal.get(shown.answer_id)
        given = GivenVerdict(
            verdict_id, shown.answer_id, shown.statement, shown.line, _about(entry, shown), verdict
        )
        judged = replace(shown.after_verdict(given), notice="saved")
        *update, _ = self.desk.update(
            before, self._after(entry, judged, person), self.desk.context(request), person
        )
        return *update, ""

    def _record(
        self,
        request: gr.Request,
        action: Action,
        answer_id: str,
        statement: int | None,
        details: Mapping[str, Detail] | None = None,
    ) -> None:
        """Write to the audit trail what was done to an answer, or to one of its statements."""
        of_statement = {} if statement is None else {"statement": statement + 1}
        self.audit.record(person_of(request), action, answer_id, {**of_statement, **(details or {})})

    def _after(self, entry: Entry, judged: Position, person: Person) -> Position:
        """Where to go after a verdict: from a nearest line to the next one, else to what lacks a verdict."""
        if judged.line is not None:
            later = [n for n in entry.answer.nearest_lines if n > judged.line]
            return replace(judged, line=later[0] if later else None)
        following = self.desk.following(entry, judged, person)
        return replace(following, notice="saved") if following else replace(judged, notice="all_checked")


def _about(entry: Entry, position: Position) -> str:
    """The words that a verdict is on."""
    if position.line is not None:
        return "".join(c.quote for c in entry.answer.citations if c.n == position.line)
    if position.statement is None:
        return entry.answer.question
    return entry.answer.statements[position.statement].text


@contextmanager
def _errors_shown_to_checker() -> Iterator[None]:
    """Turn an expected error into a message on the page."""
    try:
        yield
    except WendaError as error:
        raise gr.Error(str(error), print_exception=False) from error
