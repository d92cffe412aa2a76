"""An ASGI middleware around a Gradio page that lets browsers keep the page's code."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASSETS = "/assets/"
"""Gradio's scripts and styles. Each name carries a hash of the content, so a new version has a new name."""
KEEP = "max-age=31536000, immutable"


class KeptAssets:
    """Tells browsers to keep each asset for a year without asking again: a page has dozens of them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].removeprefix(scope["root_path"]).startswith(ASSETS):
            await self._app(scope, receive, send)
            return

        async def send_kept(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                MutableHeaders(scope=message)["Cache-Control"] = KEEP
            await send(message)

        await self._app(scope, receive, send_kept)
