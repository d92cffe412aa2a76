"""Puts a later notice that moves, suspends or cancels something before the claims from the report that announced it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from rag.answer.corrected import is_quoted
from rag.cite import Claim, Support
from rag.search.later_notices import LaterNotices


def with_later_notices(claims: Iterable[Claim], notices: LaterNotices, today: date) -> Iterator[Claim]:
    """The claims, each report's first one after the later notice that overtakes it, if there is one.

    Words that have been quoted already are not quoted again.
    """

    @cache
    def overtaking(report: Support) -> Support | None:
        return notices.overtaking(report, today)

    quoted: list[Support] = []
    for claim, following in _with_next(claims):
        for report in claim.supports if claim.kind != "added" else ():
            notice = overtaking(report)
            if notice and not is_quoted(notice, quoted):
                quoted.append(notice)
                yield replace(Claim.quoting(notice), older=report)
        if claim.kind != "added" and all(is_quoted(support, quoted) for support in claim.supports):
            continue
        quoted += claim.supports
        older = following.supports[0] if following and following.kind == "quoted" else None
        notice = overtaking(older) if older else None
        yield replace(claim, older=older) if notice and is_quoted(notice, claim.supports) else claim


def _with_next(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim | None]]:
    """Each quotation with the claim after it. A model's sentence comes without: it is not held back until the next is written."""
    waiting: Claim | None = None
    for claim in claims:
        if waiting:
            yield waiting, claim
        waiting = claim if claim.kind == "quoted" else None
        if not waiting:
            yield claim, None
    if waiting:
        yield waiting, None
