"""The command line `python -m rag users`: who may use the desk."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from rag.config import Settings
from rag.desk import COMMAND_LINE, Desk, Role, User, Users, make_password

users_app = typer.Typer(help="Who may use the desk.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="the name to sign in with; capitals make no difference")]
RoleOption = Annotated[
    Role, typer.Option(help="checker: verdicts; editor: also exports; admin: also users and the audit trail")
]
Made = Annotated[bool, typer.Option("--make-password", help="make a password and print it, once")]


@users_app.command()
def add(
    name: Name,
    role: RoleOption = "checker",
    email: Annotated[str, typer.Option(help="tells who signs in with an OpenID provider")] = "",
    make: Made = False,
    no_password: Annotated[
        bool, typer.Option("--no-password", help="signs in with the OpenID provider only")
    ] = False,
) -> None:
    """Add a user. The password is asked for, or is the first line of what is piped in."""
    with _users() as users:
        password = None if no_password else _password(make)
        added = users.add(name, role, password, email=email, by=COMMAND_LINE)
    if make and password:
        _print_made(added.name, password)


@users_app.command()
def disable(name: Name) -> None:
    """Let a user sign in no more; open sessions end at once."""
    with _users() as users:
        users.disable(name, by=COMMAND_LINE)


@users_app.command()
def enable(name: Name) -> None:
    """Let a disabled user sign in again."""
    with _users() as users:
        users.enable(name, by=COMMAND_LINE)


@users_app.command()
def role(name: Name, role: Annotated[Role, typer.Argument(help="checker, editor or admin")]) -> None:
    """Give a user another role."""
    with _users() as users:
        users.set_role(name, role, by=COMMAND_LINE)


@users_app.command()
def reset(name: Name, make: Made = False) -> None:
    """Give a user a new password; open sessions end at once."""
    with _users() as users:
        users.get(name)
        password = _password(make)
        users.reset(name, password, by=COMMAND_LINE)
    if make:
        _print_made(name, password)


@users_app.command("list")
def list_users(as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
    """List the users."""
    with _users() as users:
        found = users.all()
    zone = ZoneInfo(Settings.load().timezone)
    for user in found:
        _print(json.dumps(_as_json(user), ensure_ascii=False) if as_json else _line(user, zone))


@contextmanager
def _users() -> Iterator[Users]:
    with closing(Desk.open_for_command(Settings.load())) as desk:
        yield Users(desk)


def _password(make: bool) -> str:
    """A password that is made, piped in, or typed twice without being shown."""
    if make:
        return make_password()
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _print_made(name: str, password: str) -> None:
    typer.echo(f"The password of {name}, which is stored nowhere:", err=True)
    _print(password)


def _as_json(user: User) -> dict[str, object]:
    return {
        "name": user.name,
        "role": user.role,
        "email": user.email,
        "disabled": user.disabled_at is not None,
        "created_at": user.created_at.isoformat(),
    }


def _line(user: User, zone: ZoneInfo) -> str:
    state = f"disabled {user.disabled_at.astimezone(zone):%Y-%m-%d %H:%M}" if user.disabled_at else ""
    return f"{user.name}  {user.role}  {user.email}  {state}".rstrip()


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
