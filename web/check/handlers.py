"""What the checking page does when it is opened, clicked and judged. Each handler draws the three parts anew."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args
from zoneinfo import ZoneInfo

import gradio as gr

from rag.archive import Archive
from rag.config import Settings
from rag.journal import Journal, View
from rag.schema import WendaError
from web.check.answer_view import answer_html, notice_html
from web.check.answers_view import answers_html
from web.check.context import PageContext
from web.check.position import LISTED, LastVerdict, Position, first_to_judge
from web.check.sources_view import sources_html
from web.wording import page_language

Screen = tuple[str, str, str, Position]
"""The list, the answer, its sources, and where the checker is now."""


class PageHandlers:
    """The handlers behind the checking page."""

    def __init__(self, archive: Archive, journal: Journal, settings: Settings) -> None:
        self.archive = archive
        self.journal = journal
        self.zone = ZoneInfo(settings.timezone)

    # --- arriving ---

    def arrive(
        self, request: gr.Request
    ) -> tuple[str, str, str, Position, dict[str, Any], dict[str, Any], str]:
        """The answer that the address names, else the first one to check; and the words of the fields."""
        page = self.context(request)
        wanted = request.query_params.get("answer") or self.journal.next_unchecked() or self._newest()
        position = Position() if self.journal.counts()["unchecked"] else Position(view="newest")
        screen = self._screen(self._at(position, wanted), page)
        return (
            *screen,
            gr.update(label=page.words("name"), placeholder=page.words("name_hint")),
            gr.update(label=page.words("note"), placeholder=page.words("note_hint")),
            page.render("keys.html"),
        )

    # --- moving ---

    def open_view(self, event: gr.EventData, position: Position, request: gr.Request) -> Screen:
        """Another list, and its first answer to check."""
        view = event._data.get("view")
        if view not in get_args(View):
            return self._screen(position, self.context(request))
        chosen = Position(view=view)
        first = self.journal.next_unchecked(None, view) or self._newest(view) or position.answer_id
        return self._screen(self._at(chosen, first), self.context(request))

    def more_answers(self, position: Position, request: gr.Request) -> Screen:
        return self._screen(replace(position, listed=position.listed + LISTED), self.context(request))

    def open_answer(self, event: gr.EventData, position: Position, request: gr.Request) -> Screen:
        """An answer, at one of its statements where the event names one."""
        moved = self._at(replace(position, last=None), str(event._data.get("answer", "")))
        statement = event._data.get("statement")
        if isinstance(statement, int):
            moved = replace(moved, statement=statement)
        return self._screen(moved, self.context(request))

    def open_statement(self, event: gr.EventData, position: Position, request: gr.Request) -> Screen:
        """Another statement of the answer that the browser shows."""
        return self.open_answer(event, position, request)

    def next_answer(self, position: Position, request: gr.Request) -> Screen:
        """The next answer of the list that wants a verdict."""
        following = self.journal.next_unchecked(position.answer_id or None, position.view)
        return self._screen(
            self._at(replace(position, last=None), following or position.answer_id), self.context(request)
        )

    # --- judging ---

    def judge(
        self, event: gr.EventData, position: Position, name: str, note: str, request: gr.Request
    ) -> tuple[str, str, str, Position, str]:
        """Keep a verdict on what the browser showed when the key was pressed, and move on.

        Returns:
            The screen at the next statement or answer to check, and an empty note.

        Raises:
            gr.Error: it could not be kept; the page shows why, and the note stays.
        """
        answer_id, verdict = str(event._data.get("answer", "")), event._data.get("verdict")
        statement = event._data.get("statement")
        try:
            self.journal.verdict(answer_id, statement, verdict, name=name or "", note=note or "")
            entry = self.journal.get(answer_id)
        except WendaError as error:
            raise gr.Error(str(error), print_exception=False) from error
        about = entry.answer.question if statement is None else entry.answer.statements[statement].text
        last = LastVerdict(answer_id, statement, about, verdict)
        if entry.unjudged:
            moved = replace(
                position, answer_id=answer_id, statement=first_to_judge(entry, statement), last=last
            )
            return *self._screen(moved, self.context(request)), ""
        following = self.journal.next_unchecked(answer_id, position.view)
        moved = self._at(replace(position, last=last), following or answer_id)
        return *self._screen(moved, self.context(request), all_checked=following is None), ""

    # --- parts ---

    def context(self, request: gr.Request) -> PageContext:
        return PageContext.of(page_language(request), self.zone)

    def _newest(self, view: View = "newest") -> str:
        newest = self.journal.answers(view, 1)
        return newest[0].answer_id if newest else ""

    def _at(self, position: Position, answer_id: str) -> Position:
        """`position` moved to the first statement to judge of an answer."""
        try:
            statement = first_to_judge(self.journal.get(answer_id)) if answer_id else None
        except Journal.NotFound:
            statement = None
        return replace(position, answer_id=answer_id, statement=statement)

    def _screen(self, position: Position, page: PageContext, *, all_checked: bool = False) -> Screen:
        listed = self.journal.answers(position.view, position.listed)
        left = answers_html(listed, self.journal.counts(), position, page)
        if not position.answer_id:
            return left, notice_html("no_answers", page), "", position
        try:
            entry = self.journal.get(position.answer_id)
        except Journal.NotFound:
            return left, notice_html("unknown_answer", page), "", position
        if position.statement is not None and position.statement not in range(len(entry.answer.statements)):
            position = replace(position, statement=first_to_judge(entry))
        middle = answer_html(entry, position, page, all_checked=all_checked)
        return left, middle, sources_html(self.archive, entry, position.statement, page), position
