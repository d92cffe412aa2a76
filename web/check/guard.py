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
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.check.sessions import SESSION_SECONDS, TRIES_SECONDS, Clock, Sessions, WrongKeys

COOKIE = "wenda_check"
ROOM = "/check"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_UNCHANGING = (f"{ROOM}/assets/", f"{ROOM}/static/")  # Gradio's own code and fonts, the same for everybody
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
        asks_to_enter = scope["type"] == "http" and method == "GET" and path in (ROOM, ROOM + "/")
        if asks_to_enter and "key" in connection.query_params:
            return self._log_in(scope)
        as_routed = path == ROOM or path.startswith(ROOM + "/")
        if not (as_routed and self._sessions.holds(connection.cookies.get(COOKIE, ""))):
            return _refused(403, _NEEDS_KEY)
        writes = method not in _READS or scope["type"] == "websocket"
        if writes and not _is_same_origin(connection):
            return _refused(403, _OTHER_ORIGIN)
        if path == ROOM:
            return _redirect(scope, scope["query_string"].decode("latin-1"))
        return None

    def _log_in(self, scope: Scope) -> Response:
        """Swap the key for a session, and take it out of the address."""
        address = (scope.get("client") or ("", 0))[0]
        if self._wrong_keys.too_many(address):
            refused = _refused(429, _TOO_MANY)
            refused.headers["Retry-After"] = str(TRIES_SECONDS)
            return refused
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next(value for name, value in query if name == "key")
        if not hmac.compare_digest(given.encode(), self._key):
            self._wrong_keys.note(address)
            return _refused(403, _WRONG_KEY)
        answer = _redirect(scope, urlencode([(name, value) for name, value in query if name != "key"]))
        answer.set_cookie(
            COOKIE,
            self._sessions.start(),
            max_age=SESSION_SECONDS,
            path=_root(scope) + ROOM,
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
    return parts[:1] == [ROOM.strip("/")]


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


# --- what is answered ---

_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY"}

_NEEDS_KEY = (
    "核查页需要钥匙",
    "请打开带钥匙的链接：它在启动 <code>python app.py</code> 时印在终端里，钥匙也保存在数据文件夹的 "
    "<code>check_key</code> 文件中（或由 <code>WENDA_CHECK_KEY</code> 设定）。浏览器须允许 Cookie；"
    "十二小时后或重启后请再次打开该链接。",
    "The checking page needs its key",
    "Open the link that holds the key: <code>python app.py</code> prints it in the terminal at start, and the "
    "key is kept in the file <code>check_key</code> of the data folder (or set as "
    "<code>WENDA_CHECK_KEY</code>). Cookies must be allowed; after twelve hours or a restart, open that "
    "link again.",
)
_WRONG_KEY = (
    "钥匙不对",
    "链接里的钥匙不是现在的这一把。请用最近一次启动时印在终端里的链接。",
    "That key is wrong",
    "The key in the link is not the present one. Use the link that was printed at the last start.",
)
_TOO_MANY = (
    "试得太多了",
    "请五分钟后再试。",
    "Too many tries",
    "Try again in five minutes.",
)
_OTHER_ORIGIN = (
    "请求来自别的网站",
    "核查页只接受它自己的页面发来的改动。如果经由代理访问，请让代理转发 Host。",
    "This came from another site",
    "The checking page takes changes from its own page alone. Behind a proxy, let it forward Host.",
)


def _refused(status: int, said: tuple[str, str, str, str]) -> Response:
    title, text, title_en, text_en = said
    page = (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body{font:16px/1.7 system-ui,sans-serif;max-width:36em;margin:12vh auto;padding:0 1.2em;"
        "color:#222}h1{font-size:1.3em;margin:1.4em 0 .3em}p{margin:0}code{background:#eee;padding:.1em .3em}"
        f'</style><h1>{title}</h1><p>{text}</p><div lang="en"><h1>{title_en}</h1><p>{text_en}</p></div></html>'
    )
    return HTMLResponse(page, status, headers=_PRIVATE)


def _redirect(scope: Scope, query: str) -> Response:
    """To the page itself, relative to where the browser is, so that it holds behind any proxy's prefix."""
    there = "check/" if _path(scope) == ROOM else "./"
    return RedirectResponse(f"{there}?{query}" if query else there, 303, headers=_PRIVATE)


def _with_headers(scope: Scope, send: Send) -> Send:
    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start" and not _path(scope).startswith(_UNCHANGING):
            MutableHeaders(scope=message).update(_PRIVATE)
        await send(message)

    return send_private
