"""Passage ids allowed by the user's filters (author, section, place)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from rag.archive import Catalogue
from rag.index import Indexes
from rag.question.restriction import filters_articles
from rag.schema import Filters


def allowed_passages(filters: Filters, catalogue: Catalogue, indexes: Indexes) -> NDArray[np.int64] | None:
    """Ids of all passages in articles that `filters` allow, ascending; None if the filters allow every article.

    The index looks up a place by pairs of its characters, so a few of these articles may not contain the name.

    Raises:
        Rebuilding
    """
    if not filters_articles(filters):
        return None
    entries = catalogue.articles(
        author=filters.author or "",
        section=filters.section or "",
        passage_ids=indexes.containing_all([filters.place]) if filters.place else None,
    )
    return np.array(catalogue.passage_ids(entry.article_id for entry in entries), np.int64)


def restrict(passage_ids: Iterable[int], allowed: NDArray[np.int64]) -> set[int]:
    """The passages of `passage_ids` that are allowed."""
    ids = np.fromiter(passage_ids, np.int64)
    return set(ids[np.isin(ids, allowed)].tolist())
