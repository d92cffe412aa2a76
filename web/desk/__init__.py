"""The staff's pages under ``/desk``. On the checking page, staff compare answers with the printed lines."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from rag.config import Settings
from rag.desk import Audit, Desk
from rag.service import Assistant
from web.desk.account_page import add_account
from web.desk.audit_page import add_audit
from web.desk.export import verdicts_csv
from web.desk.forms import FormRefused, form_refused
from web.desk.guard import Guard
from web.desk.handlers import PageHandlers
from web.desk.key import check_key, desk_link, remove_queries_from_logs
from web.desk.oidc import add_provider
from web.desk.old_address import redirect_old_address
from web.desk.page import STATIC, desk_page
from web.desk.people_page import add_people
from web.desk.routes import DESK_PATH
from web.desk.sign_in_page import add_sign_in
from web.desk.sources_view import PICTURES_PATH
from web.mounting import mount_page
from web.page_picture import PICTURE_STYLE, add_pictures

__all__ = ["desk_link", "mount_desk"]


def mount_desk(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Add the staff's pages and their guard to the web app. Call this before mounting `/`.

    Raises:
        KeyUnusable: the key cannot be read or stored.
    """
    remove_queries_from_logs()
    app.add_middleware(Guard, key=check_key(settings), desk=assistant.desk)
    redirect_old_address(app, DESK_PATH)
    _add_people(app, assistant.desk, settings)
    handlers = PageHandlers(
        assistant.archive, assistant.journal, assistant.indexes, settings, Audit(assistant.desk)
    )
    _add_export(app, handlers)
    add_pictures(app, assistant.archive, PICTURES_PATH, lambda _: True)
    css = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "desk.css", PICTURE_STYLE))
    mount_page(app, desk_page(handlers), settings, path=DESK_PATH, show_error=True, css=css)


def _add_people(app: FastAPI, desk: Desk, settings: Settings) -> None:
    """Add the pages about who uses the desk."""
    app.add_exception_handler(FormRefused, form_refused)
    add_sign_in(app, desk, settings)
    add_provider(app, desk, settings)
    add_account(app, desk, settings)
    add_people(app, desk, settings)
    add_audit(app, desk, settings)


def _add_export(app: FastAPI, handlers: PageHandlers) -> None:
    @app.get(f"{DESK_PATH}/export.csv")
    def export(request: Request) -> StreamingResponse:
        page = handlers.context(request)
        handlers.audit.record(request.state.person, "exported", "verdicts")

        def rows() -> Iterator[str]:
            yield from verdicts_csv(handlers.journal.verdicts(), page)

        headers = {"Content-Disposition": 'attachment; filename="wenda-verdicts.csv"'}
        return StreamingResponse(rows(), media_type="text/csv; charset=utf-8", headers=headers)
