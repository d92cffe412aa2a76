"""Turns a request into a query: resolves follow-ups, restrictions, names, lists and events, for one archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rag.archive import Archive, Catalogue
from rag.question.abbreviations import Abbreviations
from rag.question.archive_intents import ArchiveIntents
from rag.question.conversation import Conversation
from rag.question.followup import StandaloneQuestion
from rag.question.intent import SMALL_TALK, Intent, IntentClassifier
from rag.question.listing import asked_list, asked_speaker, in_recent_days
from rag.question.lookup import Lookup
from rag.question.query import Query, event_queries, understand
from rag.question.restriction import apply_restrictions
from rag.question.rewriter import Rewriter
from rag.question.spelling import RespelledQuestion, respelled
from rag.question.talk import TalkReader
from rag.schema import Request


class Understanding:
    """Interprets questions with the authors, sections and names of one archive."""

    def __init__(
        self,
        archive: Archive,
        catalogue: Catalogue,
        lookup: Lookup,
        intents: IntentClassifier,
        talk: TalkReader,
        rewriter: Rewriter | None = None,
    ) -> None:
        """
        Args:
            talk: says what a question takes from the one before it.
            rewriter: a language model that rewrites follow-ups, which rules do without it, and splits questions of several parts.
        """
        self._catalogue = catalogue
        self._lookup = lookup
        self._abbreviations = Abbreviations(archive, lookup)
        self._intents = ArchiveIntents(intents, lookup)
        self._rewriter = rewriter
        self._conversation = Conversation(lookup, self._intents, talk, rewriter)

    def query(self, request: Request) -> Query:
        """The query for a request: its question rewritten to stand alone, with restrictions and printed names."""
        return self._query(request, self._conversation.standalone(request))

    def _query(self, request: Request, standalone: StandaloneQuestion) -> Query:
        asked = self._intents.intent(request.question)
        spelt = RespelledQuestion(standalone.question)
        if not (request.filters.as_typed or asked in SMALL_TALK):
            spelt = respelled(standalone.question, self._lookup)
        intent = self._intent(asked, spelt.text)
        query = self._interpreted(understand(request.model_copy(update={"question": spelt.text}), intent))
        parts = event_queries(query) if query.events else self._parts(request, query)
        return replace(
            query,
            text=" ".join(standalone.question.split()),
            respelled=spelt.words,
            topic_shares=standalone.topic_shares,
            asked=" ".join(request.question.split()),
            previous=standalone.previous if query.period is None else "",
            parts=tuple(map(self._interpreted, parts)),
            in_talk=self._query(request, standalone.in_talk) if standalone.in_talk else None,
        )

    def _parts(self, request: Request, query: Query) -> Iterator[Query]:
        """A query for each question of which a question consists; none without a model or if it is a single one."""
        if self._rewriter and query.intent == "question":
            for part in self._rewriter.parts(query.text):
                yield understand(request.model_copy(update={"question": part}))

    def _intent(self, asked: Intent, standalone: str) -> Intent:
        """The intent of the question that stands alone, but small talk and questions for the author as they are asked.

        A headline that is added to `谁写的` says nothing of who wrote it.

        Args:
            asked: the intent of the text as asked.
            standalone: the question that stands alone.
        """
        if asked in SMALL_TALK or asked == "author":
            return asked
        intent = self._intents.intent(standalone)
        return "question" if intent in SMALL_TALK else intent

    def _interpreted(self, query: Query) -> Query:
        authors = self._catalogue.authors()
        restricted = apply_restrictions(
            query,
            authors=authors,
            sections=self._catalogue.sections(),
            prints=lambda word: len(self._lookup.passages_with(word)) > 0,
        )
        named = self._abbreviations.as_printed(restricted)
        listing = replace(named, list_request=asked_list(named, authors))
        return replace(in_recent_days(listing), speaker=asked_speaker(named))
