"""`/desk/erase`: an admin erases an answer because its asker wants their words deleted."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from rag.config import Settings
from rag.journal import Journal
from rag.newsroom.erasing import Erasing
from rag.service import Assistant
from web.desk.erase_wording import TEXTS
from web.desk.forms import Form, read_form
from web.desk.routes import DESK_PATH
from web.desk.staff_page import StaffPage


def add_erase(app: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Add the page, which asks before it erases."""
    page = StaffPage(settings, TEXTS)
    journal, erasing = assistant.journal, Erasing(assistant.journal, assistant.desk)

    @app.get(f"{DESK_PATH}/erase")
    def ask(request: Request, answer: str = "") -> Response:
        try:
            return page(request, "erase.html", entry=journal.get(answer))
        except Journal.NotFound:
            return page(request, "unknown_answer.html", 404)

    @app.post(f"{DESK_PATH}/erase")
    def erase(request: Request, fields: Annotated[Form, Depends(read_form)]) -> Response:
        try:
            erased = erasing.erase([fields.get("answer", "")], request.state.person)
        except Journal.NotFound:
            return page(request, "unknown_answer.html", 404)
        return page(request, "erased.html", erased=erased)
