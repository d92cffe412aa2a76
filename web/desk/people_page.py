"""`/desk/people`: the admin's list of users, with forms to add, disable and change them."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from rag.config import Settings
from rag.desk import ROLES, Desk, Person, Role, Users, make_password
from rag.schema import WendaError
from web.desk.forms import Form, read_form
from web.desk.routes import DESK_PATH
from web.desk.staff_page import StaffPage, see


class UnknownChange(WendaError):
    """A form with a change that the page does not offer."""


def add_people(app: FastAPI, desk: Desk, settings: Settings) -> None:
    """Add the page."""
    page, users = StaffPage(settings), Users(desk)

    def show(request: Request, status: int = 200, **values: object) -> Response:
        shown = {"problem": "", "field_at": "", "form": {}, "made": "", "made_for": "", **values}
        return page(request, "people.html", status, users=users.all(), roles=ROLES, **shown)

    @app.get(f"{DESK_PATH}/people")
    def people(request: Request) -> Response:
        return show(request)

    @app.post(f"{DESK_PATH}/people")
    def change(request: Request, form: Annotated[Form, Depends(read_form)]) -> Response:
        try:
            made = _change(users, form, request.state.person)
        except (Users.NameUnusable, Users.Exists) as error:
            problem = "name_taken" if isinstance(error, Users.Exists) else "name_unusable"
            return show(request, 400, problem=problem, field_at="name", form=form)
        except Users.LastAdmin:
            return show(request, 400, problem="last_admin")
        except (Users.NotFound, UnknownChange):
            return show(request, 400, problem="list_changed")
        if made:  # shown once, in the answer to the form: it is stored nowhere
            return show(request, made=made, made_for=form["name"])
        return see("people")


def _change(users: Users, form: Form, by: Person) -> str:
    """Do what a form asks for.

    Returns:
        A password that was made and must be shown; empty if none was.
    """
    name, role = form.get("name", ""), form.get("role", "")
    match form.get("do"):
        case "add" if role in ROLES:
            password = make_password()
            users.add(name, cast(Role, role), password, email=form.get("email", ""), by=by)
            return password
        case "reset":
            password = make_password()
            users.reset(name, password, by=by)
            return password
        case "role" if role in ROLES:
            users.set_role(name, cast(Role, role), by=by)
        case "disable":
            users.disable(name, by=by)
        case "enable":
            users.enable(name, by=by)
        case _:
            raise UnknownChange("The page offers no such change.")
    return ""
