"""Renders the desk's parts at a position: the queue, the answer, its sources, and the lines to choose from."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import gradio as gr

from rag.archive import Archive
from rag.config import Settings
from rag.desk import Person
from rag.journal import Entry, Journal, View
from web.desk.answer_view import answer_html, notice_html
from web.desk.answers_view import answers_html
from web.desk.context import PageContext
from web.desk.lines_view import lines_html
from web.desk.position import Position, first_to_judge, waiting
from web.desk.sources_view import sources_html
from web.wording import page_language

PageUpdate = tuple[str, str, str, str, Position, Any]
"""The HTML of list, answer, lines and sources; the new position; and the note's new value. The note belongs to one statement
and is emptied when the position changes."""


class RenderedDesk:
    """Renders the page for one request after the other; it keeps no state."""

    def __init__(self, archive: Archive, journal: Journal, settings: Settings) -> None:
        self.archive = archive
        self.journal = journal
        self.settings = settings
        self._updates = count()

    def context(self, request: gr.Request) -> PageContext:
        zone = ZoneInfo(self.settings.timezone)
        return PageContext.of(page_language(request), zone=zone, paper=self.settings.paper)

    def at(self, position: Position, answer_id: str, person: Person) -> Position:
        """`position`, moved to an answer's first statement that lacks this person's verdict."""
        try:
            entry = self.journal.get(answer_id) if answer_id else None
        except Journal.NotFound:
            entry = None
        statement = first_to_judge(entry, waiting(entry, position.view, person.name)) if entry else None
        return replace(position, answer_id=answer_id, statement=statement, line=None, notice="")

    def first_of(self, view: View, person: Person) -> str:
        """The first answer of a queue that waits, else the first one; empty if the queue is."""
        if first := self.journal.next_unchecked(None, view, reader=person.name):
            return first
        newest = self.journal.answers(view, 1, reader=person.name)
        return newest[0].answer_id if newest else ""

    def following(self, entry: Entry, position: Position, person: Person) -> Position | None:
        """Where the next verdict is wanted once the position's statement has one; None if nothing else waits."""
        others = [n for n in waiting(entry, position.view, person.name) if n != position.statement]
        if others:
            return replace(
                position, statement=first_to_judge(entry, others, position.statement), line=None, notice=""
            )
        following = self.journal.next_unchecked(position.answer_id, position.view, reader=person.name)
        return self.at(position, following, person) if following else None

    def update(self, before: Position, after: Position, page: PageContext, person: Person) -> PageUpdate:
        """Render the page at a new position."""
        listed = self.journal.answers(after.view, after.listed + 1, reader=person.name)
        left = answers_html(listed, self.journal.counts(reader=person.name), person, after, page)
        note = gr.skip() if before.is_at(after) else ""
        if not after.answer_id:
            return left, notice_html("no_answers", page), "", "", after, note
        try:
            entry = self.journal.get(after.answer_id)
        except Journal.NotFound:
            return left, notice_html("unknown_answer", page), "", "", after, note
        if after.statement is not None and after.statement not in range(len(entry.answer.statements)):
            after = replace(after, statement=first_to_judge(entry, waiting(entry, after.view, person.name)))
        answer, lines, sources = self.answer(entry, after, page, person)
        return left, answer, lines, sources, after, note

    def answer(
        self, entry: Entry, position: Position, page: PageContext, person: Person
    ) -> tuple[str, str, str]:
        """The HTML of an answer, of the lines to choose from, and of the sources."""
        return (
            answer_html(
                entry,
                position,
                page,
                person.name,
                next(self._updates),
                may_correct=person.may_act_as("editor"),
                may_erase=person.may_act_as("admin"),
            ),
            lines_html(entry, page),
            sources_html(self.archive, entry, position, page),
        )
