"""A PostgreSQL server of the test session, and tests that run on both engines."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pytest
from ports import free_port
from pydantic import SecretStr
from sqlalchemy import URL, create_engine, text

from rag.archive import Archive
from rag.config import Settings
from rag.desk import Desk
from rag.journal import Journal

NOT_INSTALLED = "PostgreSQL is not installed: apt-get install postgresql"
PASSWORD = "a-secret-of-the-tests"


class PostgresServer:
    """A server on loopback in a temporary folder. It does not care about losing data, so it is fast."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="wenda-postgres-"))
        # PostgreSQL refuses to run as root.
        self._as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as_user:
            shutil.chown(self._folder, "postgres", "postgres")
        self._numbers = itertools.count(1)
        self.port = free_port()
        self._run("initdb", "--username=wenda", "--auth=trust", "--encoding=UTF8", "--no-sync")
        rules = self._folder / "data" / "pg_hba.conf"
        rules.write_text(f"host all locked_out 127.0.0.1/32 scram-sha-256\n{rules.read_text()}")

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._as_user, self._programs / program, "-D", self._folder / "data", *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)

    def start(self) -> None:
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self._folder,
            "fsync": "off",
            "shared_buffers": "32MB",
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._run("pg_ctl", "start", "-w", "-s", "-l", str(self._folder / "log"), "-o", options)

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "stop", "-w", "-s", "-m", mode)

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def url(self, name: str, user: str = "wenda") -> URL:
        return URL.create("postgresql+psycopg", user, PASSWORD, "127.0.0.1", self.port, name)

    def execute(self, *statements: str) -> None:
        """Run statements as the server's administrator, outside of transactions."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))
        engine.dispose()

    def new_database(self, *, migrated: bool = True) -> str:
        """A database of its own for a test; returns its URL."""
        name = f"test_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {self._template if migrated else 'template0'}")
        return self.url(name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")

    def has_in_tables(self, words: str) -> bool:
        """Whether words are in the files of any table or index."""
        files = (self._folder / "data" / "base").rglob("*")
        return any(words.encode() in path.read_bytes() for path in files if path.is_file())

    @cached_property
    def _template(self) -> str:
        """A database that has the tables already: copying it is faster than making them."""
        self.execute("CREATE DATABASE migrated")
        url = self.url("migrated").render_as_string(hide_password=False)
        Archive(self._folder / "unused", url).close()
        Journal(self._folder / "unused", url, days=1).close()
        Desk(self._folder / "unused", url).close()
        return "migrated"


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; Debian keeps them off the PATH."""
    on_path = shutil.which("pg_ctl")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return Path(on_path).parent if on_path else found[-1] if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    folder = programs()
    if folder is None:
        pytest.skip(NOT_INSTALLED)
    server = PostgresServer(folder)
    server.start()
    yield server
    server.close()


@pytest.fixture
def postgres_settings(postgres: PostgresServer, tmp_path: Path) -> Iterator[Settings]:
    """Settings with a data folder for this test, with archive and journal in a database of its own."""
    url = postgres.new_database()
    yield Settings(_env_file=None, data_dir=tmp_path / "data", archive=SecretStr(url))
    postgres.drop(url)


@pytest.fixture(params=("sqlite", "postgresql"))
def either_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with a data folder for this test, with archive and journal on each engine in turn."""
    if request.param == "postgresql":
        settings: Settings = request.getfixturevalue("postgres_settings")
        return settings
    return Settings(_env_file=None, data_dir=tmp_path / "data")
