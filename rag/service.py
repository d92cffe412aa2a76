"""`Assistant`, the one interface to questions and answers that the web pages, the API and the command line use.

It asks, streams, searches and gives access to the journal. Answers are written to the journal only here, and personal
numbers in questions are masked here. For everybody but this program itself and its command line, it keeps to the limits:
those are the methods that take an `Asker`.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing
from functools import cached_property

from langchain_core.tools import StructuredTool

from rag.answer import ExtractiveAnswerer, Responder
from rag.answer.digest import DigestResponder
from rag.answer.kept import KeptAnswers
from rag.answer.lists import ListResponder
from rag.answer.notices import NoticeResponder
from rag.answer.parts import PartsResponder
from rag.answer.passages import PassageResponder
from rag.answer.quotations import QuotationResponder
from rag.answer.remarks import EmptyArchiveResponder, SmallTalkResponder
from rag.answer.ruled import RuledResponder, with_exclusions
from rag.answer.translation import Translator
from rag.answer.writer import Writer
from rag.archive import Archive
from rag.chain import AnswerChain
from rag.cite import ClaimChecker, no_translation
from rag.config import Settings
from rag.desk import Audit, Desk, DeskUnusable, Rulings
from rag.index import Indexes
from rag.journal import Journal, JournalUnusable
from rag.label import with_mark
from rag.limits import Asker, Limits, Place
from rag.llm import LanguageModel, require_inside
from rag.models import Models, fingerprint
from rag.newsroom.editing import Editing
from rag.privacy import RequestMask, mask_numbers
from rag.question import Query
from rag.question.rewriter import Rewriter
from rag.recorder import Recorder
from rag.schema import Answer, Event, Found, Request, WendaError
from rag.search.later_notices import LaterNotices
from rag.search.reranker import Reranker
from rag.search.retrieved import to_found
from rag.search.retriever import HybridRetriever
from rag.tool import answer_tool

log = logging.getLogger(__name__)

Observer = Callable[[Answer, Asker], None]
"""Called with each answer that was given to somebody, and to whom."""


class Assistant:
    """Answers questions from one data folder. Thread-safe."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        indexes: Indexes,
        models: Models,
        *,
        model: LanguageModel | None = None,
        checker: ClaimChecker | None = None,
        journal: Journal | None = None,
        desk: Desk | None = None,
    ) -> None:
        """
        Args:
            model: words answers, follow-ups and translations; None: answers are quotations.
            checker: checks what the model and the editors write; by default the shipped one.
            journal: records every answer; None: answers are not recorded.
            desk: the newsroom's own database; None: this assistant serves no desk.
        """
        self.settings = settings
        self.models = models
        self.archive = archive
        self.indexes = indexes
        self._journal = journal
        self._desk = desk
        self.limits = Limits.of(settings)
        self.observers: list[Observer] = []
        self.fingerprint = fingerprint(settings, models)
        self._recorder = Recorder(journal, archive, self.fingerprint) if journal else None
        self._commits = archive.commits()
        self._kept = KeptAnswers(settings.answers_kept, self._answers_hang_on)
        load_checker = ClaimChecker.load if model else ClaimChecker.on_first_use
        checker = checker or load_checker(settings.cache_dir, models.embedder)
        self._checker = checker
        self._rulings = Rulings(desk) if desk else None
        self._ruled = RuledResponder(archive, self._rulings, settings.timezone) if self._rulings else None
        writer = Writer(model, checker, settings.llm_context) if model else None
        rewriter = Rewriter(model) if model else None
        self.retriever = HybridRetriever(
            archive=archive,
            indexes=indexes,
            embedder=models.embedder,
            reader=models.reader,
            rewriter=rewriter,
        )
        self.chain = AnswerChain(
            archive,
            self._understand,
            self._responders(writer),
            settings.decline_below,
            Translator(model) if model else no_translation,
            checker,
        )

    @classmethod
    def open(cls, settings: Settings, *, models: Models | None = None, journal: bool = False) -> Assistant:
        """Load the models and open archive and indexes.

        Args:
            models: models that are already loaded; None: they are loaded.
            journal: whether to record every answer in the journal, and to open the newsroom's own database.

        Raises:
            WendaError: a model cannot be loaded, questions would leave although they must not, or the archive was built with
                another model; the message says what to do.
        """
        require_inside(settings)
        models = models or Models.load(settings)
        archive = Archive.open(settings)
        indexes = Indexes.open(
            settings, archive, fingerprint=models.embedder.fingerprint, dimensions=models.embedder.dimensions
        )
        model = LanguageModel.load(settings) if settings.llm else None
        opened = Journal.open(settings) if journal else None
        desk = Desk.open(settings) if journal else None
        if desk:
            Audit(desk).prune()
        return cls(settings, archive, indexes, models, model=model, journal=opened, desk=desk)

    def prepare(self) -> None:
        """See `HybridRetriever.prepare`; if it fails, the questions that need it compute it themselves."""
        try:
            self.retriever.prepare()
        except WendaError as error:
            log.warning("not prepared for the first question: %s", error)

    def close(self) -> None:
        self._commits.close()
        if self._journal is not None:
            self._journal.close()
        if self._desk is not None:
            self._desk.close()
        self.indexes.close()
        self.archive.close()

    @property
    def journal(self) -> Journal:
        """The recorded answers: to open one again, report it, or give a verdict on it.

        Raises:
            JournalUnusable: this assistant was opened without a journal.
        """
        if self._journal is None:
            raise JournalUnusable("This assistant keeps no journal: open it with `journal=True`.")
        return self._journal

    @property
    def desk(self) -> Desk:
        """The newsroom's own database: its users, and what they did.

        Raises:
            DeskUnusable: this assistant was opened without a journal.
        """
        if self._desk is None:
            raise _no_desk()
        return self._desk

    @cached_property
    def editing(self) -> Editing:
        """What editors do about answers.

        Raises:
            DeskUnusable, JournalUnusable: this assistant was opened without a journal.
        """
        if self._ruled is None:
            raise _no_desk()
        embedder = self.models.embedder
        return Editing(self.archive, self.journal, self.desk, embedder, self._checker, self._ruled)

    def corrected(self, answer: Answer) -> Answer | None:
        """What an answer that was given says now; None if the newsroom has not corrected it since.

        Raises:
            DeskUnusable
        """
        return self.editing.corrected(answer) if self._ruled else None

    def decisions_state(self) -> tuple[int, ...]:
        """Numbers of which one changes with every decision of the newsroom about answers.

        Raises:
            DeskUnusable
        """
        return self._rulings.state() if self._rulings else ()

    # --- asking ---

    def ask(self, request: Request, *, record: bool = True) -> Answer:
        """The complete answer; for `record` see `stream`."""
        *_, last = self.stream(request, record=record)
        if last.answer is None:
            raise RuntimeError("the chain ended without an answer")
        return last.answer

    def stream(
        self, request: Request, *, record: bool = True, asker: Asker | None = None
    ) -> Generator[Event]:
        """Events in the order understood, found, one for each checked statement, done; personal numbers are masked in them.

        Args:
            record: whether to record the answer in the journal, if there is one. False for questions that no user asked.
            asker: for whom the answer is, for the observers.
        """
        found: tuple[Found, ...] = ()
        mask = RequestMask(request)
        for event in self._kept.stream(request, lambda: map(mask.event, self.chain.stream(request))):
            found = event.found or found
            if event.answer is not None:
                marked = with_mark(event.answer, self.settings.paper)
                event = event.model_copy(update={"answer": marked})
            if record and self._recorder and event.answer is not None:
                self._recorder.record(event.answer, mask.request(request), found)
            if asker is not None and event.answer is not None:
                for observe in self.observers:
                    observe(event.answer, asker)
            yield event.for_readers()

    def search(self, request: Request, k: int = 10) -> tuple[Found, ...]:
        """The best passages for a question, without an answer.

        Raises:
            Rebuilding
        """
        return to_found(self.retriever.find(self.retriever.understand(request), k))

    def report(self, answer_id: str, reason: str) -> None:
        """Store a user's report that an answer is wrong, without the personal numbers in it.

        Raises:
            Journal.NotFound
            JournalUnusable
        """
        self.journal.report(answer_id, mask_numbers(reason))

    # --- asking, for somebody at a door ---

    async def events_for(self, request: Request, asker: Asker) -> AsyncGenerator[Place | tuple[Event, ...]]:
        """The places in the line, then the events of `stream`. Close the generator to leave the line.

        Raises:
            TooMany, LineFull, Stopped
        """
        async with aclosing(self.limits.events(asker, lambda: self.stream(request, asker=asker))) as steps:
            async for step in steps:
                yield step

    async def answer_for(self, request: Request, asker: Asker) -> Answer:
        """The complete answer.

        Raises:
            TooMany, LineFull
        """
        last = await _last_event(self.events_for(request, asker))
        if last.answer is None:
            raise RuntimeError("the chain ended without an answer")
        return last.answer

    async def search_for(self, request: Request, asker: Asker, k: int = 10) -> tuple[Found, ...]:
        """The best passages for a question, without an answer.

        Raises:
            TooMany, LineFull, Rebuilding
        """

        def found() -> Generator[Event]:
            yield Event(kind="found", found=self.search(request, k))

        return (await _last_event(self.limits.events(asker, found))).found

    def report_for(self, asker: Asker, answer_id: str, reason: str) -> None:
        """See `report`.

        Raises:
            TooMany
            Journal.NotFound
            JournalUnusable
        """
        self.limits.quotas.count(asker)
        self.report(answer_id, reason)

    # --- in other programs ---

    def as_retriever(self) -> HybridRetriever:
        """A LangChain retriever over the archive, for somebody's own chain."""
        return self.retriever

    def as_tool(self) -> StructuredTool:
        """A LangChain tool that answers with checked sentences and their sources, for somebody's own agent."""
        return answer_tool(self.ask, self.settings.today)

    def _responders(self, writer: Writer | None) -> list[Responder]:
        """One responder per intent, in the order in which they are tried."""
        decline_below = self.settings.decline_below
        lookup = self.retriever.articles
        lists = ListResponder(lookup)
        passages = PassageResponder(
            self.archive,
            self.retriever,
            Reranker(self.models.reader),
            ExtractiveAnswerer(self.models.embedder, self.models.reader),
            decline_below,
            writer,
        )
        return [
            SmallTalkResponder(self.archive),
            EmptyArchiveResponder(self.archive),
            *([self._ruled] if self._ruled else []),
            NoticeResponder(lookup, LaterNotices(self.archive, self.indexes)),
            *([DigestResponder(self.archive, lists, passages, writer)] if writer else []),
            lists,
            QuotationResponder(lookup),
            PartsResponder(passages, decline_below),
            passages,
        ]

    def _answers_hang_on(self) -> tuple[object, ...]:
        """What an answer hangs on beside the request: everything that is ever written to the archive (also what its indexes have
        taken in of it, and the releases of embargoed articles), the staff's verdicts and decisions, the models and the settings.
        """
        verdicts = self._journal.verdict_state() if self._journal else None
        return self._commits.number(), verdicts, self.decisions_state(), self.fingerprint, self.settings

    def _understand(self, request: Request) -> Query:
        query = self.retriever.understand(request)
        return with_exclusions(query, self._rulings) if self._rulings else query


async def _last_event(steps: AsyncGenerator[Place | tuple[Event, ...]]) -> Event:
    async with aclosing(steps):
        async for step in steps:
            if isinstance(step, tuple):
                *_, last = step
    return last


def _no_desk() -> DeskUnusable:
    return DeskUnusable("This assistant serves no desk: open it with `journal=True`.")
