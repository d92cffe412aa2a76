"""Fixtures for all tests: a data folder per test, the models, the sample paper, and a network limited to loopback.

The embedded model is built into `WENDA_CACHE_DIR` (or `~/.cache/wenda`) by the first test that needs it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

for name in [name for name in os.environ if name.startswith("WENDA_") and name != "WENDA_CACHE_DIR"]:
    del os.environ[name]
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"
if "PYTEST_XDIST_WORKER" in os.environ:  # one thread per worker; more would compete for the cores
    os.environ["OMP_NUM_THREADS"] = "1"

from chroma_server import chroma, chroma_process  # noqa: E402, F401
from index_servers import either_engines, server_settings  # noqa: E402, F401
from models import shared_embedder, shared_models  # noqa: E402
from postgres_server import NOT_INSTALLED, either_settings, postgres, postgres_settings  # noqa: E402, F401
from proofs import pytest_addoption, pytest_configure  # noqa: E402, F401
from ray_cluster import ray_cluster  # noqa: E402, F401
from shared_data import REASON  # noqa: E402
from small_disk import small_disk  # noqa: E402, F401

from ingest import pipeline  # noqa: E402
from ingest.readers.options import ReadOptions  # noqa: E402
from ingest.report import SilentReporter  # noqa: E402
from rag.archive import Archive  # noqa: E402
from rag.cite import ClaimChecker  # noqa: E402
from rag.config import Settings  # noqa: E402
from rag.embedding import Embedder  # noqa: E402
from rag.index import Indexes  # noqa: E402
from rag.reader import Reader  # noqa: E402

SAMPLE = Path(__file__).parents[1] / "ingest" / "sample"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason in (REASON, NOT_INSTALLED):
        reports = terminalreporter.getreports("skipped")
        if skipped := [report for report in reports if reason in str(report.longrepr)]:
            terminalreporter.write_line(f"{len(skipped)} tests skipped: {reason}")


class NetworkBlocked(OSError):
    """A test tried to reach another machine."""


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
        raise NetworkBlocked(f"tests may connect to this machine only, not to {name}")


@pytest.fixture
def settings(tmp_path) -> Settings:
    """Settings with a data folder for this test, without reading `.env`."""
    return Settings(_env_file=None, data_dir=tmp_path / "data")


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    """An archive of this test's own, empty at first."""
    with closing(Archive.open(settings)) as archive:
        yield archive


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The embedded model, loaded once."""
    return shared_embedder()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The shipped reader, loaded once."""
    reader = shared_models().reader
    assert reader is not None
    return reader


@pytest.fixture(scope="session")
def checker(embedder: Embedder) -> ClaimChecker:
    """The shipped claim checker, loaded once."""
    return ClaimChecker.load(Settings(_env_file=None).cache_dir, embedder)


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A data folder with the sample paper, made once for all workers. Tests that write must copy it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    data_dir = base / "sample paper"
    with FileLock(base / "sample paper.lock"):
        if not data_dir.exists():
            _add_sample(data_dir, embedder)
    return data_dir


def _add_sample(data_dir: Path, embedder: Embedder) -> None:
    settings = Settings(_env_file=None, data_dir=data_dir)
    archive = Archive(data_dir)
    pipeline.add(
        [SAMPLE],
        ReadOptions(source="sample"),
        archive=archive,
        load=lambda: embedder,
        reporter=SilentReporter(),
    )
    indexes = Indexes.open(
        settings, archive, fingerprint=embedder.fingerprint, dimensions=embedder.dimensions
    )
    indexes.sync()
    indexes.close()
    archive.close()
