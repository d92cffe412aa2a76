"""Errors of damaged indexes, and a context manager that detects them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rag.schema import WendaError


class Damaged(Exception):
    """An index cannot be opened, read or written, or does not find passages that it contains. The archive is intact."""


class EngineUnavailable(WendaError):
    """An index server does not answer. Nothing is damaged; the archive is searched meanwhile."""


class IndexUnusable(WendaError):
    """The indexes can neither be written nor rebuilt."""


@contextmanager
def noticing_damage(message: str) -> Iterator[None]:
    """Raise any error of an index library as `Damaged`, with `message` in front.

    Rust code panics on a damaged file. PyO3 raises a panic as a `BaseException` whose class cannot be imported.
    """
    try:
        yield
    except Damaged:
        raise
    except Exception as error:
        raise Damaged(f"{message}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Damaged(f"{message}: {error}") from error
