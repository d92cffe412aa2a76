"""Heads the rest of an article on another page, which often has no headline, with the headline of its first part.

Searches find it by these words then, and answers name it by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.embed import as_draft
from rag.archive import Continuations
from rag.schema import Draft, Version


def with_heading(draft: Draft, continuations: Continuations) -> Draft:
    """An article that was just read; with the headline of its first part, if that is in the archive and it has none."""
    if draft.headline or not _is_rest(draft):
        return draft
    return replace(draft, headline=continuations.heading(draft))


def headings_to_pass_on(
    continuations: Continuations, article_ids: Sequence[str]
) -> Iterator[tuple[Version, Draft]]:
    """The parts, without a headline of their own, that follow these articles and do not have their headline yet.

    Returns:
        For each, its newest version, and the same with the headline.
    """
    for part, headline in continuations.to_head(article_ids):
        if headline and part.headline != headline and not _is_headed(part):
            yield part, replace(as_draft(part), headline=headline)


def _is_rest(draft: Draft) -> bool:
    return any(jump.direction == "from" for jump in draft.jumps)


def _is_headed(version: Version) -> bool:
    """Whether its headline is printed with it."""
    return any(place.field == "headline" and place.end > place.start for place in version.paragraphs)
