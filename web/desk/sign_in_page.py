"""`/desk/sign-in`, and signing out."""

from __future__ import annotations

import secrets
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from rag.config import Settings
from rag.desk import Audit, Desk, Sessions, SignIn, SignInFailed, TooManyTries, Users
from web.desk.cookies import (
    FORM,
    SESSION,
    forget_session,
    form_token,
    read_cookie,
    set_cookie,
    set_session,
)
from web.desk.forms import Form, read_form
from web.desk.guard import address_of
from web.desk.routes import DESK_PATH, route_of
from web.desk.staff_page import StaffPage, see

FORM_SECONDS = 12 * 60 * 60
PROBLEMS = {"provider": "provider_failed", "key": "key_retired"}
"""What brought somebody here, by the word in the address: the key of its text."""


async def _sign_in_form(request: Request) -> Form:
    """The form of somebody without a session: its token is that of a cookie that came with the page."""
    secret = read_cookie(request, FORM)
    request.state.form_token = form_token(secret or secrets.token_urlsafe())
    return await read_form(request)


def add_sign_in(app: FastAPI, desk: Desk, settings: Settings) -> None:
    """Add the page for signing in, and the address for signing out."""
    page, sign_in, users = StaffPage(settings), SignIn(desk), Users(desk)
    sessions, audit = Sessions(desk), Audit(desk)

    def show(request: Request, status: int = 200, **values: object) -> Response:
        secret = read_cookie(request, FORM) or secrets.token_urlsafe()
        request.state.form_token = form_token(secret)
        shown = {"name": "", "problem": "", "minutes": 0, **values}
        wanted = _wanted(shown.pop("wanted", request.query_params.get("next", "")))
        response = page(
            request,
            "sign_in.html",
            status,
            wanted=wanted,
            has_users=users.exist(),
            has_provider=bool(settings.oidc_issuer),
            **shown,
        )
        set_cookie(request.scope, response, FORM, secret, FORM_SECONDS)
        return response

    @app.get(f"{DESK_PATH}/sign-in")
    def ask(request: Request) -> Response:
        problem = PROBLEMS.get(request.query_params.get("problem", ""), "")
        return show(request, problem=problem)

    @app.post(f"{DESK_PATH}/sign-in")
    def enter(request: Request, form: Annotated[Form, Depends(_sign_in_form)]) -> Response:
        name, wanted = form.get("name", ""), form.get("next", "")
        try:
            token = sign_in.with_password(name, form.get("password", ""), address_of(request.scope))
        except TooManyTries as error:
            minutes = -(-error.seconds // 60)
            refused = show(request, 429, name=name, wanted=wanted, problem="too_many_tries", minutes=minutes)
            refused.headers["Retry-After"] = str(error.seconds)
            return refused
        except SignInFailed:
            return show(request, 403, name=name, wanted=wanted, problem="sign_in_failed")
        sessions.end(read_cookie(request, SESSION))
        response = see(_wanted(wanted))
        set_session(request.scope, response, token)
        return response

    @app.post(f"{DESK_PATH}/sign-out")
    def leave(request: Request, _: Annotated[Form, Depends(read_form)]) -> Response:
        sessions.end(read_cookie(request, SESSION))
        audit.record(request.state.person, "signed_out", request.state.person.name)
        response = see("sign-in")
        forget_session(request.scope, response)
        return response


def _wanted(address: object) -> str:
    """The page that somebody wanted before signing in, if it is a page of the desk; else empty, for the checking page.

    Args:
        address: relative to `/desk/`, as anybody may have written it.
    """
    if not isinstance(address, str) or not address.isprintable() or "\\" in address:
        return ""
    parts = urlsplit(address)
    route = route_of("GET", f"{DESK_PATH}/{parts.path}")
    if parts.scheme or parts.netloc or "/" in parts.path or route is None or not route.is_page:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
