"""The command line `python -m rag keys`: keys with which other programs may ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import Annotated

import typer

from rag.config import Settings
from rag.desk import COMMAND_LINE, SCOPES, Desk, Keys, Scope
from rag.schema import WendaError
from rag.schema.quota import Quota

keys_app = typer.Typer(help="Keys with which other programs may ask.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="what you call the program that has the key")]


class BadKey(WendaError):
    """A key cannot be made like this."""


@keys_app.command()
def add(
    name: Name,
    scope: Annotated[
        list[str] | None, typer.Option(help="ask, search, report or metrics; may be repeated")
    ] = None,
    limit: Annotated[str, typer.Option(help="such as `60 a minute, 10000 a day, 8 at once`")] = "",
) -> None:
    """Make a key and show it, this once. Without --scope it may ask, search and report."""
    wanted = scope or ["ask", "search", "report"]
    unknown = sorted(set(wanted) - set(SCOPES))
    if unknown or not name.strip():
        raise BadKey(
            f"A key has a name and scopes among {', '.join(SCOPES)}; not {', '.join(unknown) or 'empty'}."
        )
    scopes: frozenset[Scope] = frozenset(one for one in SCOPES if one in wanted)
    try:
        quota = Quota.parse(limit) if limit else None
    except ValueError as error:
        raise BadKey(f"--limit: {error}.") from error
    with _keys() as keys:
        typer.echo(keys.add(name.strip(), scopes, quota, by=COMMAND_LINE))
    typer.echo("This key is not shown again. Give it to that program alone.", err=True)


@keys_app.command("list")
def list_keys(as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
    """Show the keys that were made: their names, not the keys."""
    with _keys() as keys:
        made = keys.all()
    if as_json:
        rows = [{**asdict(key), "scopes": sorted(key.scopes), "quota": str(key.quota or "")} for key in made]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    for key in made:
        state = (
            f"revoked {key.revoked_at:%Y-%m-%d}" if key.revoked_at else f"last used {key.used_on or 'never'}"
        )
        limit = f"  {key.quota}" if key.quota else ""
        typer.echo(f"{key.name}  {' '.join(sorted(key.scopes))}  made {key.made_at:%Y-%m-%d}  {state}{limit}")


@keys_app.command()
def revoke(name: Name) -> None:
    """Let a key count no more, at once."""
    with _keys() as keys:
        keys.revoke(name, by=COMMAND_LINE)


@contextmanager
def _keys() -> Iterator[Keys]:
    with closing(Desk.open_for_command(Settings.load())) as desk:
        yield Keys(desk)
