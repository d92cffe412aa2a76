"""`/desk/account`: who is signed in, another password, and signing out everywhere."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from rag.config import Settings
from rag.desk import Desk, PasswordTooWeak, SignIn, SignInFailed, TooManyTries, Users
from web.desk.cookies import forget_session, set_session
from web.desk.forms import Form, read_form
from web.desk.guard import address_of
from web.desk.routes import DESK_PATH
from web.desk.staff_page import StaffPage, see


def add_account(app: FastAPI, desk: Desk, settings: Settings) -> None:
    """Add the page."""
    page, users, sign_in = StaffPage(settings), Users(desk), SignIn(desk)

    def show(request: Request, status: int = 200, *, problem: str = "", field: str = "") -> Response:
        user = users.get(request.state.person.name)
        return page(request, "account.html", status, user=user, problem=problem, field_at=field)

    @app.get(f"{DESK_PATH}/account")
    def account(request: Request) -> Response:
        return show(request)

    @app.post(f"{DESK_PATH}/account")
    def change(request: Request, form: Annotated[Form, Depends(read_form)]) -> Response:
        person = request.state.person
        if form.get("do") == "sign_out_everywhere":
            users.end_sessions(person)
            response = see("sign-in")
            forget_session(request.scope, response)
            return response
        new, address = form.get("new", ""), address_of(request.scope)
        if new != form.get("again", ""):
            return show(request, 400, problem="passwords_differ", field="again")
        try:
            sign_in.check_password(person.name, form.get("old", ""), address)
            users.change_own_password(person, new)
        except TooManyTries as error:
            refused = show(request, 429, problem="too_many_tries_later", field="old")
            refused.headers["Retry-After"] = str(error.seconds)
            return refused
        except SignInFailed:
            return show(request, 403, problem="old_password_wrong", field="old")
        except PasswordTooWeak as error:
            return show(request, 400, problem=error.reason, field="new")
        response = see("account")
        set_session(request.scope, response, sign_in.with_password(person.name, new, address))
        return response
