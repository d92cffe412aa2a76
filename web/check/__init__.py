"""The checking page at ``/check``: staff with the key compare answers with the printed lines."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from rag.config import Settings
from rag.service import Assistant
from web.check.export import verdicts_csv
from web.check.guard import CHECK_PATH, Guard
from web.check.handlers import PageHandlers
from web.check.key import check_key, check_link, remove_queries_from_logs
from web.check.page import STATIC, check_page
from web.check.sources_view import PICTURES_PATH
from web.mounting import mount_page
from web.page_picture import PICTURE_STYLE, add_pictures

__all__ = ["check_link", "mount_check"]


def mount_check(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Add the checking page and its guard to the web app. Call this before mounting `/`.

    Raises:
        KeyUnusable: the key cannot be read or stored.
    """
    remove_queries_from_logs()
    app.add_middleware(Guard, key=check_key(settings))
    handlers = PageHandlers(assistant.archive, assistant.journal, assistant.indexes, settings)
    _add_export(app, handlers)
    add_pictures(app, assistant.archive, PICTURES_PATH, lambda _: True)
    css = "".join(path.read_text(encoding="utf-8") for path in (STATIC / "check.css", PICTURE_STYLE))
    mount_page(app, check_page(handlers), settings, path=CHECK_PATH, show_error=True, css=css)


def _add_export(app: FastAPI, handlers: PageHandlers) -> None:
    @app.get(f"{CHECK_PATH}/export.csv")
    def export(request: Request) -> StreamingResponse:
        page = handlers.context(request)

        def rows() -> Iterator[str]:
            yield from verdicts_csv(handlers.journal.verdicts(), page)

        headers = {"Content-Disposition": 'attachment; filename="wenda-verdicts.csv"'}
        return StreamingResponse(rows(), media_type="text/csv; charset=utf-8", headers=headers)
