"""What every door calls: ask, stream, search; and through its journal open a served answer, report it, give a verdict.

Answers come into the journal here and nowhere else.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from rag.answer import Answerer, ExtractiveAnswerer, Responder
from rag.answer.events import EventsResponder
from rag.answer.lists import ListResponder
from rag.answer.llm import LlmAnswerer
from rag.answer.passages import PassageResponder
from rag.answer.quotations import QuotationResponder
from rag.answer.remarks import EmptyArchiveResponder, SmallTalkResponder
from rag.archive import Archive
from rag.chain import AnswerChain
from rag.config import Settings
from rag.embedding import Embedder
from rag.index import Indexes
from rag.journal import Journal, JournalUnusable
from rag.question.rewriter import Rewriter
from rag.reader import Reader, load_reader
from rag.schema import Answer, Event, Found, Request
from rag.search.articles import ArticleLookup
from rag.search.reranker import Reranker
from rag.search.retrieved import to_found
from rag.search.retriever import HybridRetriever

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Models:
    """The models that answer; loaded once, with what they have in common, they may serve several assistants.

    Attributes:
        reader: None for answers without one.
    """

    embedder: Embedder
    reader: Reader | None

    @classmethod
    def load(cls, settings: Settings) -> Models:
        """Those that the settings name.

        Raises:
            WendaError: a model cannot be had; the message says what to do.
        """
        embedder = Embedder.load(settings)
        return cls(embedder, load_reader(settings, embedder.dtype, embedder.encoder))


class Assistant:
    """Answers questions from one data folder. May be asked from many threads."""

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        indexes: Indexes,
        models: Models,
        *,
        answerer: Answerer | None = None,
        journal: Journal | None = None,
    ) -> None:
        """
        Args:
            answerer: words what passages say; else the paper's own sentences do.
            journal: keeps every answer that is given; without it none is kept.
        """
        self.settings = settings
        self.models = models
        self.archive = archive
        self.indexes = indexes
        self._journal = journal
        self.fingerprint = _fingerprint(settings, models)
        answerer = answerer or ExtractiveAnswerer(models.embedder)
        rewriter = Rewriter(answerer.model) if isinstance(answerer, LlmAnswerer) else None
        self.retriever = HybridRetriever(
            archive=archive, indexes=indexes, embedder=models.embedder, rewriter=rewriter
        )
        self.chain = AnswerChain(
            archive,
            self.retriever.understand,
            _responders(self.retriever, Reranker(models.reader), answerer, settings.decline_below),
            settings.decline_below,
        )

    @classmethod
    def open(cls, settings: Settings, *, models: Models | None = None, journal: bool = False) -> Assistant:
        """Load the models and open archive and indexes.

        Args:
            models: already loaded ones.
            journal: keep every answer that is given in the journal.

        Raises:
            WendaError: a model cannot be had, or the archive was made with another one; the message says
                what to do.
        """
        models = models or Models.load(settings)
        archive = Archive(settings.data_dir)
        indexes = Indexes.open(
            settings, archive, fingerprint=models.embedder.fingerprint, dimensions=models.embedder.dimensions
        )
        extractive = ExtractiveAnswerer(models.embedder)
        answerer = LlmAnswerer.load(settings.llm, extractive) if settings.llm else extractive
        kept = Journal.open(settings) if journal else None
        return cls(settings, archive, indexes, models, answerer=answerer, journal=kept)

    def close(self) -> None:
        if self._journal is not None:
            self._journal.close()
        self.indexes.close()
        self.archive.close()

    @property
    def journal(self) -> Journal:
        """The answers that were given: to open one again, report it, or give a verdict on it.

        Raises:
            JournalUnusable: this assistant was opened without one.
        """
        if self._journal is None:
            raise JournalUnusable("This assistant keeps no journal: open it with `journal=True`.")
        return self._journal

    # --- asking ---

    def ask(self, request: Request, *, keep: bool = True) -> Answer:
        """The whole answer at once; for `keep` see `stream`."""
        *_, last = self.stream(request, keep=keep)
        if last.answer is None:
            raise RuntimeError("the chain ended without an answer")
        return last.answer

    def stream(self, request: Request, *, keep: bool = True) -> Iterator[Event]:
        """Events in the order understood, found, statement (each one checked), done.

        Args:
            keep: the answer is put into the journal, where there is one, before it is done; not for questions that
                nobody asked.
        """
        found: tuple[Found, ...] = ()
        for event in self.chain.stream(request):
            found = event.found or found
            if keep and event.answer is not None:
                self._keep(event.answer, request, found)
            yield event

    def search(self, request: Request, k: int = 10) -> tuple[Found, ...]:
        """The best passages for a question, without an answer.

        Raises:
            Rebuilding
        """
        return to_found(self.retriever.find(self.retriever.understand(request), k))

    def _keep(self, answer: Answer, request: Request, found: Sequence[Found]) -> None:
        if self._journal is None:
            return
        try:
            self._journal.record(answer, request, found, self.fingerprint)
        except JournalUnusable:
            # The reader still gets the answer: it has been checked, and withholding it would help nobody.
            log.exception("answer %s could not be kept in the journal", answer.answer_id)


def _responders(
    retriever: HybridRetriever, reranker: Reranker, answerer: Answerer, decline_below: float
) -> list[Responder]:
    """One for each intent, in the order in which they are asked."""
    archive = retriever.archive
    lookup = ArticleLookup(archive, retriever.indexes)
    passages = PassageResponder(archive, retriever, reranker, answerer)
    return [
        SmallTalkResponder(),
        EmptyArchiveResponder(archive),
        ListResponder(lookup),
        QuotationResponder(lookup),
        EventsResponder(passages, decline_below),
        passages,
    ]


def _fingerprint(settings: Settings, models: Models) -> str:
    """What an answer depended on beside question and archive, for the journal."""
    parts = (
        models.embedder.fingerprint,
        models.reader.fingerprint if models.reader else "",
        settings.llm,
        str(settings.decline_below),
    )
    return sha256("|".join(parts).encode()).hexdigest()[:12]
