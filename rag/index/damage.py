"""An index that does not do what it should."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rag.schema import WendaError


class Damaged(Exception):
    """An index cannot be opened, read or written, or does not find what it holds. The archive is untouched."""


class IndexUnusable(WendaError):
    """The indexes can be neither written nor built anew."""


@contextmanager
def noticing_damage(what: str) -> Iterator[None]:
    """Turn whatever a library raises into `Damaged`.

    Rust code that meets a damaged file panics: PyO3 raises that as a `BaseException` with no importable name.
    """
    try:
        yield
    except Damaged:
        raise
    except Exception as error:
        raise Damaged(f"{what}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Damaged(f"{what}: {error}") from error
