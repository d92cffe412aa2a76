"""The key of the checking page: where it comes from, its link, and keeping it out of the logs."""

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
    """The key as it is set, or kept in the data folder; made there the first time.

    Raises:
        KeyUnusable
    """
    given = settings.check_key.get_secret_value()
    if given:
        return given
    path = settings.data_dir / KEY_FILE
    try:
        return _kept(path) or _make(path)
    except OSError as error:
        raise KeyUnusable(
            f"The key of the checking page cannot be kept in {path} ({error.strerror}). Make the folder "
            "writable, or set WENDA_CHECK_KEY."
        ) from error


def check_link(settings: Settings) -> str:
    """The address that opens the checking page; it holds the key, so it is for the terminal only.

    Raises:
        KeyUnusable
    """
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    host = everywhere.get(settings.host, host)
    return f"http://{host}:{settings.port}/check?key={quote(check_key(settings), safe='')}"


def _kept(path: Path) -> str:
    if not path.exists():
        return ""
    path.chmod(0o600)  # a copied data folder may have lost it
    return path.read_text("utf-8").strip()


def _make(path: Path) -> str:
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
    """Cuts the query of every address in a server's log: the key travels there, and so do questions."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_cut(arg) if isinstance(arg, str) else arg for arg in record.args)
        record.msg = _cut(str(record.msg))
        return True


def keep_out_of_logs() -> None:
    """Let the server's loggers write addresses without their query. May be called again."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(known, QueryFilter) for known in logger.filters):
            logger.addFilter(QueryFilter())


def _cut(text: str) -> str:
    return _QUERY.sub("?…", text)
