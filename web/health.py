"""`/healthz`: the process is alive. `/readyz`: it can answer, or why not."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse

from rag.database import DatabaseUnusable
from rag.service import Assistant

REASONS = {
    "archive_unreadable": "The archive cannot be read.",
    "index_rebuilding": "The indexes are being rebuilt, and the archive is too large to be searched without them.",
    "index_server_away": "A server with an index does not answer; the archive itself is searched meanwhile.",
}


def add_health(app: FastAPI, assistant: Assistant) -> None:
    """Serve both; they say nothing about addresses or files."""

    @app.get("/healthz", include_in_schema=False)
    async def alive() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", include_in_schema=False)
    def ready() -> JSONResponse:
        checks = readiness(assistant)
        return JSONResponse(checks, 200 if checks["ready"] else 503)


def readiness(assistant: Assistant) -> dict[str, Any]:
    """Whether questions can be answered now. The models are loaded before anything is served."""
    reasons: list[str] = []
    articles = None
    can_search = False
    try:
        articles = assistant.archive.coverage().articles
        state = assistant.indexes.state
        can_search = assistant.indexes.can_search
    except DatabaseUnusable:
        reasons.append("archive_unreadable")
    else:
        if state == "unavailable":
            reasons.append("index_server_away")
        if not can_search:
            reasons.append("index_rebuilding")
    return {
        "ready": can_search,
        "models": "loaded",
        "articles": articles,
        "reasons": [{"code": code, "detail": REASONS[code]} for code in reasons],
    }
