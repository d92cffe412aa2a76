"""The one place where a question that stands alone is understood, with the archive at hand."""

from __future__ import annotations

from rag.archive import Archive, Catalogue
from rag.index import Indexes, Rebuilding
from rag.question.abbreviations import Abbreviations
from rag.question.query import Query, understand
from rag.question.restriction import restricted
from rag.schema import Request


class Understanding:
    """Understands questions as one archive words things: by its authors, its sections and the names that it prints."""

    def __init__(self, archive: Archive, indexes: Indexes) -> None:
        self._catalogue = Catalogue(archive)
        self._abbreviations = Abbreviations(archive, indexes)

    def of(self, request: Request) -> Query:
        """The question with what it is restricted to, its names in the form that the paper prints; as they were asked
        while the indexes are being built."""
        query = restricted(
            understand(request),
            request.filters,
            authors=self._catalogue.authors(),
            sections=self._catalogue.sections(),
        )
        try:
            return self._abbreviations.printed(query)
        except Rebuilding:
            return query
