"""Adds notes to claims: corrections, dates and subjects. Each kind of note has its own module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rag.answer.corrected import with_corrections
from rag.answer.dated import with_dates
from rag.answer.extractive import MOST_STATEMENTS
from rag.answer.subject import with_subjects
from rag.archive import Archive
from rag.cite import Claim
from rag.question import Query


def with_notes(claims: Iterable[Claim], query: Query, archive: Archive) -> Iterator[Claim]:
    """The claims, each with corrections and subjects before it, up to `MOST_STATEMENTS` in all, and dates after it.

    Notes whose claim no longer fits are dropped. An answer that consists of added claims only (a byline) is kept whole.
    """
    explained = with_corrections(with_subjects(claims, query.language), archive)
    return with_dates(_as_many_as_fit(explained), query)


def _as_many_as_fit(claims: Iterable[Claim]) -> Iterator[Claim]:
    pending: list[Claim] = []  # a claim's notes, then the claim
    count = 0
    for claim in claims:
        pending.append(claim)
        if claim.kind == "added":
            continue
        if count + len(pending) > MOST_STATEMENTS:
            return
        yield from pending
        count, pending = count + len(pending), []
    if not count:
        yield from pending
