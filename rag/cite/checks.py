"""The checks that every claim must pass before it is shown, one function each; `CHECKS` lists them all.

What a language model or an editor wrote must pass the `ClaimChecker` as well.
"""

from __future__ import annotations

from collections.abc import Callable

from rag.archive import Archive
from rag.cite.claim import Claim, NotSupported

Check = Callable[[Claim, Archive], None]
"""Raises NotSupported if the claim must not be shown."""


def cites_something(claim: Claim, _archive: Archive) -> None:
    if not claim.supports:
        raise NotSupported(f"«{claim.text}» cites nothing.")


def is_answered_from(claim: Claim, archive: Archive) -> None:
    """Each cited version is still the newest of its article, and the article is not withdrawn."""
    for version in {support.version.article_id: support.version for support in claim.supports}.values():
        state, newest = archive.state(version.article_id)
        if state != "live" or newest != version.version:
            raise NotSupported(
                f"Article {version.article_id} was withdrawn or replaced while it was being read."
            )


def is_printed(claim: Claim, archive: Archive) -> None:
    """The archive has the cited words at the cited offsets."""
    for support in claim.supports:
        printed = archive.version(support.version.article_id, support.version.version)[support.field]
        if not support.quote or printed[support.start : support.end] != support.quote:
            raise NotSupported(
                f"Article {support.version.article_id} does not print «{support.quote}» there."
            )


def is_verbatim(claim: Claim, _archive: Archive) -> None:
    """A quotation consists of exactly the cited words."""
    if claim.kind == "quoted" and claim.text != "".join(support.quote for support in claim.supports):
        raise NotSupported(f"«{claim.text}» is marked as a quotation but differs from the words it cites.")


CHECKS: tuple[Check, ...] = (
    cites_something,
    is_answered_from,
    is_printed,
    is_verbatim,
)
