"""The event handlers of the desk that load and move. Each renders all columns again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import gradio as gr

from rag.archive import FreshnessReader
from rag.desk import Person
from rag.index import Indexes
from rag.journal import Journal
from web.desk.checker import checker_of, views_of
from web.desk.freshness_view import freshness_html
from web.desk.position import ANSWERS_PER_STEP, Position
from web.desk.rendered import PageUpdate, RenderedDesk
from web.desk.routes import person_of
from web.desk.staff_page import StaffPage
from web.desk.summary_view import summary_html


class PageHandlers:
    """Loading and moving. The position is passed in and out of each call; `name` is the name that was typed, see `checker_of`."""

    def __init__(self, desk: RenderedDesk, indexes: Indexes) -> None:
        self.desk = desk
        self.journal = desk.journal
        self.indexes = indexes
        self._freshness = FreshnessReader(desk.archive)

    # --- loading the page ---

    def load(
        self, name: str, request: gr.Request
    ) -> tuple[str, str, str, str, Position, dict[str, Any], dict[str, Any], str]:
        """The answer named in the address, else the first one to check; and the labels of the fields."""
        page, person = self.desk.context(request), checker_of(request, name)
        position = (
            Position() if self.journal.counts(reader=person.name)["unchecked"] else Position(view="newest")
        )
        wanted = request.query_params.get("answer") or self.desk.first_of(position.view, person)
        *update, _ = self.desk.update(position, self.desk.at(position, wanted, person), page, person)
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
        return StaffPage(self.desk.settings).part(request, "signed_in.html")

    def freshness(self, request: gr.Request) -> str:
        """How recent each source is, and what could not be read."""
        today = self.desk.settings.today()
        recent = self._freshness.read(today, datetime.now(UTC))
        return freshness_html(recent, today, self.indexes.outage, self.desk.context(request))

    def summary(self, request: gr.Request) -> str:
        """How much was checked, the share found right, and how far two readers agree."""
        return summary_html(self.journal, self.desk.context(request))

    # --- moving ---

    def refresh(self, position: Position, name: str, request: gr.Request) -> PageUpdate:
        """Show the same again, after the name was changed."""
        return self._move(position, position, checker_of(request, name), request)

    def open_view(
        self, event: gr.EventData, position: Position, name: str, request: gr.Request
    ) -> PageUpdate:
        """Show another queue and its first answer to check."""
        view, person = event._data.get("view"), checker_of(request, name)
        if view not in views_of(person):
            return self._move(position, position, person, request)
        chosen = Position(view=view, given=position.given)
        first = self.desk.first_of(view, person) or position.answer_id
        return self._move(position, self.desk.at(chosen, first, person), person, request)

    def more_answers(self, position: Position, name: str, request: gr.Request) -> PageUpdate:
        longer = replace(position, listed=position.listed + ANSWERS_PER_STEP)
        return self._move(position, longer, checker_of(request, name), request)

    def open_answer(
        self, event: gr.EventData, position: Position, name: str, request: gr.Request
    ) -> PageUpdate:
        """Show an answer, at a statement or nearest line if the event names one."""
        person = checker_of(request, name)
        moved = self.desk.at(position, str(event._data.get("answer", "")), person)
        statement, line = event._data.get("statement"), event._data.get("line")
        if isinstance(statement, int):
            moved = replace(moved, statement=statement)
        if isinstance(line, int):
            moved = replace(moved, line=line)
        return self._move(position, moved, person, request)

    def next_answer(self, position: Position, name: str, request: gr.Request) -> PageUpdate:
        """Skip to the queue's next answer without a verdict."""
        person = checker_of(request, name)
        following = self.journal.next_unchecked(position.answer_id or None, position.view, reader=person.name)
        moved = self.desk.at(position, following or position.answer_id, person)
        return self._move(position, moved, person, request)

    def look_ahead(self, position: Position, name: str, request: gr.Request) -> tuple[str, str]:
        """The answer and sources that will be shown after the next verdict, for the browser to have ready."""
        person = checker_of(request, name)
        try:
            ahead = self.desk.following(self.journal.get(position.answer_id), position, person)
            entry = self.journal.get(ahead.answer_id) if ahead else None
        except Journal.NotFound:
            return "", ""
        if ahead is None or entry is None or position.line is not None:
            return "", ""
        answer, _, sources = self.desk.answer(entry, ahead, self.desk.context(request), person)
        return answer, sources

    def _move(self, before: Position, after: Position, person: Person, request: gr.Request) -> PageUpdate:
        return self.desk.update(before, after, self.desk.context(request), person)
