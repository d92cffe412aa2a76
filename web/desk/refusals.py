"""The responses with which the guard refuses a request."""

from __future__ import annotations

from typing import Literal

from starlette.responses import HTMLResponse, JSONResponse, Response

from web.rendering import render

Reason = Literal["needs_key", "wrong_key", "too_many_tries", "other_origin"]

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}

_ENDED = "会话已结束，请重新打开带钥匙的链接。 The session has ended: open the link with the key again."


def refusal_page(status: int, reason: Reason) -> Response:
    """A page that says why the request is refused and what to do, in Chinese and English."""
    return HTMLResponse(render(f"desk/refused/{reason}.html"), status, headers=PRIVATE)


def session_ended() -> Response:
    """The refusal for a page that is already open, in the format that Gradio's script shows as an error."""
    return JSONResponse({"detail": _ENDED}, 403, headers=PRIVATE)
