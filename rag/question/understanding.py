"""The one place where a question is understood: in the light of the conversation, as one archive words things."""

from __future__ import annotations

from dataclasses import replace

from rag.archive import Archive, Catalogue
from rag.question.abbreviations import Abbreviations
from rag.question.conversation import Conversation
from rag.question.listing import asked_list, asked_speaker
from rag.question.lookup import Lookup
from rag.question.query import Query, understand
from rag.question.restriction import restricted
from rag.question.rewriter import Rewriter
from rag.schema import Filters, Request


class Understanding:
    """Understands questions as one archive words things: by its authors, its sections and the names that it prints."""

    def __init__(self, archive: Archive, lookup: Lookup, rewriter: Rewriter | None = None) -> None:
        """
        Args:
            rewriter: words follow-ups; without it the rules do.
        """
        self._catalogue = Catalogue(archive)
        self._abbreviations = Abbreviations(archive, lookup)
        self._conversation = Conversation(lookup, rewriter)

    def of(self, request: Request) -> Query:
        """What a request asks for: its question standing alone, what that is restricted to, and what kind of answer it
        wants, with its names in the form that the paper prints."""
        standalone = self._conversation.standalone(request)
        query = self._understood(standalone.question, request)
        return replace(
            query,
            about=standalone.about,
            parts=tuple(self._understood(event, _of_event(request)) for event in query.events),
        )

    def _understood(self, question: str, request: Request) -> Query:
        """A question that stands alone."""
        authors = self._catalogue.authors()
        query = restricted(
            understand(request.model_copy(update={"question": question})),
            request.filters,
            authors=authors,
            sections=self._catalogue.sections(),
        )
        query = self._abbreviations.printed(query)
        return replace(query, listing=asked_list(query, authors), speaker=asked_speaker(query))


def _of_event(request: Request) -> Request:
    """The request for one event's own question. The days in it say which event is meant; only those that the asker
    fixed restrict it."""
    filters = request.filters
    if not (filters.since or filters.until):
        filters = Filters.model_validate({**filters.model_dump(), "any_time": True})
    return request.model_copy(update={"history": (), "filters": filters})
