"""Chooses the articles to show if nothing answers the question."""

from __future__ import annotations

from collections.abc import Sequence

from rag.archive import Archive, Continuations, Copies
from rag.question import Query
from rag.schema import Nearest
from rag.search.reprints import one_per_story
from rag.search.reranker import Ranked

SHOWN = 3
NEAR_MARGIN = 8.0  # passages within this distance (a logit) of the best one count as equally near


def nearest(ranked: Sequence[Ranked], query: Query, archive: Archive) -> tuple[Nearest, ...]:
    """The articles of the best passages, without reprints; if the question names days, the newest of the near ones."""
    if query.period and ranked:
        best = max(passage.score for passage in ranked)
        near = [passage for passage in ranked if passage.score >= best - NEAR_MARGIN]
        ranked = sorted(near, key=lambda passage: passage.candidate.printed, reverse=True)
    versions = [passage.candidate.passage.version for passage in ranked]
    ids = Continuations(archive).first_parts([version.article_id for version in versions])
    return tuple(
        Nearest(article_id=version.article_id, headline=version.headline, date=version.date)
        for version in one_per_story(versions, ids, Copies(archive).groups(ids))[:SHOWN]
    )
