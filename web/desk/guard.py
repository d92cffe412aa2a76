"""An ASGI middleware in front of the web app that refuses every request under ``/desk`` without a valid session.

The link with the key starts a session, whose id is set as a cookie. Every page, API call, file, upload and queue under
``/desk`` needs this cookie. The client's network address is not used: behind a proxy on the same machine, all
clients have the local address.

The cookie is SameSite=Lax, not Strict. A colleague may open a link to an answer from a mail or a chat, and the redirect
that removes the key from the address belongs to such a navigation; browsers send a Strict cookie with neither. A Lax
cookie is sent only with top-level GET requests. Writes are POST requests, and their Origin is checked.
"""

from __future__ import annotations

import hmac
import time
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.desk.refusals import PRIVATE, refusal_page, session_ended
from web.desk.sessions import SESSION_SECONDS, TRIES_SECONDS, Clock, Sessions, WrongKeys

COOKIE = "wenda_desk"
DESK_PATH = "/desk"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_CACHEABLE = (
    f"{DESK_PATH}/assets/",
    f"{DESK_PATH}/static/",
)  # Gradio's own code and fonts, the same for everybody
_API = f"{DESK_PATH}/gradio_api/"
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class Guard:
    """The middleware.

    Args:
        app: the web app.
        key: the key that starts a session; never empty.
        clock: a monotonic clock, in seconds.
    """

    def __init__(self, app: ASGIApp, *, key: str, clock: Clock = time.monotonic) -> None:
        if not key:
            raise ValueError("the checking page needs a key")
        self._app = app
        self._key = key.encode()
        self._sessions = Sessions(clock)
        self._wrong_keys = WrongKeys(clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not is_guarded(_path(scope)):
            await self._app(scope, receive, send)
            return
        if refusal := self._refusal(scope):
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, _with_headers(scope, send))

    def _refusal(self, scope: Scope) -> Response | None:
        """The response that refuses or redirects a request; None if the request is allowed."""
        connection, path = HTTPConnection(scope), _path(scope)
        method = scope.get("method", "GET")
        is_page_request = scope["type"] == "http" and method == "GET" and path in (DESK_PATH, DESK_PATH + "/")
        if is_page_request and "key" in connection.query_params:
            return self._log_in(scope)
        is_plain_path = path == DESK_PATH or path.startswith(DESK_PATH + "/")
        if not (is_plain_path and self._sessions.is_valid(connection.cookies.get(COOKIE, ""))):
            return session_ended() if path.startswith(_API) else refusal_page(403, "needs_key")
        writes = method not in _READS or scope["type"] == "websocket"
        if writes and not _is_same_origin(connection):
            return refusal_page(403, "other_origin")
        if path == DESK_PATH:
            return _redirect(scope, scope["query_string"].decode("latin-1"))
        return None

    def _log_in(self, scope: Scope) -> Response:
        """Start a session and redirect to the address without the key, or refuse a wrong key."""
        address = (scope.get("client") or ("", 0))[0]
        if self._wrong_keys.too_many(address):
            refusal = refusal_page(429, "too_many_tries")
            refusal.headers["Retry-After"] = str(TRIES_SECONDS)
            return refusal
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        key = next(value for name, value in query if name == "key")
        if not hmac.compare_digest(key.encode(), self._key):
            self._wrong_keys.add(address)
            return refusal_page(403, "wrong_key")
        response = _redirect(scope, urlencode([(name, value) for name, value in query if name != "key"]))
        response.set_cookie(
            COOKIE,
            self._sessions.start(),
            max_age=SESSION_SECONDS,
            path=_root(scope) + DESK_PATH,
            secure=scope["scheme"] == "https",
            httponly=True,
            samesite="lax",
        )
        return response


def is_guarded(path: str) -> bool:
    """Whether a path could lead to the checking page, also if it is percent-encoded or has `..`, `\\` or capitals."""
    for _ in range(3):
        path = unquote(path)
    parts: list[str] = []
    for part in path.casefold().replace("\\", "/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part.strip() not in ("", "."):
            parts.append(part.strip())
    return parts[:1] == [DESK_PATH.strip("/")]


def _path(scope: Scope) -> str:
    """The path without the prefix that the whole app is served under."""
    path: str = scope["path"]
    return path.removeprefix(_root(scope))


def _root(scope: Scope) -> str:
    root: str = scope.get("root_path", "")
    return root.rstrip("/")


def _is_same_origin(connection: HTTPConnection) -> bool:
    """Whether a request comes from a page on this host: its Origin names this server or the proxy in front of it.

    A page on another site cannot fake this: the browser sets Origin, and X-Forwarded-Host needs this server's CORS
    consent.
    """
    origin = urlsplit(connection.headers.get("origin", ""))
    names = [connection.headers.get("host", ""), connection.headers.get("x-forwarded-host", "")]
    port = _DEFAULT_PORTS.get(origin.scheme, "")
    own_hosts = {
        name.strip().casefold().removesuffix(port) for name in ",".join(names).split(",") if name.strip()
    }
    return bool(origin.netloc) and origin.netloc.casefold().removesuffix(port) in own_hosts


def _redirect(scope: Scope, query: str) -> Response:
    """Redirect to the page by a relative address, so that it works behind a proxy with any prefix."""
    target = "desk/" if _path(scope) == DESK_PATH else "./"
    return RedirectResponse(f"{target}?{query}" if query else target, 303, headers=PRIVATE)


def _with_headers(scope: Scope, send: Send) -> Send:
    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start" and not _path(scope).startswith(_CACHEABLE):
            MutableHeaders(scope=message).update(PRIVATE)
        await send(message)

    return send_private
