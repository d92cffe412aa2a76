"""`/desk/board`: the declined questions in groups, with what editors decided about them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response, StreamingResponse

from rag.archive import Archive
from rag.board import STATES, WEEKS, Board, EncodesQueries, QuestionGroup, State, filtered
from rag.config import Settings
from rag.desk import Audit, Decisions
from rag.schema import Version, WendaError
from rag.service import Assistant
from web.desk.board_export import board_heading, board_rows
from web.desk.board_view import article_choices, near_versions, sparkline
from web.desk.board_wording import TEXTS
from web.desk.forms import Form, read_form
from web.desk.routes import DESK_PATH
from web.desk.spreadsheet import CSV, XLSX, csv_lines, download, xlsx_file
from web.desk.staff_page import StaffPage, see

PERIODS = (1, 4, WEEKS)
"""Weeks that can be chosen."""
PER_PAGE = 50


class CannotDecide(WendaError):
    """A form about a group that cannot be done; the message is the key of a text."""


def add_board(app: FastAPI, assistant: Assistant, board: Board, settings: Settings) -> None:
    """Add the list, the page of a group and the exports."""
    pages = BoardPages(assistant, board, settings)
    app.get(f"{DESK_PATH}/board")(pages.board)
    app.get(f"{DESK_PATH}/board-group")(pages.group)
    app.post(f"{DESK_PATH}/board-group")(pages.decide)
    app.get(f"{DESK_PATH}/board.csv")(pages.csv)
    app.get(f"{DESK_PATH}/board.xlsx")(pages.xlsx)


def open_board(assistant: Assistant, settings: Settings) -> Board:
    """The board of an assistant; the caller closes it."""

    def embedder() -> tuple[EncodesQueries, str]:
        model = assistant.models.embedder
        return model, model.query_fingerprint

    return Board(assistant.desk, assistant.journal, embedder, ZoneInfo(settings.timezone))


class BoardPages:
    """The handlers of these addresses."""

    def __init__(self, assistant: Assistant, board: Board, settings: Settings) -> None:
        self._assistant = assistant
        self._archive = assistant.archive
        self._board = board
        self._settings = settings
        self._audit = Audit(assistant.desk)
        self._page = StaffPage(settings, TEXTS)

    def board(self, request: Request) -> Response:
        view = self._board.view()
        state, weeks = _state(request), _weeks(request)
        groups = filtered(view.groups, state, weeks)
        first = min(_number(request, "from"), max(len(groups) - 1, 0) // PER_PAGE * PER_PAGE)
        return self._page(
            request,
            "board.html",
            groups=groups[first : first + PER_PAGE],
            waiting=view.waiting,
            state=state,
            weeks=weeks,
            counts={one: len(filtered(view.groups, one, weeks)) for one in (*STATES, None)},
            periods=PERIODS,
            all_weeks=WEEKS,
            earlier=first - PER_PAGE if first else None,
            later=first + PER_PAGE if first + PER_PAGE < len(groups) else None,
            first_week=self._board.first_week(),
            sparkline=sparkline,
        )

    def group(self, request: Request) -> Response:
        return self._show(request, request.query_params.get("key", ""))

    def decide(self, request: Request, form: Annotated[Form, Depends(read_form)]) -> Response:
        key = form.get("key", "")
        try:
            self._decide(form, request)
        except CannotDecide as error:
            return self._show(request, key, problem=str(error), search=form.get("search", ""))
        return see(f"board-group?key={quote(key)}")

    def csv(self, request: Request) -> Response:
        heading, rows = self._table(request)
        lines = csv_lines(heading, rows)
        return StreamingResponse(lines, media_type=CSV, headers=download("wenda-board.csv"))

    def xlsx(self, request: Request) -> Response:
        heading, rows = self._table(request)
        content = xlsx_file(self._page.words(request)("sheet"), heading, rows)
        return Response(content, media_type=XLSX, headers=download("wenda-board.xlsx"))

    def _table(self, request: Request) -> tuple[list[str], list[list[str | int]]]:
        """The heading and rows of an export, with the filters of the page that it was asked from."""
        groups = filtered(self._board.view().groups, _state(request), _weeks(request))
        words = self._page.words(request)
        self._audit.record(request.state.person, "exported", "board")
        first_week = self._board.first_week()
        rows = board_rows(groups, self._archive, words, self._page.moment)
        return board_heading(first_week, words), list(rows)

    def _show(self, request: Request, key: str, *, problem: str = "", search: str = "") -> Response:
        group = self._board.view().group_of(key)
        if group is None:
            return self._page(request, "board_gone.html", 404)
        may_decide = request.state.person.may_act_as("editor")
        search = search or request.query_params.get("search", "")
        history = [d for d in self._board.decisions.all() if d.undone_at and group.shares(d)]
        return self._page(
            request,
            "board_group.html",
            400 if problem else 200,
            group=group,
            key=key,
            problem=problem,
            search=search,
            choices=self._choices(group, search) if may_decide and not group.decision else [],
            linked=self._live_or_not(group),
            near=near_versions(self._archive, group),
            history=history,
            all_weeks=WEEKS,
            first_week=self._board.first_week(),
            sparkline=sparkline,
            may_decide=may_decide,
        )

    def _choices(self, group: QuestionGroup, search: str) -> list[Version]:
        return article_choices(self._assistant, group.wording, search, self._settings.today())

    def _live_or_not(self, group: QuestionGroup) -> Version | None:
        """The article that reports a group; None if there is none, or the archive no longer has it."""
        article_id = group.decision.article_id if group.decision else ""
        return self._version(article_id) if article_id else None

    def _version(self, article_id: str) -> Version | None:
        try:
            state, _ = self._archive.state(article_id)
            return self._archive.version(article_id) if state == "live" else None
        except Archive.NotFound:
            return None

    def _decide(self, form: Form, request: Request) -> None:
        """Do what a form asks for.

        Raises:
            CannotDecide
        """
        person, group = request.state.person, self._board.view().group_of(form.get("key", ""))
        if form.get("do") == "undo":
            number = form.get("decision", "")
            try:
                self._board.decisions.undo(int(number) if number.isdecimal() else 0, by=person)
            except Decisions.NotFound as error:
                raise CannotDecide("group_changed") from error
            return
        if group is None or group.decision:
            raise CannotDecide("group_changed")
        # Only what the editor saw is decided: the group may have grown since.
        seen = set(form.get("keys", "").split())
        keys = [wording.key for wording in group.wordings if wording.key in seen]
        if form.get("do") == "reported":
            article_id = form.get("article", "")
            if not article_id:
                raise CannotDecide("choose_article")
            if self._version(article_id) is None:
                raise CannotDecide("article_unusable")
            self._board.decisions.reported(group.wording, keys, article_id, by=person)
        elif not form.get("reason", "").strip():
            raise CannotDecide("reason_needed")
        else:
            self._board.decisions.dismissed(group.wording, keys, form["reason"], by=person)


def _state(request: Request) -> State | None:
    """The state that the address names; all states by `all`, else the open ones."""
    asked = request.query_params.get("state", "open")
    return next((state for state in STATES if state == asked), None if asked == "all" else "open")


def _weeks(request: Request) -> int:
    asked = request.query_params.get("weeks", "")
    return next((weeks for weeks in PERIODS if str(weeks) == asked), WEEKS)


def _number(request: Request, name: str) -> int:
    typed = request.query_params.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else 0
