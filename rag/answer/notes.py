"""Adds notes to claims: later notices, corrections, dates and subjects. Each kind of note has its own module."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rag.answer.corrected import with_corrections
from rag.answer.dated import with_dates
from rag.answer.extractive import MOST_STATEMENTS
from rag.answer.overtaken import with_later_notices
from rag.answer.subject import with_subjects
from rag.archive import Archive
from rag.cite import Claim
from rag.question import Query
from rag.search.later_notices import LaterNotices


def with_notes(
    claims: Iterable[Claim],
    query: Query,
    archive: Archive,
    notices: LaterNotices,
    most: int = MOST_STATEMENTS,
) -> Iterator[Claim]:
    """The claims, each with later notices, corrections and subjects before it, and dates after it.

    There are up to `most`, dates not counted; notes whose claim no longer fits are dropped. An answer that consists of
    added claims only (a byline) is kept whole.
    """
    current = with_later_notices(claims, notices, query.today)
    explained = with_corrections(with_subjects(current, query.language), archive)
    return with_dates(_as_many_as_fit(explained, most), query)


def _as_many_as_fit(claims: Iterable[Claim], most: int) -> Iterator[Claim]:
    pending: list[Claim] = []  # a claim's notes, then the claim
    count = 0
    for claim in claims:
        pending.append(claim)
        if claim.kind == "added":
            continue
        if count + len(pending) > most:
            return
        yield from pending
        count, pending = count + len(pending), []
    if not count:
        yield from pending
