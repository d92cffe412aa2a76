"""Nothing under ``/check`` without the key: one ASGI middleware in front of the whole web app.

The link with the key is swapped for a session in a cookie; from then on the cookie is asked for at every
page, API call, file, upload and queue under ``/check``. The server's network address proves nothing: a proxy
on the same machine would make everybody local.

The cookie is SameSite=Lax, not Strict: a colleague opens a link to one answer from a mail or a chat, and the
redirect that takes the key out of the address is part of such a navigation; a browser sends a Strict cookie
on neither. Lax sends it with top-level GETs alone; what writes is a POST, and its Origin is checked.
"""

from __future__ import annotations

import hmac
import re
import time
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.check.refusals import PRIVATE, ended, refused
from web.check.sessions import SESSION_SECONDS, TRIES_SECONDS, Clock, Sessions, WrongKeys

COOKIE = "wenda_check"
CHECK_PATH = "/check"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_UNCHANGING = (
    f"{CHECK_PATH}/assets/",
    f"{CHECK_PATH}/static/",
)  # Gradio's own code and fonts, the same for everybody
_API = f"{CHECK_PATH}/gradio_api/"
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class Guard:
    """The middleware.

    Args:
        key: opens a session; never empty.
        clock: seconds that only go forward.
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
        """What to answer instead of the page; None where the way is free."""
        connection, path = HTTPConnection(scope), _path(scope)
        method = scope.get("method", "GET")
        asks_to_enter = scope["type"] == "http" and method == "GET" and path in (CHECK_PATH, CHECK_PATH + "/")
        if asks_to_enter and "key" in connection.query_params:
            return self._log_in(scope)
        as_routed = path == CHECK_PATH or path.startswith(CHECK_PATH + "/")
        if not (as_routed and self._sessions.holds(connection.cookies.get(COOKIE, ""))):
            return ended() if path.startswith(_API) else refused(403, "needs_key")
        writes = method not in _READS or scope["type"] == "websocket"
        if writes and not _is_same_origin(connection):
            return refused(403, "other_origin")
        if path == CHECK_PATH:
            return _redirect(scope, scope["query_string"].decode("latin-1"))
        return None

    def _log_in(self, scope: Scope) -> Response:
        """Swap the key for a session, and take it out of the address."""
        address = (scope.get("client") or ("", 0))[0]
        if self._wrong_keys.too_many(address):
            refusal = refused(429, "too_many_tries")
            refusal.headers["Retry-After"] = str(TRIES_SECONDS)
            return refusal
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next(value for name, value in query if name == "key")
        if not hmac.compare_digest(given.encode(), self._key):
            self._wrong_keys.note(address)
            return refused(403, "wrong_key")
        answer = _redirect(scope, urlencode([(name, value) for name, value in query if name != "key"]))
        answer.set_cookie(
            COOKIE,
            self._sessions.start(),
            max_age=SESSION_SECONDS,
            path=_root(scope) + CHECK_PATH,
            secure=scope["scheme"] == "https",
            httponly=True,
            samesite="lax",
        )
        return answer


def is_guarded(path: str) -> bool:
    """Whether a path could be meant for the checking page, however it is spelt."""
    for _ in range(3):
        path = unquote(path)
    parts: list[str] = []
    for part in re.split(r"[/\\]+", path.casefold()):
        if part == "..":
            parts = parts[:-1]
        elif part.strip() not in ("", "."):
            parts.append(part.strip())
    return parts[:1] == [CHECK_PATH.strip("/")]


def _path(scope: Scope) -> str:
    """The path below the address that the whole app is served under."""
    path: str = scope["path"]
    return path.removeprefix(_root(scope))


def _root(scope: Scope) -> str:
    root: str = scope.get("root_path", "")
    return root.rstrip("/")


def _is_same_origin(connection: HTTPConnection) -> bool:
    """Whether the page that sends this lies on the same host, as this server or a proxy before it is called.

    A page elsewhere can set neither header: Origin is the browser's, X-Forwarded-Host needs our consent.
    """
    origin = urlsplit(connection.headers.get("origin", ""))
    names = [connection.headers.get("host", ""), connection.headers.get("x-forwarded-host", "")]
    port = _DEFAULT_PORTS.get(origin.scheme, "")
    own = {name.strip().casefold().removesuffix(port) for name in ",".join(names).split(",") if name.strip()}
    return bool(origin.netloc) and origin.netloc.casefold().removesuffix(port) in own


def _redirect(scope: Scope, query: str) -> Response:
    """To the page itself, relative to where the browser is, so that it holds behind any proxy's prefix."""
    there = "check/" if _path(scope) == CHECK_PATH else "./"
    return RedirectResponse(f"{there}?{query}" if query else there, 303, headers=PRIVATE)


def _with_headers(scope: Scope, send: Send) -> Send:
    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start" and not _path(scope).startswith(_UNCHANGING):
            MutableHeaders(scope=message).update(PRIVATE)
        await send(message)

    return send_private
