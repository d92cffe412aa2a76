"""Fixtures: keys of the site, and programs that use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count

import httpx
import pytest
from served import Site

from rag.desk import COMMAND_LINE, SCOPES, Desk, Keys, Scope
from rag.schema.quota import Quota

PATIENCE_SECONDS = 120


@pytest.fixture(scope="session")
def make_key(site: Site) -> Iterator[Callable[..., str]]:
    """Makes keys of the site; without scopes one that may do everything."""
    numbers = count()
    with closing(Desk.open(site.settings)) as desk:

        def make(*scopes: Scope, quota: Quota | None = None) -> str:
            return Keys(desk).add(
                f"program {next(numbers)}", frozenset(scopes or SCOPES), quota, by=COMMAND_LINE
            )

        yield make


@pytest.fixture(scope="session")
def program(site: Site, make_key: Callable[..., str]) -> Iterator[Callable[..., httpx.Client]]:
    """Programs that ask with a key of their own: `program("search", quota=…)`; or with the one given."""
    clients: list[httpx.Client] = []

    def client(*scopes: Scope, key: str | None = None, quota: Quota | None = None) -> httpx.Client:
        key = make_key(*scopes, quota=quota) if key is None else key
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        clients.append(
            httpx.Client(base_url=site.url, headers=headers, timeout=PATIENCE_SECONDS, trust_env=False)
        )
        return clients[-1]

    yield client
    for one in clients:
        one.close()


@pytest.fixture(scope="session")
def api(program: Callable[..., httpx.Client]) -> httpx.Client:
    """A program that may do everything."""
    return program(quota=Quota())
