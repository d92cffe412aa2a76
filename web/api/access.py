"""Who may use the API: reads the key of a request, and tells who asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from rag.config import Settings
from rag.desk import ApiKey, Keys, Scope
from rag.limits import Asker, Door
from rag.limits.quotas import Quotas
from web.api.problems import Problem

OPEN_SCOPES: frozenset[Scope] = frozenset(("ask", "search", "report"))
"""What anybody may do where no key is needed."""

NEEDS_KEY = "Send a key that the newsroom gave you: `Authorization: Bearer …`."
_bearer = HTTPBearer(auto_error=False, description="A key that the newsroom gave you.")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request, and what they may do."""

    asker: Asker
    scopes: frozenset[Scope]

    def require(self, scope: Scope) -> Asker:
        """The asker, if they may do this.

        Raises:
            Problem
        """
        if scope not in self.scopes:
            raise Problem("key-lacks-scope", f"This needs a key with the scope `{scope}`.")
        return self.asker


class Access:
    """Tells who sends a request, and refuses those who may not."""

    def __init__(self, settings: Settings, keys: Keys, quotas: Quotas) -> None:
        self._is_open = settings.api == "open"
        self._keys = keys
        self._quotas = quotas

    def caller(self, connection: HTTPConnection, door: Door) -> Caller:
        """Who sends a request. Reads the database.

        Raises:
            Problem: the key is missing or unknown.
            TooMany: too many wrong keys came from there.
        """
        address = connection.client.host if connection.client else ""
        given = _key(connection)
        if given:
            key = self._known(given, door, address)
            return Caller(Asker(door, "program", address=address, key=key.name, quota=key.quota), key.scopes)
        if self._is_open:
            return Caller(Asker(door, "program", address=address), OPEN_SCOPES)
        raise Problem("needs-key", NEEDS_KEY, headers={"WWW-Authenticate": "Bearer"})

    def _known(self, given: str, door: Door, address: str) -> ApiKey:
        key = self._keys.find(given)
        if key is None:
            self._quotas.count(Asker(door, "program", address=address))
            raise Problem(
                "needs-key",
                "This key is not known here, or was revoked.",
                headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
            )
        return key


def may(scope: Literal["ask", "search", "report"]) -> Callable[..., Asker]:
    """A dependency of a REST route: who asks, if they may."""

    def asker(request: Request, _: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> Asker:
        access: Access = request.app.state.access
        return access.caller(request, "rest").require(scope)

    return asker


def _key(connection: HTTPConnection) -> str:
    scheme, _, key = connection.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""
