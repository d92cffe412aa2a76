"""`/decisions`: tells an open page when the newsroom has decided something about answers, so that it can look for corrections."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.responses import PlainTextResponse, Response

from rag.service import Assistant

DECISIONS_PATH = "/decisions"


def add_decisions(site: FastAPI, assistant: Assistant) -> None:
    """Add the address. It tells nothing but numbers, of which one changes with every decision."""

    @site.get(DECISIONS_PATH)
    def decisions() -> Response:
        state = "-".join(map(str, assistant.decisions_state()))
        return PlainTextResponse(state, headers={"Cache-Control": "no-store"})
