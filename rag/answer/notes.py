"""Claims with what must be known with them: corrections, days, subjects. Each kind of note has a module of its own."""

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
    """The claims, as many as one answer holds, each led by its notes. A note never stands without its claim."""
    leading: list[Claim] = []
    said = 0
    whole = with_subjects(claims, query.language)
    for claim in with_corrections(with_dates(whole, query), archive):
        leading.append(claim)
        if claim.kind == "added":
            continue
        if said + len(leading) > MOST_STATEMENTS:
            return
        yield from leading
        said, leading = said + len(leading), []
    if not said:
        yield from leading
