"""`/desk/audit`: who of the staff did what, newest first, for admins."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.responses import Response

from rag.config import Settings
from rag.desk import Audit, Desk
from web.desk.audit_wording import TEXTS
from web.desk.routes import DESK_PATH
from web.desk.staff_page import StaffPage

LINES = 100
"""How many lines a page shows."""
EVERYBODY = "*"


def add_audit(app: FastAPI, desk: Desk, settings: Settings) -> None:
    """Add the page."""
    page, audit = StaffPage(settings, TEXTS), Audit(desk)

    @app.get(f"{DESK_PATH}/audit")
    def trail(request: Request) -> Response:
        chosen = request.query_params.get("person", EVERYBODY)
        before = request.query_params.get("before", "")
        entries = audit.entries(
            LINES + 1,
            before=int(before) if before.isascii() and before.isdecimal() and len(before) < 10 else None,
            person=None if chosen == EVERYBODY else chosen,
        )
        older = entries[LINES - 1].number if len(entries) > LINES else None
        return page(
            request,
            "audit.html",
            entries=entries[:LINES],
            people=audit.people(),
            chosen=chosen,
            everybody=EVERYBODY,
            older=older,
        )
