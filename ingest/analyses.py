"""`Analyses`: the first articles of a run are analysed in this process, and once there are many, by workers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from ingest.workers.base import Workers
from ingest.workers.tasks import analyse
from rag.archive import Analysis
from rag.schema import Draft
from rag.text.sentences import Span

FEW = 400  # articles: fewer are analysed before a worker has loaded what it needs


class Analyses:
    """Analyses the articles of one run."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._begun = 0

    def begin(self, drafts: Sequence[Draft], spans: Sequence[tuple[Span, ...]]) -> Iterator[Analysis]:
        """The analysis of each draft. Workers begin at once, so that the drafts can be embedded before it is asked for.

        Args:
            spans: the passages of each draft.
        """
        texts = [(draft.text, draft.date, of_draft) for draft, of_draft in zip(drafts, spans, strict=True)]
        self._begun += len(texts)
        if self._begun <= FEW or self._workers.count == 1:
            return analyse(texts)
        share = -(-len(texts) // self._workers.count)
        shares = (texts[start : start + share] for start in range(0, len(texts), share))
        return chain.from_iterable([self._workers.start(analyse, some) for some in shares])
