"""The event handlers of the checking page: loading, moving and judging. Each renders all three columns again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import gradio as gr

from rag.archive import Archive, FreshnessReader
from rag.config import Settings
from rag.desk import Audit, Detail
from rag.index import Indexes
from rag.journal import Journal, View
from rag.schema import WendaError
from web.desk.answer_view import answer_html, notice_html
from web.desk.answers_view import answers_html
from web.desk.context import PageContext
from web.desk.freshness_view import freshness_html
from web.desk.position import ANSWERS_PER_STEP, LastVerdict, Position, first_to_judge
from web.desk.routes import person_of
from web.desk.sources_view import sources_html
from web.desk.staff_page import StaffPage
from web.wording import page_language

PageUpdate = tuple[str, str, str, Position, Any]
"""The HTML of list, answer and sources; the new position; and the note's new value. The note belongs to one statement
and is emptied when the position changes."""


class PageHandlers:
    """The handlers of the checking page. The position is passed in and out of each call."""

    def __init__(
        self, archive: Archive, journal: Journal, indexes: Indexes, settings: Settings, audit: Audit
    ) -> None:
        self.archive = archive
        self.audit = audit
        self.indexes = indexes
        self.journal = journal
        self.settings = settings
        self._freshness = FreshnessReader(archive)

    # --- loading the page ---

    def load(
        self, request: gr.Request
    ) -> tuple[str, str, str, Position, dict[str, Any], dict[str, Any], str]:
        """The answer named in the address, else the first one to check; and the labels of the fields."""
        page = self.context(request)
        wanted = request.query_params.get("answer") or self.journal.next_unchecked() or self._newest()
        position = Position() if self.journal.counts()["unchecked"] else Position(view="newest")
        *update, _ = self._update(position, self._at(position, wanted), page)
        return (
            *update,
            gr.update(
                label=page.words("name"),
                placeholder=page.words("name_hint"),
                visible=not person_of(request).name,
            ),
            gr.update(label=page.words("note"), placeholder=page.words("note_hint")),
            page.render("keys.html"),
        )

    def signed_in(self, request: gr.Request) -> str:
        """Who is signed in, and the ways to the other pages of the desk."""
        page = StaffPage(self.settings)
        return page.part(request, "signed_in.html")

    def freshness(self, request: gr.Request) -> str:
        """How recent each source is, and what could not be read."""
        today = self.settings.today()
        recent = self._freshness.read(today, datetime.now(UTC))
        return freshness_html(recent, today, self.indexes.outage, self.context(request))

    # --- moving ---

    def open_view(self, event: gr.EventData, position: Position, request: gr.Request) -> PageUpdate:
        """Show another list and its first answer to check."""
        view = event._data.get("view")
        if view not in get_args(View):
            return self._update(position, position, self.context(request))
        chosen = Position(view=view, last=position.last)
        first = self.journal.next_unchecked(None, view) or self._newest(view) or position.answer_id
        return self._update(position, self._at(chosen, first), self.context(request))

    def more_answers(self, position: Position, request: gr.Request) -> PageUpdate:
        longer = replace(position, listed=position.listed + ANSWERS_PER_STEP)
        return self._update(position, longer, self.context(request))

    def open_answer(self, event: gr.EventData, position: Position, request: gr.Request) -> PageUpdate:
        """Show an answer, at a statement if the event names one."""
        moved = self._at(position, str(event._data.get("answer", "")))
        statement = event._data.get("statement")
        if isinstance(statement, int):
            moved = replace(moved, statement=statement)
        return self._update(position, moved, self.context(request))

    def open_statement(self, event: gr.EventData, position: Position, request: gr.Request) -> PageUpdate:
        """Show another statement of the answer that the browser shows."""
        return self.open_answer(event, position, request)

    def next_answer(self, position: Position, request: gr.Request) -> PageUpdate:
        """Show the list's next answer without a verdict."""
        following = self.journal.next_unchecked(position.answer_id or None, position.view)
        moved = self._at(position, following or position.answer_id)
        return self._update(position, moved, self.context(request))

    # --- judging ---

    def judge(
        self, event: gr.EventData, position: Position, name: str, note: str, request: gr.Request
    ) -> PageUpdate:
        """Store a verdict on the statement that the browser showed when the key was pressed, and show the next one.

        Raises:
            gr.Error: it could not be stored; the page shows why and keeps the note.
        """
        answer_id, verdict = str(event._data.get("answer", "")), event._data.get("verdict")
        statement = event._data.get("statement")
        with _errors_shown_to_checker():
            self.journal.verdict(answer_id, statement, verdict, name=_name(request, name), note=note or "")
            self._record(request, "verdict", answer_id, statement, {"verdict": verdict})
            entry = self.journal.get(answer_id)
        about = entry.answer.question if statement is None else entry.answer.statements[statement].text
        judged = replace(position, last=LastVerdict(answer_id, statement, about, verdict))
        if entry.unjudged:
            following = None
            moved = replace(judged, answer_id=answer_id, statement=first_to_judge(entry, statement))
        else:
            following = self.journal.next_unchecked(answer_id, position.view)
            moved = self._at(judged, following or answer_id)
        all_checked = not entry.unjudged and following is None
        moved = replace(moved, notice="all_checked" if all_checked else "saved")
        *update, _ = self._update(position, moved, self.context(request))
        return *update, ""

    def undo(self, position: Position, name: str, request: gr.Request) -> PageUpdate:
        """Undo the last verdict and show its statement.

        Raises:
            gr.Error: it could not be undone; the page shows why.
        """
        last, page = position.last, self.context(request)
        if last is None:
            gr.Info(page.words("nothing_to_undo"))
            return self._update(position, position, page)
        with _errors_shown_to_checker():
            self.journal.undo_verdict(last.answer_id, last.statement, name=_name(request, name))
            self._record(request, "verdict_undone", last.answer_id, last.statement)
        moved = replace(position, answer_id=last.answer_id, statement=last.statement, last=None, notice="")
        return self._update(position, moved, page)

    def handle_reports(
        self, event: gr.EventData, position: Position, name: str, request: gr.Request
    ) -> PageUpdate:
        """Mark the residents' reports on the answer that the browser shows as handled.

        Raises:
            gr.Error: it could not be stored; the page shows why.
        """
        answer_id = str(event._data.get("answer", ""))
        with _errors_shown_to_checker():
            count = self.journal.handle_reports(answer_id, name=_name(request, name))
            self._record(request, "reports_handled", answer_id, None, {"count": count})
        return self._update(position, position, self.context(request))

    # --- parts ---

    def context(self, request: gr.Request) -> PageContext:
        zone = ZoneInfo(self.settings.timezone)
        return PageContext.of(page_language(request), zone=zone, paper=self.settings.paper)

    def _record(
        self,
        request: gr.Request,
        action: str,
        answer_id: str,
        statement: int | None,
        details: Mapping[str, Detail] | None = None,
    ) -> None:
        """Write to the audit trail what was done to an answer, or to one of its statements."""
        of_statement = {} if statement is None else {"statement": statement + 1}
        self.audit.record(person_of(request), action, answer_id, {**of_statement, **(details or {})})

    def _newest(self, view: View = "newest") -> str:
        newest = self.journal.answers(view, 1)
        return newest[0].answer_id if newest else ""

    def _at(self, position: Position, answer_id: str) -> Position:
        """`position`, moved to an answer's first statement without a verdict."""
        try:
            statement = first_to_judge(self.journal.get(answer_id)) if answer_id else None
        except Journal.NotFound:
            statement = None
        return replace(position, answer_id=answer_id, statement=statement, notice="")

    def _update(self, before: Position, after: Position, page: PageContext) -> PageUpdate:
        """Render the page at a new position."""
        listed = self.journal.answers(after.view, after.listed + 1)
        left = answers_html(listed, self.journal.counts(), after, page)
        moved = (before.answer_id, before.statement) != (after.answer_id, after.statement)
        note = "" if moved else gr.skip()
        if not after.answer_id:
            return left, notice_html("no_answers", page), "", after, note
        try:
            entry = self.journal.get(after.answer_id)
        except Journal.NotFound:
            return left, notice_html("unknown_answer", page), "", after, note
        if after.statement is not None and after.statement not in range(len(entry.answer.statements)):
            after = replace(after, statement=first_to_judge(entry))
        right = sources_html(self.archive, entry, after.statement, page)
        return left, answer_html(entry, after, page), right, after, note


def _name(request: gr.Request, typed: str) -> str:
    """The name of who is signed in; for who came with the key, the one that was typed."""
    return person_of(request).name or typed or ""


@contextmanager
def _errors_shown_to_checker() -> Iterator[None]:
    """Turn an expected error into a message on the page."""
    try:
        yield
    except WendaError as error:
        raise gr.Error(str(error), print_exception=False) from error
