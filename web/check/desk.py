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
from web.check.places import LISTED, Place, Saved, first_to_judge
from web.check.sources_view import sources_html
from web.check.wording import Setting
from web.residents.wording import page_language

Screen = tuple[str, str, str, Place]
"""The list, the answer, its sources, and where the checker is now."""


class CheckDesk:
    """The handlers behind the checking page."""

    def __init__(self, archive: Archive, journal: Journal, settings: Settings) -> None:
        self.archive = archive
        self.journal = journal
        self.zone = ZoneInfo(settings.timezone)

    # --- arriving ---

    def arrive(self, request: gr.Request) -> tuple[str, str, str, Place, dict[str, Any], dict[str, Any], str]:
        """The answer that the address names, else the first one to check; and the words of the fields."""
        setting = self.setting(request)
        wanted = request.query_params.get("answer") or self.journal.next_unchecked() or self._newest()
        place = Place() if self.journal.counts()["unchecked"] else Place(view="newest")
        screen = self._screen(self._at(place, wanted), setting)
        return (
            *screen,
            gr.update(label=setting.plain("name"), placeholder=setting.plain("name_hint")),
            gr.update(label=setting.plain("note"), placeholder=setting.plain("note_hint")),
            f'<p class="keys">{setting.words("keys")}</p>',
        )

    # --- moving ---

    def open_view(self, event: gr.EventData, place: Place, request: gr.Request) -> Screen:
        """Another list, and its first answer to check."""
        view = event._data.get("view")
        if view not in get_args(View):
            return self._screen(place, self.setting(request))
        chosen = Place(view=view)
        first = self.journal.next_unchecked(None, view) or self._newest(view) or place.answer_id
        return self._screen(self._at(chosen, first), self.setting(request))

    def more_answers(self, place: Place, request: gr.Request) -> Screen:
        return self._screen(replace(place, listed=place.listed + LISTED), self.setting(request))

    def open_answer(self, event: gr.EventData, place: Place, request: gr.Request) -> Screen:
        """An answer, at one of its statements where the event names one."""
        moved = self._at(replace(place, saved=None), str(event._data.get("answer", "")))
        statement = event._data.get("statement")
        if isinstance(statement, int):
            moved = replace(moved, statement=statement)
        return self._screen(moved, self.setting(request))

    def open_statement(self, event: gr.EventData, place: Place, request: gr.Request) -> Screen:
        """Another statement of the answer that the browser shows."""
        return self.open_answer(event, place, request)

    def next_answer(self, place: Place, request: gr.Request) -> Screen:
        """The next answer of the list that wants a verdict."""
        following = self.journal.next_unchecked(place.answer_id or None, place.view)
        return self._screen(
            self._at(replace(place, saved=None), following or place.answer_id), self.setting(request)
        )

    # --- judging ---

    def judge(
        self, event: gr.EventData, place: Place, name: str, note: str, request: gr.Request
    ) -> tuple[str, str, str, Place, str]:
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
        saved = Saved(answer_id, statement, about, verdict)
        if entry.unjudged:
            moved = replace(
                place, answer_id=answer_id, statement=first_to_judge(entry, statement), saved=saved
            )
            return *self._screen(moved, self.setting(request)), ""
        following = self.journal.next_unchecked(answer_id, place.view)
        moved = self._at(replace(place, saved=saved), following or answer_id)
        return *self._screen(moved, self.setting(request), all_checked=following is None), ""

    # --- parts ---

    def setting(self, request: gr.Request) -> Setting:
        return Setting(page_language(request), self.zone)

    def _newest(self, view: View = "newest") -> str:
        newest = self.journal.answers(view, 1)
        return newest[0].answer_id if newest else ""

    def _at(self, place: Place, answer_id: str) -> Place:
        """`place` moved to the first statement to judge of an answer."""
        try:
            statement = first_to_judge(self.journal.get(answer_id)) if answer_id else None
        except Journal.NotFound:
            statement = None
        return replace(place, answer_id=answer_id, statement=statement)

    def _screen(self, place: Place, setting: Setting, *, all_checked: bool = False) -> Screen:
        listed = self.journal.answers(place.view, place.listed)
        left = answers_html(listed, self.journal.counts(), place, setting)
        if not place.answer_id:
            return left, notice_html("no_answers", setting), "", place
        try:
            entry = self.journal.get(place.answer_id)
        except Journal.NotFound:
            return left, notice_html("unknown_answer", setting), "", place
        if place.statement is not None and place.statement not in range(len(entry.answer.statements)):
            place = replace(place, statement=first_to_judge(entry))
        middle = answer_html(entry, place, setting, all_checked=all_checked)
        return left, middle, sources_html(self.archive, entry, place.statement, setting), place
