"""The cookies of the desk: their names, and how they are set."""

from __future__ import annotations

from hashlib import sha256

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope

from rag.desk import SESSION_SECONDS
from web.desk.routes import DESK_PATH

SESSION = "wenda_desk"
FORM = "wenda_desk_form"
"""Ties the sign-in form to the browser that asked for it, before there is a session."""
PROVIDER = "wenda_desk_provider"
"""What the browser must bring back from the OpenID provider."""
PROVIDER_SECONDS = 10 * 60


def read_cookie(connection: HTTPConnection, name: str) -> str:
    """The value of a cookie; empty if there is none."""
    return connection.cookies.get(_full_name(connection.scope, name), "")


def set_cookie(scope: Scope, response: Response, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts cannot read and other sites do not send with writes.

    Over https at the root of a host it has the prefix `__Host-`: no neighbour domain can set one like it.
    """
    response.set_cookie(
        _full_name(scope, name),
        value,
        max_age=seconds,
        path="/" if _own_host(scope) else root_of(scope) + DESK_PATH,
        secure=_is_https(scope),
        httponly=True,
        samesite="lax",
    )


def set_session(scope: Scope, response: Response, token: str) -> None:
    set_cookie(scope, response, SESSION, token, SESSION_SECONDS)


def forget_session(scope: Scope, response: Response) -> None:
    set_cookie(scope, response, SESSION, "", 0)


def form_token(secret: str) -> str:
    """What a form must contain, from a secret that only this browser's cookie has."""
    return sha256(f"form {secret}".encode()).hexdigest()


def root_of(scope: Scope) -> str:
    """The prefix that the whole app is served under."""
    root: str = scope.get("root_path", "")
    return root.rstrip("/")


def _full_name(scope: Scope, name: str) -> str:
    return f"__Host-{name}" if _own_host(scope) else name


def _own_host(scope: Scope) -> bool:
    return _is_https(scope) and not root_of(scope)


def _is_https(scope: Scope) -> bool:
    return scope["scheme"] in ("https", "wss")
