"""The one place where a question is understood: in the light of the conversation, as one archive words things."""

from __future__ import annotations

from dataclasses import replace

from rag.archive import Archive, Catalogue
from rag.question.abbreviations import Abbreviations
from rag.question.conversation import Conversation
from rag.question.listing import asked_list, asked_speaker
from rag.question.lookup import Lookup
from rag.question.query import Query, event_queries, understand
from rag.question.restriction import apply_restrictions
from rag.question.rewriter import Rewriter
from rag.schema import Request


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
        query = self._standing_alone(understand(request.model_copy(update={"question": standalone.question})))
        parts = (self._standing_alone(part) for part in event_queries(query))
        return replace(query, topic_shares=standalone.topic_shares, parts=tuple(parts))

    def _standing_alone(self, query: Query) -> Query:
        authors = self._catalogue.authors()
        restricted_to = apply_restrictions(query, authors=authors, sections=self._catalogue.sections())
        printed = self._abbreviations.printed(restricted_to)
        return replace(printed, list_request=asked_list(printed, authors), speaker=asked_speaker(printed))
