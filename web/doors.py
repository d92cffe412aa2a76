"""Which of Gradio's doors stand open, as an ASGI middleware in front of the whole site.

Gradio serves files, uploads, a proxy, a run history and direct calls besides its pages. The residents' page
uses none of them, so they are shut: nothing there has to be safe.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.check.guard import is_guarded

OPEN_PATHS = frozenset({"/", "/config", "/theme.css", "/robots.txt", "/favicon.ico"})
OPEN_FOLDERS = (
    "/assets/",
    "/static/",
    "/gradio_api/queue/",
    "/gradio_api/heartbeat/",
    "/gradio_api/startup-events",
    "/gradio_api/cancel",
)

# Gradio's pages need inline scripts and `Function`; everything they load comes from this site.
_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    ]
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": _POLICY,
}


class Doors:
    """Answers 404 for every path that the pages do not use, and adds the security headers to the rest."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self.app if is_open(scope["path"]) else PlainTextResponse("Not found", status_code=404)
        await app(scope, receive, send_with_headers)


def is_open(path: str) -> bool:
    """Whether the site answers at this path; the checking page has a guard of its own."""
    return path in OPEN_PATHS or path.startswith(OPEN_FOLDERS) or is_guarded(path)
