"""The articles that come nearest, shown where nothing answers a question."""

from __future__ import annotations

from collections.abc import Sequence

from rag.archive import Copies
from rag.question import Query
from rag.schema import Nearest
from rag.search.reprints import one_per_story
from rag.search.reranker import Ranked

SHOWN = 3
AS_NEAR = 8.0  # how far below the best passage (a logit) another is about as near to the question


def nearest(ranked: Sequence[Ranked], query: Query, copies: Copies) -> tuple[Nearest, ...]:
    """The articles of the best passages, each story once; where a day was asked for, the newest of those that are
    about as near."""
    if query.period and ranked:
        best = max(passage.score for passage in ranked)
        near = [passage for passage in ranked if passage.score >= best - AS_NEAR]
        ranked = sorted(near, key=lambda passage: passage.candidate.printed, reverse=True)
    versions = [passage.candidate.passage.version for passage in ranked]
    ids = [version.article_id for version in versions]
    return tuple(
        Nearest(article_id=version.article_id, headline=version.headline, date=version.date)
        for version in one_per_story(versions, ids, copies.groups(ids))[:SHOWN]
    )
