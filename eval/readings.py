"""Questions of a set as the answerer meets them: with all articles, and with those left out that answer them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from eval.sets import Question, shares_topic
from ingest import pipeline
from ingest.progress import progress_reporter
from ingest.readers.options import ReadOptions
from rag.answer.extractive import ExtractiveAnswerer
from rag.archive import Archive
from rag.config import Settings
from rag.embedding import Embedder
from rag.index import Indexes
from rag.reader import Reader, ReaderInput, Reading
from rag.schema import Request, Version, WendaError
from rag.search.evidence import Candidate, Evidence, PassageFeatures, sentences
from rag.search.fusion import fusion_for
from rag.search.reranker import passages_to_read
from rag.search.retriever import HybridRetriever

SAMPLE = Path(__file__).parent.parent / "ingest" / "sample"
TUNING = Path(__file__).parent / "tuning"  # further questions on the sample paper, all of them for tuning


class QuestionSetError(WendaError):
    """A question set cannot be put into an archive."""


@contextmanager
def open_retriever(
    folder: Path, settings: Settings, embedder: Embedder, beside: Sequence[Path] = (), name: str = ""
) -> Iterator[HybridRetriever]:
    """The articles of a set in an archive of their own, kept in the cache so that a second run costs seconds.

    Args:
        folder: the sample paper's, that of the further questions on it, or one with a `corpus.jsonl`.
        beside: of further sets, whose articles go into the same archive.
        name: of the archive; else it is named by the sets.
    """
    folders = tuple(dict.fromkeys(SAMPLE if path == TUNING else path for path in (folder, *beside)))
    name = name or "+".join(folder.name for folder in folders)
    home = settings.model_copy(update={"data_dir": settings.cache_dir / "eval" / name})
    archive = Archive(home.data_dir)
    try:
        for folder in folders:
            corpus = folder if folder == SAMPLE else folder / "corpus.jsonl"
            given = ReadOptions(source=folder.name)
            with progress_reporter() as bar:
                report = pipeline.add([corpus], given, archive=archive, load=lambda: embedder, reporter=bar)
            if report.failures:
                raise QuestionSetError(f"{folder.name}: {report.failures[0]}")
        indexes = Indexes.open(
            home, archive, fingerprint=embedder.fingerprint, dimensions=embedder.dimensions
        )
        try:
            if indexes.is_owner:
                indexes.sync()
            yield HybridRetriever(archive=archive, indexes=indexes, embedder=embedder)
        finally:
            indexes.close()
    finally:
        archive.close()


@dataclass(frozen=True, slots=True)
class Measured:
    """A candidate, its features, whether it lies in one of the question's articles, and whether it would
    answer the question although it does not."""

    candidate: Candidate
    features: PassageFeatures
    right: bool
    look_alike: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its candidates, measured once.

    Attributes:
        weight: of each of its rows, so that sets count alike.
        seconds: that finding and measuring took.
    """

    question: Question
    evidence: Evidence
    measured: tuple[Measured, ...]
    weight: float
    seconds: float = 0.0

    def attempts(self, score: Callable[[Measured], float]) -> Iterator[Attempt]:
        """The question as it is, where it can be answered, and with its articles and look-alikes left out."""
        if self.question.answerable:
            yield Attempt(self, self._ranked(self.measured, score), True)
        left = [m for m in self.measured if not m.right and not m.look_alike]
        yield Attempt(self, self._ranked(left, score), False)

    def cut_out(self, score: Callable[[Measured], float]) -> Attempt:
        """The question with its articles, but without their sentences that answer it: the topic alone."""
        left = [m for m in self.measured if not m.right and not m.look_alike]
        cut = [without_answer(self, m) for m in self.measured if m.right]
        return Attempt(self, self._ranked([*left, *(m for m in cut if m)], score), False)

    def _ranked(
        self, measured: Sequence[Measured], score: Callable[[Measured], float]
    ) -> list[tuple[Candidate, float]]:
        scores = [(m.candidate, score(m)) for m in measured]
        return sorted(scores, key=lambda pair: pair[1], reverse=True)[: passages_to_read(self.evidence.query)]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A question with its ranked passages.

    Attributes:
        answerable: whether the answer can be among them.
    """

    case: Case
    ranked: list[tuple[Candidate, float]]
    answerable: bool

    def right(self, version: Version, text: str) -> bool:
        """Whether `text`, of that article, holds the answer, and the article is one of the question's."""
        known = self.case.question.answered_in(version)
        return self.answerable and known and self.case.question.answered_by(text)


class MemoizingAnswerer(ExtractiveAnswerer):
    """Embeds each sentence once, though weights are fitted over it several times."""

    def __init__(self, embedder: Embedder) -> None:
        super().__init__(embedder)
        self._known: dict[tuple[str, str], float] = {}

    def cosines(self, question: str, texts: list[str]) -> list[float]:
        new = [text for text in texts if (question, text) not in self._known]
        self._known |= {
            (question, text): cosine for text, cosine in zip(new, super().cosines(question, new), strict=True)
        }
        return [self._known[question, text] for text in texts]


class MemoizingReader:
    """Reads each passage once for a question, though weights are fitted over the readings several times."""

    def __init__(self, reader: Reader) -> None:
        self.fingerprint = reader.fingerprint
        self._reader = reader
        self._known: dict[tuple[str, ReaderInput], Reading] = {}

    def read(self, question: str, texts: Sequence[ReaderInput]) -> list[Reading]:
        new = [text for text in dict.fromkeys(texts) if (question, text) not in self._known]
        readings = self._reader.read(question, new)
        self._known |= {(question, text): reading for text, reading in zip(new, readings, strict=True)}
        return [self._known[question, text] for text in texts]


def measure(
    questions: Sequence[Question],
    retriever: HybridRetriever,
    on_done: Callable[[], None] = lambda: None,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Case]:
    """Find and measure the candidates of the questions of one set."""
    cases = []
    for question in questions:
        started = clock()
        query = retriever.understand(Request(question=question.text[:2000], today=question.today))
        evidence = retriever.evidence(query)
        found = [
            (candidate, evidence.passage_features(candidate)) for candidate in retriever.candidates(query)
        ]
        seconds = clock() - started
        measured = tuple(
            Measured(candidate, features, right, not right and looks_alike(question, candidate.passage.text))
            for candidate, features in found
            for right in [question.answered_in(candidate.passage.version)]
        )
        cases.append(Case(question, evidence, measured, 1 / len(questions), seconds))
        on_done()
    return cases


def looks_alike(question: Question, text: str) -> bool:
    """Whether a text would answer the question although the question names another article."""
    return question.answered_by(text) and shares_topic(question.text, text)


def without_answer(case: Case, measured: Measured) -> Measured | None:
    """A passage without its sentences that answer the question; None where nothing is left, or the answer still is."""
    passage = measured.candidate.passage
    told = [s.text for s in sentences(measured.candidate) if not case.question.answered_by(s.text)]
    left = "".join(told)
    if not left or case.question.answered_by(left):
        return None
    text = passage.version.text
    version = replace(passage.version, text=text[: passage.start] + left + text[passage.end :])
    shorter = replace(passage, end=passage.start + len(left), version=version)
    candidate = replace(measured.candidate, passage=shorter)
    return replace(measured, candidate=candidate, features=case.evidence.passage_features(candidate))


def as_found(case: Case) -> Callable[[Measured], float]:
    """The score of a candidate as the shipped weights have it, before it is read (a logit)."""

    def score(measured: Measured) -> float:
        fusion = fusion_for(case.evidence.query, measured.candidate.passage.version)
        return fusion.found.logit(measured.features)

    return score
