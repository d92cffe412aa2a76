"""The staff's pages under ``/desk``. On the checking page, staff with the key compare answers with the printed lines."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from rag.config import Settings
from rag.service import Assistant
from web.desk.export import verdicts_csv
from web.desk.guard import DESK_PATH, Guard
from web.desk.handlers import PageHandlers
from web.desk.key import check_key, desk_link, remove_queries_from_logs
from web.desk.old_address import redirect_old_address
from web.desk.page import STATIC, desk_page
from web.desk.sources_view import PICTURES_PATH
from web.mounting import mount_page
from web.page_picture import PICTURE_STYLE, add_pictures

__all__ = ["desk_link", "mount_desk"]


def mount_desk(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Add the checking page and its guard to the web app. Call this before mounting `/`.

    Raises:
        KeyUnusable: the key cannot be read or stored.
    """
    remove_queries_from_logs()
    app.add_middleware(Guard, key=check_key(settings))
    redirect_old_address(app, DESK_PATH)
    handlers = PageHandlers(assistant.archive, assistant.journal, assistant.indexes, settings)
    _add_export(app, handlers)
    add_pictures(app, assistant.archive, PICTURES_PATH, lambda _: True)
    css = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "desk.css", PICTURE_STYLE))
    mount_page(app, desk_page(handlers), settings, path=DESK_PATH, show_error=True, css=css)


def _add_export(app: FastAPI, handlers: PageHandlers) -> None:
    @app.get(f"{DESK_PATH}/export.csv")
    def export(request: Request) -> StreamingResponse:
        page = handlers.context(request)

        def rows() -> Iterator[str]:
            yield from verdicts_csv(handlers.journal.verdicts(), page)

        headers = {"Content-Disposition": 'attachment; filename="wenda-verdicts.csv"'}
        return StreamingResponse(rows(), media_type="text/csv; charset=utf-8", headers=headers)
