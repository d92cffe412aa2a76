"""What the guard answers to who may not pass."""

from __future__ import annotations

from typing import Literal

from starlette.responses import HTMLResponse, JSONResponse, Response

from web.rendering import render

Reason = Literal["needs_key", "wrong_key", "too_many_tries", "other_origin"]

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}

_ENDED = "会话已结束，请重新打开带钥匙的链接。 The session has ended: open the link with the key again."


def refused(status: int, reason: Reason) -> Response:
    """A small page that says, in Chinese and in English, why and what to do."""
    return HTMLResponse(render(f"check/refused/{reason}.html"), status, headers=PRIVATE)


def ended() -> Response:
    """The same to a page that is open already, in the form in which Gradio's script shows it."""
    return JSONResponse({"detail": _ENDED}, 403, headers=PRIVATE)
