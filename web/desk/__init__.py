"""The staff's pages under ``/desk``. On the checking page, staff compare answers with the printed lines."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse

from rag.board import Board
from rag.config import Settings
from rag.desk import Audit, Desk
from rag.schema import Request as Question
from rag.service import Assistant
from web.desk.account_page import add_account
from web.desk.article_page import add_article
from web.desk.audit_page import add_audit
from web.desk.board_page import add_board, open_board
from web.desk.erase_page import add_erase
from web.desk.export import verdicts_csv, verdicts_heading, verdicts_rows
from web.desk.forms import FormRefused, form_refused
from web.desk.guard import Guard
from web.desk.handlers import PageHandlers
from web.desk.judging import JudgingHandlers
from web.desk.key import check_key, desk_link, remove_queries_from_logs
from web.desk.numbers_page import add_numbers
from web.desk.oidc import add_provider
from web.desk.old_address import redirect_old_address
from web.desk.page import STATIC, desk_page
from web.desk.people_page import add_people
from web.desk.rendered import RenderedDesk
from web.desk.routes import DESK_PATH
from web.desk.ruling_page import add_rulings
from web.desk.sign_in_page import add_sign_in
from web.desk.sources_view import PICTURES_PATH
from web.desk.spreadsheet import CSV, XLSX, download, xlsx_file
from web.mounting import mount_page
from web.page_picture import PICTURE_STYLE, add_pictures

__all__ = ["desk_link", "mount_desk"]

TABS_KEPT = 500
"""Each with its position in the list of answers."""


def mount_desk(app: FastAPI, assistant: Assistant, settings: Settings) -> Board:
    """Add the staff's pages and their guard to the web app. Call this before mounting `/`.

    Returns:
        The board, which the caller closes after the site has stopped.

    Raises:
        KeyUnusable: the key cannot be read or stored.
    """
    remove_queries_from_logs()
    app.add_middleware(Guard, key=check_key(settings), desk=assistant.desk)
    redirect_old_address(app, DESK_PATH)
    _add_people(app, assistant.desk, settings)
    audit = Audit(assistant.desk)
    board = open_board(assistant, settings)
    add_board(app, assistant, board, settings)
    add_article(app, assistant.archive, settings)
    add_numbers(app, assistant.journal, settings)
    add_rulings(app, assistant, settings)
    add_erase(app, assistant, settings)
    desk = RenderedDesk(assistant.archive, assistant.journal, settings)
    _add_export(app, desk, audit)
    add_pictures(app, assistant.archive, PICTURES_PATH, lambda _: True)
    css = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "desk.css", PICTURE_STYLE))
    loading = PageHandlers(desk, assistant.indexes)
    judging = JudgingHandlers(
        desk, audit, lambda words: assistant.search(Question(question=words, today=settings.today()))
    )
    mount_page(
        app,
        desk_page(loading, judging),
        settings,
        path=DESK_PATH,
        tabs_kept=TABS_KEPT,
        show_error=True,
        css=css,
    )
    return board


def _add_people(app: FastAPI, desk: Desk, settings: Settings) -> None:
    """Add the pages about who uses the desk."""
    app.add_exception_handler(FormRefused, form_refused)
    add_sign_in(app, desk, settings)
    add_provider(app, desk, settings)
    add_account(app, desk, settings)
    add_people(app, desk, settings)
    add_audit(app, desk, settings)


def _add_export(app: FastAPI, desk: RenderedDesk, audit: Audit) -> None:
    @app.get(f"{DESK_PATH}/export.csv")
    def export_csv(request: Request) -> StreamingResponse:
        page = desk.context(request)
        audit.record(request.state.person, "exported", "verdicts")

        def rows() -> Iterator[str]:
            yield from verdicts_csv(desk.journal.verdicts(), page)

        return StreamingResponse(rows(), media_type=CSV, headers=download("wenda-verdicts.csv"))

    @app.get(f"{DESK_PATH}/export.xlsx")
    def export_xlsx(request: Request) -> Response:
        page = desk.context(request)
        audit.record(request.state.person, "exported", "verdicts")
        rows = verdicts_rows(desk.journal.verdicts(), page)
        content = xlsx_file(page.words("checked"), verdicts_heading(page), rows)
        return Response(content, media_type=XLSX, headers=download("wenda-verdicts.xlsx"))
