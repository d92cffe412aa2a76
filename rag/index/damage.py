"""Errors of damaged indexes, and a context manager that detects them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rag.schema import WendaError


class Damaged(Exception):
    """An index cannot be opened, read or written, or does not find passages that it contains. The archive is intact."""


class IndexUnusable(WendaError):
    """The indexes can neither be written nor rebuilt."""


class EngineUnavailable(WendaError):
    """A server that has an index does not answer. The index is not damaged: it is searched again once the server is back."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            f"The index server {url} does not answer ({reason}). Check that it is running and that this computer can "
            "reach it. Until then, questions are answered from the archive alone, and new articles wait to be indexed."
        )


@contextmanager
def noticing_damage(message: str) -> Iterator[None]:
    """Raise any error of an index library as `Damaged`, with `message` in front. `EngineUnavailable` is none of them.

    Rust code panics on a damaged file. PyO3 raises a panic as a `BaseException` whose class cannot be imported.
    """
    try:
        yield
    except (Damaged, EngineUnavailable, IndexUnusable):
        raise
    except Exception as error:
        raise Damaged(f"{message}: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Damaged(f"{message}: {error}") from error
