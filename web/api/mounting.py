"""Mounts the doors for other programs on the site."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext

from fastapi import FastAPI
from starlette.responses import Response
from starlette.routing import Mount, Route

from rag.config import Settings
from rag.service import Assistant
from web.api import mcp_tools, openai, rest
from web.api.access import Access
from web.api.docs import add_docs
from web.api.mcp_guard import McpGuard
from web.api.openai.errors import error_response
from web.api.problems import Problem
from web.body_limit import BodyLimit

LARGEST_BODY = 1024 * 1024  # bytes


def mount_api(
    site: FastAPI, assistant: Assistant, settings: Settings, access: Access
) -> AbstractAsyncContextManager[None]:
    """Mount the doors, unless the settings close them.

    Returns:
        What must be entered while the site is served.
    """
    if settings.api == "off":
        return nullcontext()
    rest_app = rest.rest_app(assistant, settings, access)
    add_docs(rest_app, rest.PATH)
    rest_app.add_middleware(BodyLimit, largest=LARGEST_BODY, refusal=_refusal)
    openai_app = openai.openai_app(assistant, settings, access)
    openai_app.add_middleware(BodyLimit, largest=LARGEST_BODY, refusal=_openai_refusal)
    server = mcp_tools.mcp_server(assistant, settings)
    mcp_app = server.streamable_http_app(
        streamable_http_path=mcp_tools.PATH, stateless_http=True, json_response=True, host=""
    )
    guarded = McpGuard(BodyLimit(mcp_app, LARGEST_BODY, refusal=_refusal), settings, access)
    site.router.routes += [
        Mount(rest.PATH, rest_app),
        Mount(openai.PATH, openai_app),
        Route(mcp_tools.PATH, guarded),
    ]
    return server.session_manager.run()


def _problem(status: int) -> Problem:
    if status == 408:
        return Problem("too-slow", "The body did not arrive in time.")
    return Problem("too-large", f"A body has at most {LARGEST_BODY:,} bytes.")


def _refusal(status: int) -> Response:
    return _problem(status).response()


def _openai_refusal(status: int) -> Response:
    return error_response(_problem(status))
