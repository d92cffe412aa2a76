"""Small pages for everybody, made on the server and readable without a script: `/about`, `/corrections`, `/a/ANSWER`."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from rag.config import Settings
from rag.journal import Journal
from rag.service import Assistant
from web.public.about import AboutPage
from web.public.corrections import CorrectionsPage
from web.public.page import PublicPage
from web.public.shared_answer import SharedAnswerPage
from web.public.wording import TEXTS
from web.wording import Wording, asked_wording

ABOUT_PATH = "/about"
CORRECTIONS_PATH = "/corrections"
ANSWER_PATH = "/a/"

__all__ = ["ABOUT_PATH", "ANSWER_PATH", "CORRECTIONS_PATH", "mount_public"]


def mount_public(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Add the pages to the web app. Call this before mounting `/`.

    Args:
        assistant: an assistant with a journal.
    """
    page = PublicPage(settings)
    about = AboutPage(assistant.archive, assistant.journal, settings)
    corrections = CorrectionsPage(assistant, settings)
    answers = SharedAnswerPage(assistant, settings)

    @app.get(ABOUT_PATH)
    def about_page(request: Request, lang: str = "") -> HTMLResponse:
        words = _words(request, lang)
        return _response(about.html(words), words)

    @app.get(CORRECTIONS_PATH)
    def corrections_page(request: Request, lang: str = "") -> HTMLResponse:
        words = _words(request, lang)
        return _response(corrections.html(words), words)

    @app.get(f"{ANSWER_PATH}{{answer_id}}")
    def answer_page(request: Request, answer_id: str, lang: str = "") -> HTMLResponse:
        words = _words(request, lang)
        try:
            return _response(answers.html(answer_id, words), words)
        except Journal.NotFound:
            return _response(page.html("unknown_answer.html", words), words, status=404)


def _words(request: Request, lang: str) -> Wording:
    return asked_wording(TEXTS, lang, request.headers.get("accept-language", ""))


def _response(html: str, words: Wording, status: int = 200) -> HTMLResponse:
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language", "Content-Language": words.locale}
    return HTMLResponse(html, status, headers=headers)
