"""Prepares the questions of a set for measuring: opens its archive, finds candidates, and leaves out articles on demand."""

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
from rag.search.evidence import Candidate, Evidence, PassageFeatures
from rag.search.fusion import fusion_for
from rag.search.reranker import passages_to_read
from rag.search.retriever import HybridRetriever
from rag.text.sentences import sentence_spans

SAMPLE = Path(__file__).parent.parent / "ingest" / "sample"
TUNING = Path(__file__).parent / "tuning"  # more questions on the sample paper, all for tuning


class QuestionSetError(WendaError):
    """The articles of a question set cannot be added to an archive."""


@contextmanager
def open_retriever(
    folder: Path, settings: Settings, embedder: Embedder, more: Sequence[Path] = (), name: str = ""
) -> Iterator[HybridRetriever]:
    """A retriever over the articles of a set; its archive is kept in the cache, so that a second run takes seconds.

    Args:
        folder: `SAMPLE`, `TUNING`, or a folder with a `corpus.jsonl`.
        more: folders of further sets whose articles go into the same archive.
        name: name of the archive; default: the names of the sets.
    """
    folders = tuple(dict.fromkeys(SAMPLE if path == TUNING else path for path in (folder, *more)))
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
class MeasuredCandidate:
    """A candidate passage with its features.

    Attributes:
        right: the passage is from an article that the question names as its source.
        look_alike: it is from another article, but seems to answer the question too.
    """

    candidate: Candidate
    features: PassageFeatures
    right: bool
    look_alike: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its measured candidates.

    Attributes:
        weight: weight of each of its training rows; 1 / size of the set, so that all sets count the same.
        seconds: time for finding and measuring the candidates.
    """

    question: Question
    evidence: Evidence
    measured: tuple[MeasuredCandidate, ...]
    weight: float
    seconds: float = 0.0

    def attempts(self, score: Callable[[MeasuredCandidate], float]) -> Iterator[Attempt]:
        """The question with all candidates (if it is answerable), then without its articles and look-alikes."""
        if self.question.answerable:
            yield Attempt(self, self._ranked(self.measured, score), True)
        others = [m for m in self.measured if not m.right and not m.look_alike]
        yield Attempt(self, self._ranked(others, score), False)

    def cut_out(self, score: Callable[[MeasuredCandidate], float]) -> Attempt:
        """The question with its articles, but without the sentences that answer it: only the topic matches."""
        others = [m for m in self.measured if not m.right and not m.look_alike]
        cut = [without_answer(self, m) for m in self.measured if m.right]
        return Attempt(self, self._ranked([*others, *(m for m in cut if m)], score), False)

    def _ranked(
        self, measured: Sequence[MeasuredCandidate], score: Callable[[MeasuredCandidate], float]
    ) -> list[tuple[Candidate, float]]:
        scores = [(m.candidate, score(m)) for m in measured]
        return sorted(scores, key=lambda pair: pair[1], reverse=True)[: passages_to_read(self.evidence.query)]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A question with its ranked passages.

    Attributes:
        answerable: the answer may be among the passages.
    """

    case: Case
    ranked: list[tuple[Candidate, float]]
    answerable: bool

    def right(self, version: Version, text: str) -> bool:
        """Whether `text` holds the answer and `version` is one of the question's articles."""
        question = self.case.question
        return self.answerable and question.answered_in(version) and question.answered_by(text)


class MemoizingAnswerer(ExtractiveAnswerer):
    """Embeds each sentence once, however often it is scored."""

    def __init__(self, embedder: Embedder, reader: Reader | None) -> None:
        super().__init__(embedder, reader)
        self._known: dict[tuple[str, str], float] = {}

    def cosines(self, question: str, texts: list[str]) -> list[float]:
        new = [text for text in texts if (question, text) not in self._known]
        self._known |= {
            (question, text): cosine for text, cosine in zip(new, super().cosines(question, new), strict=True)
        }
        return [self._known[question, text] for text in texts]


class MemoizingReader:
    """Reads each passage once for a question, however often it is asked for."""

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
    """Find and measure the candidates for the questions of one set."""
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
            MeasuredCandidate(
                candidate, features, right, not right and looks_alike(question, candidate.passage.text)
            )
            for candidate, features in found
            for right in [question.answered_in(candidate.passage.version)]
        )
        cases.append(Case(question, evidence, measured, 1 / len(questions), seconds))
        on_done()
    return cases


def looks_alike(question: Question, text: str) -> bool:
    """Whether a text seems to answer the question: it contains the answer and shares the topic."""
    return question.answered_by(text) and shares_topic(question.text, text)


def without_answer(case: Case, measured: MeasuredCandidate) -> MeasuredCandidate | None:
    """The passage without the sentences that answer the question, in an article without them; None if nothing or still an answer
    remains of the passage."""
    passage, text = measured.candidate.passage, measured.candidate.passage.version.text
    before, left, after = (
        _without_answer(case.question, part)
        for part in (text[: passage.start], passage.text, text[passage.end :])
    )
    if not left or case.question.answered_by(left):
        return None
    version = replace(passage.version, text=before + left + after)
    shorter = replace(passage, start=len(before), end=len(before) + len(left), version=version)
    candidate = replace(measured.candidate, passage=shorter)
    return replace(measured, candidate=candidate, features=case.evidence.passage_features(candidate))


def _without_answer(question: Question, text: str) -> str:
    sentences = (text[span.start : span.end] for span in sentence_spans(text))
    return "".join(sentence for sentence in sentences if not question.answered_by(sentence))


def as_found(case: Case) -> Callable[[MeasuredCandidate], float]:
    """A function that scores a candidate before reading with the shipped weights (a logit)."""

    def score(measured: MeasuredCandidate) -> float:
        fusion = fusion_for(case.evidence.query, measured.candidate.passage.version)
        return fusion.found.logit(measured.features)

    return score
