"""The chain: question -> hybrid retrieval -> answerer -> checked citations, as LangChain runnables, streaming."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import starmap

from langchain_core.documents import Document
from langchain_core.runnables import Runnable, RunnableConfig, RunnableGenerator, RunnableLambda

from rag.answer import Answerer, ExtractiveAnswerer
from rag.answer.base import Verdict
from rag.answer.corrected import corrected
from rag.answer.dated import dated, of_events
from rag.answer.extractive import MOST_STATEMENTS
from rag.answer.lists import Lists, Told, list_claims
from rag.answer.llm import LlmAnswerer
from rag.answer.subject import with_subjects
from rag.archive import Archive, Catalogue, Copies
from rag.cite import Citations, Claim, NotSupported
from rag.config import Settings
from rag.embedding import Embedder
from rag.index import Indexes, Rebuilding
from rag.question import Query
from rag.question.conversation import Conversation, prefer
from rag.question.listing import asked_list, asked_speaker
from rag.question.rewriter import Rewriter
from rag.question.small_talk import reply
from rag.reader import Reader, load_reader
from rag.schema import Answer, Event, Found, Nearest, Request, Statement, Status
from rag.search.evidence import Candidate, Evidence
from rag.search.reprints import first_of_each
from rag.search.reranker import READ, Ranked, Reranker
from rag.search.retriever import HybridRetriever, in_turn, to_candidates, to_found

Scored = list[tuple[Candidate, float]]

NEAREST = 3
AS_NEAR = 8.0  # how far below the best passage (a logit) another is about as near to the question
TALKED_ABOUT = 10
"""So many times more passages are looked at where the talk is of some articles."""


@dataclass
class Progress:
    """A question on its way through the chain.

    Attributes:
        about: the articles that the conversation is about (see `Taken.about`).
        settled: its status and text, where there is nothing to read.
        events: where it sets several against one another, each one's own question on its way.
        told: a list or somebody's words, where these are asked for and there are any.
    """

    request: Request
    query: Query
    about: Mapping[str, float] = field(default_factory=dict)
    settled: tuple[Status, str] | None = None
    told: Told | None = None
    events: list[Progress] = field(default_factory=list)
    evidence: Evidence | None = None
    documents: list[Document] = field(default_factory=list)
    started: float = field(default_factory=time.perf_counter)
    timings_ms: dict[str, float] = field(default_factory=dict)

    def lap(self, name: str) -> None:
        """Note the time since the start under `name`."""
        self.timings_ms[name] = round((time.perf_counter() - self.started) * 1000, 1)


class Assistant:
    """Answers questions from one data folder. May be asked from many threads."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        indexes: Indexes,
        embedder: Embedder,
        reader: Reader | None,
        answerer: Answerer,
    ) -> None:
        self.settings = settings
        self.archive = archive
        self.indexes = indexes
        self.retriever = HybridRetriever(archive=archive, indexes=indexes, embedder=embedder)
        self.reranker = Reranker(reader)
        self.answerer = answerer
        rewriter = Rewriter(answerer.model) if isinstance(answerer, LlmAnswerer) else None
        self.conversation = Conversation(archive, indexes, rewriter)
        self.catalogue = Catalogue(archive)
        self.lists = Lists(archive, indexes, self.catalogue)
        self.fingerprint = _fingerprint(settings, embedder, reader)
        self.chain: Runnable[Request, Event] = (
            RunnableLambda(self._understand)
            | RunnableLambda(self._retrieve)
            | RunnableGenerator(self._answer)
        )

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """Load the models and open archive and indexes.

        Raises:
            WendaError: a model cannot be had, or the archive was made with another one; the message says
                what to do.
        """
        embedder = Embedder.load(settings)
        reader = load_reader(settings, embedder.dtype)
        archive = Archive(settings.data_dir)
        indexes = Indexes.open(
            settings, archive, fingerprint=embedder.fingerprint, dimensions=embedder.dimensions
        )
        extractive = ExtractiveAnswerer(embedder)
        answerer = LlmAnswerer.load(settings.llm, extractive) if settings.llm else extractive
        return cls(settings, archive, indexes, embedder, reader, answerer)

    def close(self) -> None:
        self.indexes.close()
        self.archive.close()

    def ask(self, request: Request) -> Answer:
        """The whole answer at once."""
        *_, last = self.stream(request)
        if last.answer is None:
            raise RuntimeError("the chain ended without an answer")
        return last.answer

    def stream(self, request: Request) -> Iterator[Event]:
        """Events in the order understood, found, statement (each one checked), done."""
        return self.chain.stream(request)

    def search(self, request: Request, k: int = 10) -> tuple[Found, ...]:
        """The best passages for a question, without an answer."""
        return to_found(self._look_up(self._understand(request), k).documents)

    # --- the steps ---

    def _understand(self, request: Request) -> Progress:
        started = time.perf_counter()
        taken = self.conversation.taken(request)
        query = self.retriever.understand(request.model_copy(update={"question": taken.question}))
        progress = Progress(request, query, taken.about, started=started)
        progress.lap("understood")
        return progress

    def _retrieve(self, progress: Progress, config: RunnableConfig) -> Progress:
        query = progress.query
        small_talk = reply(query)
        if small_talk is not None:
            progress.settled = ("small_talk", small_talk)
        elif self.archive.coverage().articles == 0:
            progress.settled = ("archive_empty", "")
        else:
            try:
                progress.told = self._told(progress)
                if progress.told is None:
                    self._look_up(progress, self.retriever.k, config)
            except Rebuilding:
                progress.settled = ("index_rebuilding", "")
        progress.lap("found")
        return progress

    def _answer(self, arriving: Iterator[Progress]) -> Iterator[Event]:
        for progress in arriving:
            yield Event(kind="understood", understood=progress.query.understood())
            if progress.told is not None:
                yield Event(kind="found", found=progress.told.found)
                yield from self._say(progress, progress.told.claims, confidence=1.0)
            elif progress.settled or progress.evidence is None:
                status, text = progress.settled or ("index_rebuilding", "")
                yield _done(progress, status, text=text)
            else:
                yield Event(kind="found", found=to_found(progress.documents))
                yield from self._read(progress, progress.evidence)

    def _read(self, progress: Progress, evidence: Evidence) -> Iterator[Event]:
        if of_each := self._of_each(progress):
            progress.lap("read")
            yield from self._say(progress, of_each.claims, of_each.confidence)
            return
        readable, outside = self._by_place(progress.documents)
        ranked = self.reranker.rank(evidence, readable)
        verdict = self.answerer.answer(evidence, ranked)
        progress.lap("read")
        sure = verdict.confidence >= self.settings.decline_below
        claims = self._led(verdict.claims, progress.query) if sure else ()
        yield from self._say(progress, claims, verdict.confidence, [*ranked, *starmap(Ranked, outside)])

    def _by_place(self, documents: list[Document]) -> tuple[Scored, Scored]:
        """What may be read of what was found, and what is of other days than those asked for."""
        outside = {int(d.id or 0) for d in documents if d.metadata["place"] == "outside"}
        parts: tuple[Scored, Scored] = ([], [])
        for pair in to_candidates(documents, self.archive):
            parts[pair[0].passage.passage_id in outside].append(pair)
        return parts

    def _of_each(self, progress: Progress) -> Verdict | None:
        """What is reported of each of the events that a question sets against one another, led by the days of the
        reports; None where it asks for no such, or one of them is not reported."""
        firsts: list[Claim] = []
        surest = 1.0
        for event in progress.events:
            readable, _ = self._by_place(event.documents)
            if event.evidence is None or not readable:
                return None
            best = readable[: READ // len(progress.events)]
            verdict = self.answerer.answer(event.evidence, self.reranker.rank(event.evidence, best))
            first = next(verdict.claims, None)
            if first is None or verdict.confidence < self.settings.decline_below:
                return None
            firsts.append(first)
            surest = min(surest, verdict.confidence)
        if not firsts:
            return None
        whole = with_subjects(of_events(firsts, progress.query), progress.query.language)
        return Verdict(surest, corrected(whole, self.archive))

    def _led(self, claims: Iterable[Claim], query: Query) -> Iterator[Claim]:
        """The claims, led by what must be known with them; nothing that leads stands without its claim."""
        leading: list[Claim] = []
        said = 0
        whole = with_subjects(claims, query.language)
        for claim in corrected(dated(whole, query), self.archive):
            leading.append(claim)
            if claim.kind == "added":
                continue
            if said + len(leading) > MOST_STATEMENTS:
                return
            yield from leading
            said, leading = said + len(leading), []
        if not said:
            yield from leading

    def _say(
        self,
        progress: Progress,
        claims: Iterable[Claim],
        confidence: float,
        near: Sequence[Ranked] = (),
    ) -> Iterator[Event]:
        """The claims as checked statements, and the answer that they make; without any, "not reported"."""
        citations = Citations(self.archive)
        statements: list[Statement] = []
        for claim in claims:
            try:
                statement, new = citations.statement(claim)
            except NotSupported:  # withdrawn while it was being read, or never printed: it is not said
                continue
            statements.append(statement)
            yield Event(kind="statement", statement=statement, citations=tuple(new))
        if statements:
            joint = "\n" if progress.told else " " if progress.query.language == "en" else ""
            yield _done(
                progress,
                "answered",
                confidence=confidence,
                text=joint.join(s.text for s in statements),
                statements=tuple(statements),
                citations=tuple(citations.cited),
            )
        else:
            yield _done(
                progress,
                "not_reported",
                confidence=min(confidence, self.settings.decline_below),
                nearest=self._nearest(near, progress.query),
            )

    def _told(self, progress: Progress) -> Told | None:
        """The list of reports, or the words of somebody, that the question asks for; nothing where it asks for
        something else or there are none."""
        query, request = progress.query, progress.request
        if listing := asked_list(query, self.catalogue.authors()):
            listed = self.lists.find(listing, section=query.section, period=query.period)
            if listed.count:
                return Told(listed.shown, list_claims(listed, query.language))
            if listing.author:  # an unknown author has written nothing, whatever else the words would find
                return Told((), ())
        if speaker := asked_speaker(query):
            said = [turn.content for turn in request.history if turn.role == "assistant"]
            quotes = self.lists.quotes(speaker, said, query.period)
            claims = (Claim(quote.quote, "quoted", (quote,)) for quote in quotes)
            return Told(tuple(quote.version for quote in quotes), claims) if quotes else None
        return None

    def _look_up(self, progress: Progress, k: int, config: RunnableConfig | None = None) -> Progress:
        """Find the passages for a question; of several events those for each, in turn."""
        progress.evidence = self.retriever.evidence(progress.query)
        progress.events = [
            self._look_up(self._understand(self._asked(event, progress)), k, config)
            for event in progress.query.events
        ]
        if progress.events:
            rankings = [event.documents for event in progress.events]
            progress.documents = in_turn(rankings, key=lambda document: document.id)[:k]
        else:
            progress.documents = self._find(progress, k, config)
        return progress

    def _asked(self, event: str, progress: Progress) -> Request:
        """An event's own question. The days in it say which event is meant; only those of the asker's filters restrict."""
        filters = progress.request.filters
        if not (filters.since or filters.until):
            filters = filters.model_copy(update={"any_time": True})
        return progress.request.model_copy(update={"question": event, "history": (), "filters": filters})

    def _find(self, progress: Progress, k: int, config: RunnableConfig | None = None) -> list[Document]:
        query, filters = progress.query, progress.request.filters
        wider = k * TALKED_ABOUT if progress.about and not query.period else k
        retriever = self.retriever.model_copy(update={"k": wider})
        found = retriever.invoke(query.search, config, understood=query, filters=filters)
        return prefer(found, progress.about)[:k]

    def _nearest(self, ranked: Sequence[Ranked], query: Query) -> tuple[Nearest, ...]:
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
            for version in first_of_each(versions, ids, Copies(self.archive).groups(ids))[:NEAREST]
        )


def _done(
    progress: Progress, status: Status, *, confidence: float = 0.0, text: str = "", **parts: object
) -> Event:
    progress.lap("total")
    answer = Answer(
        answer_id=secrets.token_urlsafe(9),
        question=progress.request.question,
        status=status,
        confidence=round(confidence, 4),
        text=text,
        understood=progress.query.understood(),
        timings_ms=progress.timings_ms,
        **parts,
    )
    return Event(kind="done", answer=answer)


def _fingerprint(settings: Settings, embedder: Embedder, reader: Reader | None) -> str:
    """What an answer depended on beside question and archive, for the journal."""
    parts = (
        embedder.fingerprint,
        reader.fingerprint if reader else "",
        settings.llm,
        str(settings.decline_below),
    )
    return sha256("|".join(parts).encode()).hexdigest()[:12]
