"""The desk's old address, `/check`: links in mails and bookmarks redirect to `/desk` for good."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse

from web.desk.refusals import PRIVATE

OLD_PATH = "/check"


def is_old_address(path: str) -> bool:
    return path == OLD_PATH or path.startswith(f"{OLD_PATH}/")


def redirect_old_address(app: FastAPI, desk_path: str) -> None:
    """Redirect each path under the old address to the same one under `desk_path`, with its query."""

    @app.get(OLD_PATH)
    @app.get(OLD_PATH + "/{rest:path}")
    def moved(request: Request, rest: str | None = None) -> RedirectResponse:
        # relative, so that it works behind a proxy with any prefix
        up = "" if rest is None else "../" * (rest.count("/") + 1)
        tail = "" if rest is None else f"/{rest}"
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(up + desk_path.lstrip("/") + tail + query, 308, headers=PRIVATE)
