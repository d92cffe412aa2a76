"""An ASGI middleware in front of the web app: what is under ``/desk`` needs a session, and the role that `ROUTES` demands.

A session begins at the sign-in page or, while the newsroom has no users, with the link that holds the key. Its random token
is a cookie. Every page, API call, file, upload and queue under ``/desk`` needs this cookie. Who is signed in is in the
request's state for the handlers behind: `request.state.person`.

The cookie is SameSite=Lax, not Strict. A colleague may open a link to an answer from a mail or a chat, and the redirect
that removes the key from the address belongs to such a navigation; browsers send a Strict cookie with neither. A Lax
cookie is sent only with top-level GET requests. Writes are POST requests, and their Origin is checked.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.desk import Desk, DeskUnusable, KeyRefused, Person, Sessions, SignIn, TooManyTries, Users
from web.desk.cookies import SESSION, form_token, read_cookie, root_of, set_session
from web.desk.refusals import PRIVATE, refusal_page, refused_call, too_many_tries
from web.desk.routes import DESK_PATH, Route, route_of

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
        key: the key that starts a session while there are no users; never empty.
        desk: where users and sessions are.
    """

    def __init__(self, app: ASGIApp, *, key: str, desk: Desk) -> None:
        if not key:
            raise ValueError("the desk needs a key")
        self._app = app
        self._key = key
        self._sessions = Sessions(desk)
        self._sign_in = SignIn(desk)
        self._users = Users(desk)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or not is_guarded(_path(scope)):
            await self._app(scope, receive, send)
            return
        try:
            refusal = await run_in_threadpool(self._refusal, scope)
        except DeskUnusable as error:
            refusal = refused_call(503, str(error))
        if refusal:
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, _with_headers(scope, send))

    def _refusal(self, scope: Scope) -> Response | None:
        """The response that refuses or redirects a request; None if the request is allowed."""
        connection, path = HTTPConnection(scope), _path(scope)
        method = scope.get("method", "GET")
        is_plain_path = path == DESK_PATH or path.startswith(DESK_PATH + "/")
        is_front = is_plain_path and scope["type"] == "http" and path.rstrip("/") == DESK_PATH
        if is_front and method == "GET" and "key" in connection.query_params:
            return self._enter_with_key(scope)
        route = route_of(method, path) if is_plain_path and scope["type"] == "http" else None
        token = read_cookie(connection, SESSION) if is_plain_path else ""
        person = self._sessions.person(token)
        if person is None and (route is None or route.least != "anybody"):
            return self._must_sign_in(scope, route)
        if (method not in _READS or scope["type"] == "websocket") and not _is_same_origin(connection):
            return refusal_page(403, "other_origin")
        if path == DESK_PATH:
            return _redirect(scope, scope["query_string"].decode("latin-1"))
        state = scope.setdefault("state", {})
        state["person"] = person
        state["form_token"] = form_token(token)
        return _lacks(person, route, path)

    def _must_sign_in(self, scope: Scope, route: Route | None) -> Response:
        """Lead a person to the sign-in page or, while there are no users, say where the link with the key is."""
        path = _path(scope)
        has_users = self._users.exist()
        if path.startswith(_API):
            return refused_call(403, _ENDED if has_users else _ENDED_KEY)
        if not has_users:
            return refusal_page(403, "needs_key")
        if route is None or not route.is_page or scope["method"] != "GET":
            return refusal_page(403, "needs_sign_in")
        query = scope["query_string"].decode("latin-1")
        wanted = path.removeprefix(DESK_PATH).lstrip("/") + (f"?{query}" if query else "")
        up = "desk/" if path == DESK_PATH else ""
        target = f"{up}sign-in" + (f"?next={quote(wanted, safe='')}" if wanted else "")
        return RedirectResponse(target, 303, headers=PRIVATE)

    def _enter_with_key(self, scope: Scope) -> Response:
        """Start a session and redirect to the address without the key, or refuse the key."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next(value for name, value in query if name == "key")
        try:
            token = self._sign_in.with_key(given, self._key, address_of(scope))
        except TooManyTries as error:
            return too_many_tries(error.seconds)
        except KeyRefused:
            if self._users.exist():
                up = "desk/" if _path(scope) == DESK_PATH else ""
                return RedirectResponse(f"{up}sign-in?problem=key", 303, headers=PRIVATE)
            return refusal_page(403, "wrong_key")
        response = _redirect(scope, urlencode([(name, value) for name, value in query if name != "key"]))
        set_session(scope, response, token)
        return response


_ENDED = "会话已结束，请刷新页面重新登录。 The session has ended: reload the page and sign in again."
_ENDED_KEY = "会话已结束，请重新打开带钥匙的链接。 The session has ended: open the link with the key again."
_LACKS_ROLE = "您的角色不能这样做。 Your role does not allow this."


def address_of(scope: Scope) -> str:
    """The network address that a request comes from."""
    host: str = (scope.get("client") or ("", 0))[0]
    return host


def is_guarded(path: str) -> bool:
    """Whether a path could lead to the desk, also if it is percent-encoded or has `..`, `\\` or capitals."""
    for _ in range(3):
        path = unquote(path)
    parts: list[str] = []
    for part in path.casefold().replace("\\", "/").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part.strip() not in ("", "."):
            parts.append(part.strip())
    return parts[:1] == [DESK_PATH.strip("/")]


def _lacks(person: Person | None, route: Route | None, path: str) -> Response | None:
    """The refusal for who is signed in, but lacks what the route needs."""
    if route is None:
        return refusal_page(404, "nothing_here")
    if person is None or route.least == "anybody":
        return None
    if not person.may_act_as(route.least):
        return refused_call(403, _LACKS_ROLE) if path.startswith(_API) else refusal_page(403, "lacks_role")
    if route.needs_user and not person.name:
        return refusal_page(403, "needs_user")
    return None


def _path(scope: Scope) -> str:
    """The path without the prefix that the whole app is served under."""
    path: str = scope["path"]
    return path.removeprefix(root_of(scope))


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
    is_cacheable = _path(scope).startswith(_CACHEABLE)  # asked now: routing changes the path in the scope

    async def send_private(message: Message) -> None:
        if message["type"] == "http.response.start" and not is_cacheable:
            MutableHeaders(scope=message).update(PRIVATE)
        await send(message)

    return send_private
