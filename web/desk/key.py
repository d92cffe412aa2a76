"""The key of the checking page: reads or creates it, makes the link with it, and removes it from the logs."""

from __future__ import annotations

import logging
import os
import re
import secrets
from pathlib import Path
from urllib.parse import quote

from rag.config import Settings
from rag.schema import WendaError

KEY_FILE = "check_key"
_LOGGERS = ("uvicorn.access", "uvicorn.error")
_QUERY = re.compile(r"(?<=\S)\?[^\s\"']+")


class KeyUnusable(WendaError):
    """The file that holds the key cannot be read or written."""


def check_key(settings: Settings) -> str:
    """The key from the settings, or else from the data folder, where it is created the first time.

    Raises:
        KeyUnusable: the file in the data folder cannot be read or written.
    """
    key = settings.check_key.get_secret_value()
    if key:
        return key
    path = settings.data_dir / KEY_FILE
    try:
        return _read(path) or _create(path)
    except OSError as error:
        raise KeyUnusable(
            f"The key of the checking page cannot be stored in {path} ({error.strerror}). Make the folder "
            "writable, or set WENDA_CHECK_KEY."
        ) from error


def desk_link(settings: Settings) -> str:
    """The address that opens the checking page. It contains the key, so print it only to the terminal.

    Raises:
        KeyUnusable: see `check_key`.
    """
    local_hosts = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    host = local_hosts.get(settings.host, host)
    return f"http://{host}:{settings.port}/desk?key={quote(check_key(settings), safe='')}"


def _read(path: Path) -> str:
    if not path.exists():
        return ""
    path.chmod(0o600)  # copying a data folder may lose the file's mode
    return path.read_text("utf-8").strip()


def _create(path: Path) -> str:
    key = secrets.token_urlsafe(24)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(key + "\n")
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)
    return key


class QueryFilter(logging.Filter):
    """Removes the query part of addresses in log lines, because it can contain the key or a question."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_without_query(a) if isinstance(a, str) else a for a in record.args)
        record.msg = _without_query(str(record.msg))
        return True


def remove_queries_from_logs() -> None:
    """Make the server's loggers write addresses without their query. Can be called more than once."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(existing, QueryFilter) for existing in logger.filters):
            logger.addFilter(QueryFilter())


def _without_query(text: str) -> str:
    return _QUERY.sub("?…", text)
