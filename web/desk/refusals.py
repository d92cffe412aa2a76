"""The responses with which the guard refuses a request."""

from __future__ import annotations

from typing import Literal

from starlette.responses import HTMLResponse, JSONResponse, Response

from web.rendering import render

Reason = Literal[
    "needs_key",
    "needs_sign_in",
    "wrong_key",
    "too_many_tries",
    "other_origin",
    "lacks_role",
    "needs_user",
    "nothing_here",
    "old_form",
]

# With "no-referrer" browsers send forms without their Origin, which the guard compares.
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Frame-Options": "DENY"}


def refusal_page(status: int, reason: Reason) -> Response:
    """A page that says why the request is refused and what to do, in Chinese and English."""
    return HTMLResponse(render(f"desk/refused/{reason}.html"), status, headers=PRIVATE)


def too_many_tries(seconds: int) -> Response:
    """The refusal after too many failed sign-ins, with the time until the next try."""
    response = refusal_page(429, "too_many_tries")
    response.headers["Retry-After"] = str(seconds)
    return response


def refused_call(status: int, message: str) -> Response:
    """The refusal for a page that is already open, in the format that Gradio's script shows as an error."""
    return JSONResponse({"detail": message}, status, headers=PRIVATE)
