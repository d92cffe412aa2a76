"""An ASGI middleware in front of the whole site that answers only the paths that the pages use.

Besides its pages, Gradio serves files, uploads, a proxy, a run history and direct API calls. The residents' page uses
none of them, so they answer 404 and cannot be attacked.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.decisions import DECISIONS_PATH
from web.desk.guard import is_guarded
from web.desk.old_address import is_old_address
from web.embed import PATHS as EMBED_PATHS
from web.page_picture import RESIDENTS_PATH
from web.public import ABOUT_PATH, ANSWER_PATH, CORRECTIONS_PATH

# A page that has lost the connection requests `app_id` until the server answers, and then reloads.
PAGES = frozenset(
    {"/", ABOUT_PATH, "/config", "/theme.css", "/robots.txt", "/favicon.ico", "/gradio_api/app_id"}
)
PATHS = PAGES | {CORRECTIONS_PATH, DECISIONS_PATH, "/mcp", "/healthz", "/readyz", "/metrics"}
PREFIXES = (
    f"{RESIDENTS_PATH}/",
    ANSWER_PATH,
    "/assets/",
    "/static/",
    "/gradio_api/queue/",
    "/gradio_api/heartbeat/",
    "/gradio_api/startup-events",
    "/api/v1/",
    "/v1/",
    *EMBED_PATHS,
)

# Gradio's pages need inline scripts and `Function`. Everything they load comes from this site.
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
        "frame-ancestors 'self'",
    ]
)
NAMES_THE_HOST = frozenset({"/", "/config"})
"""Gradio writes the Host of the request into them: a cache must not give them to others."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": _POLICY,
}


class PathAllowList:
    """Answers 404 for every path that the pages do not use, and adds security headers to every response."""

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
                if scope["path"] in NAMES_THE_HOST:
                    headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        app = self.app if is_allowed(scope["path"]) else PlainTextResponse("Not found", status_code=404)
        await app(scope, receive, send_with_headers)


def is_allowed(path: str) -> bool:
    """Whether the site answers at this path. Paths of the desk are allowed: its own guard protects them."""
    return path in PATHS or path.startswith(PREFIXES) or is_guarded(path) or is_old_address(path)
