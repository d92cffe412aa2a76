"""Refuses requests to `/mcp` that a browser was tricked into, and those without a valid key.

A page on another site could resolve its own name to this machine's address ("DNS rebinding") and then talk to it from a
visitor's browser. So the Host of a request must be a name that the settings know or a numeric address, and its Origin, which
browsers send, must be this very host.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from rag.config import Settings
from rag.limits import TooMany
from web.api.access import Access
from web.api.mcp_tools import STATE
from web.api.problems import Problem, problem_of
from web.known_hosts import UNKNOWN_NAME, KnownHosts


class McpGuard:
    """The ASGI app in front of the MCP server."""

    def __init__(self, app: ASGIApp, settings: Settings, access: Access) -> None:
        self._app = app
        self._known = KnownHosts(settings.hostnames)
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        refusal = self._refused_origin(connection)
        if refusal is None:
            try:
                caller = await run_in_threadpool(self._access.caller, connection, "mcp")
            except (Problem, TooMany) as error:
                refusal = problem_of(error).response()
            else:
                scope.setdefault("state", {})[STATE] = caller
        await (refusal or self._app)(scope, receive, send)

    def _refused_origin(self, connection: HTTPConnection) -> Response | None:
        host = connection.headers.get("host", "").casefold()
        if host not in self._known:
            return UNKNOWN_NAME
        origin = connection.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.casefold() != host:
            return PlainTextResponse("Pages of other sites may not ask here.", status_code=403)
        return None
