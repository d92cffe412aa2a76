"""Small pages for everybody, made on the server and readable without a script: `/about`."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from rag.config import Settings
from rag.service import Assistant
from web.public.about import AboutPage
from web.public.wording import TEXTS
from web.wording import asked_wording

ABOUT_PATH = "/about"

__all__ = ["ABOUT_PATH", "mount_public"]


def mount_public(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Add the pages to the web app. Call this before mounting `/`.

    Args:
        assistant: an assistant with a journal.
    """
    about = AboutPage(assistant.archive, assistant.journal, settings)

    @app.get(ABOUT_PATH)
    def page(request: Request, lang: str = "") -> HTMLResponse:
        words = asked_wording(TEXTS, lang, request.headers.get("accept-language", ""))
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language", "Content-Language": words.locale}
        return HTMLResponse(about.html(words), headers=headers)
