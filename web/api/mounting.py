"""Mounts the doors for other programs on the site."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, nullcontext

from fastapi import FastAPI
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

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
    server = mcp_tools.mcp_server(assistant, settings)
    mcp_app = server.streamable_http_app(
        streamable_http_path=mcp_tools.PATH, stateless_http=True, json_response=True, host=""
    )
    site.router.routes += [
        Mount(rest.PATH, _limited(rest_app)),
        Mount(openai.PATH, _limited(openai.openai_app(assistant, settings, access), in_openai_shape=True)),
        Route(mcp_tools.PATH, _limited(McpGuard(mcp_app, settings, access))),
    ]
    return server.session_manager.run()


def _limited(app: ASGIApp, *, in_openai_shape: bool = False) -> ASGIApp:
    """The app with a limit to what it reads of a body."""

    def refusal(_: int) -> Response:
        problem = Problem(
            "too-large", f"A body has at most {LARGEST_BODY:,} bytes, and arrives within a minute."
        )
        return error_response(problem) if in_openai_shape else problem.response()

    return BodyLimit(app, LARGEST_BODY, refusal=refusal)
