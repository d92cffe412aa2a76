"""What all tests share: a data folder each, one embedding model, and no network but loopback.

The embedded model is built into `WENDA_CACHE_DIR` (or `~/.cache/wenda`) by the first test that needs it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

for name in [name for name in os.environ if name.startswith("WENDA_") and name != "WENDA_CACHE_DIR"]:
    del os.environ[name]
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

from rag.config import Settings  # noqa: E402
from rag.embedding import Embedder  # noqa: E402


class NetworkBlocked(OSError):
    """A test wanted to leave this machine."""


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    connect, connect_ex, getaddrinfo = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def checked_connect(self, address):
        _check(self.family, address)
        return connect(self, address)

    def checked_connect_ex(self, address):
        _check(self.family, address)
        return connect_ex(self, address)

    def checked_getaddrinfo(host, *args, **kwargs):
        _check_host(host)
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", checked_connect)
        patch.setattr(socket.socket, "connect_ex", checked_connect_ex)
        patch.setattr(socket, "getaddrinfo", checked_getaddrinfo)
        yield


def _check(family, address):
    if family in (socket.AF_INET, socket.AF_INET6):
        _check_host(address[0])


def _check_host(host):
    name = host.decode() if isinstance(host, bytes) else host
    if name not in (None, "", "localhost", "::1", "0.0.0.0", "::") and not name.startswith("127."):
        raise NetworkBlocked(f"tests reach no host but this one, not {name}")


@pytest.fixture
def settings(tmp_path) -> Settings:
    """Settings with a data folder of the test's own, from no `.env`."""
    return Settings(_env_file=None, data_dir=tmp_path / "data")


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The embedded model, loaded once."""
    return Embedder.load(Settings(_env_file=None))
