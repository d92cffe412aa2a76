"""The passages that the asker has restricted a question to: an author's, a section's, those that name a place."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from rag.archive import Catalogue
from rag.index import Indexes
from rag.question.restriction import fixed
from rag.schema import Filters


def shelf(filters: Filters, catalogue: Catalogue, indexes: Indexes) -> NDArray[np.int64] | None:
    """The ids of all passages of the articles that `filters` leave, ascending; None where they leave all.

    A place is sought by the pairs of its characters, so that a few of these articles may not name it.

    Raises:
        Rebuilding
    """
    if not fixed(filters):
        return None
    entries = catalogue.entries(
        author=filters.author or "",
        section=filters.section or "",
        passage_ids=indexes.holding([filters.place]) if filters.place else None,
    )
    return np.array(catalogue.passage_ids(entry.article_id for entry in entries), np.int64)


def among(shelf: NDArray[np.int64], passage_ids: Iterable[int]) -> set[int]:
    """Which of these passages stand on the shelf."""
    found = np.fromiter(passage_ids, np.int64)
    return set(found[np.isin(found, shelf)].tolist())
