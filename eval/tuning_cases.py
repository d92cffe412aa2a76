"""Prepares the cases that weights are fitted on: the tuning questions, near misses, and both in rough English.

The measured cases of a set are kept in the cache until its questions, its articles, the model or the code change.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import chain
from pathlib import Path

from rich.console import Console

from eval.bench import Bench, tuning_questions
from eval.reader.english import in_rough_english
from eval.reader.rewording import swapped
from eval.readings import SAMPLE, TUNING, Case
from eval.sets import Question
from rag.reader import Reading
from rag.search.evidence import Evidence, Sentence, SentenceFeatures
from rag.text.script import to_simplified

ROOT = Path(__file__).parents[1]
CODE_PACKAGES = ("rag", "ingest", "eval")  # the cache is invalid when the code of these packages changes
IGNORED_FILES = (
    "weights.json",
    "reader.safetensors",
    "reader.json",
)  # weights, which are fitted on these cases


@dataclass
class TuningCases:
    """The questions of some sets with their candidates.

    Attributes:
        asked: the questions as written.
        near_misses: the questions with another year, person or place than the articles that answer them.
        english: both of these in rough English.
    """

    asked: list[Case] = field(default_factory=list)
    near_misses: list[Case] = field(default_factory=list)
    english: list[Case] = field(default_factory=list)

    @property
    def sentences(self) -> int:
        """Number of sentences measured so far."""
        cases = (*self.asked, *self.near_misses, *self.english)
        return sum(case.evidence.sentences for case in cases if isinstance(case.evidence, MemoizingEvidence))


@contextmanager
def tuning_cases(bench: Bench, folders: Sequence[Path], limit: int) -> Iterator[TuningCases]:
    """The cases of the sets. On exit they are saved, with everything measured in the meantime.

    Args:
        limit: maximal number of questions per set.
    """
    code = _fingerprint(path for package in CODE_PACKAGES for path in (ROOT / package).rglob("*"))
    caches = [_CaseCache.of(bench, folder, limit, code) for folder in folders]
    loaded = [cache.load() for cache in caches]
    before = [cases.sentences if cases else -1 for cases in loaded]
    by_set = [cases or _measure(bench, folder, limit) for cases, folder in zip(loaded, folders, strict=True)]
    yield TuningCases(
        [case for cases in by_set for case in cases.asked],
        [case for cases in by_set for case in cases.near_misses],
        [case for cases in by_set for case in cases.english],
    )
    for cache, cases, sentences in zip(caches, by_set, before, strict=True):
        if cases.asked and cases.sentences > sentences:
            cache.save(cases)


def near_misses(cases: Sequence[Case]) -> dict[str, Question]:
    """The questions with another year, person or place, by id. The articles found look right, but the right answer is
    "not reported"."""
    misses = {}
    for case in cases:
        asked = to_simplified(case.question.text)
        source = next((m.candidate.passage.text for m in case.measured if m.right), "")
        changed = swapped(asked, to_simplified(source), random.Random(case.question.id))
        if changed and case.evidence.query.language != "en":
            misses[case.question.id] = replace(
                case.question, text=changed, facts=(), doc_ids=frozenset(), answerable=False
            )
    return misses


class MemoizingEvidence(Evidence):
    """Computes the features of each sentence once, however often weights are fitted."""

    def __init__(self, evidence: Evidence) -> None:
        self.__dict__ |= evidence.__dict__
        self._known: dict[tuple[float, ...], SentenceFeatures] = {}

    @property
    def sentences(self) -> int:
        """Number of sentences measured so far."""
        return len(self._known)

    def sentence_features(
        self, sentence: Sentence, passage_score: float, reading: Reading | None = None
    ) -> SentenceFeatures:
        passage = sentence.candidate.passage
        scores = (reading.relevance, reading.answered) if reading else ()
        key = (passage.passage_id, passage.end, sentence.start, sentence.end, *scores)
        if key not in self._known:
            self._known[key] = super().sentence_features(sentence, 0.0, reading)
        return self._known[key].of_passage(passage_score)


def _measure(bench: Bench, folder: Path, limit: int) -> TuningCases:
    chosen = tuning_questions(folder, limit)
    if not chosen:
        Console(stderr=True).print(f"{folder.name}: no questions for tuning")
        return TuningCases()
    with bench.measuring(folder) as measure:

        def cases_of(questions: Sequence[Question | None]) -> list[Case]:
            cases = measure([question for question in questions if question])
            return [replace(case, evidence=MemoizingEvidence(case.evidence)) for case in cases]

        asked = cases_of(chosen)
        by_id = near_misses(asked)
        missed = [by_id[question.id] for question in chosen if question.id in by_id]
        english = [cases_of([in_rough_english(q) for q in questions]) for questions in (chosen, missed)]
        return TuningCases(asked, cases_of(missed), [*chain.from_iterable(english)])


@dataclass(frozen=True, slots=True)
class _CaseCache:
    """The file with the cases of a set, and a fingerprint of everything they depend on."""

    path: Path
    fingerprint: str

    @classmethod
    def of(cls, bench: Bench, folder: Path, limit: int, code: str) -> _CaseCache:
        files = [] if folder in (SAMPLE, TUNING) else sorted(folder.glob("*.jsonl"))
        depends = (code, bench.embedder.fingerprint, bench.embedder.dtype, str(limit), _fingerprint(files))
        path = bench.settings.cache_dir / "eval" / "cases" / f"{folder.name}.pickle"
        return cls(path, sha256(" ".join(depends).encode()).hexdigest())

    def load(self) -> TuningCases | None:
        if not self.path.exists():
            return None
        with self.path.open("rb") as file:
            if file.read(len(self.fingerprint)).decode() != self.fingerprint:
                return None
            cases: TuningCases = pickle.load(file)
            return cases

    def save(self, cases: TuningCases) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        partial = self.path.with_suffix(".partial")
        with partial.open("wb") as file:
            file.write(self.fingerprint.encode())
            pickle.dump(cases, file, protocol=5)
        partial.replace(self.path)


def _fingerprint(paths: Iterator[Path] | Sequence[Path]) -> str:
    digest = sha256()
    for path in sorted(path for path in paths if path.is_file() and path.suffix != ".pyc"):
        if path.name not in IGNORED_FILES:
            digest.update(path.read_bytes())
    return digest.hexdigest()
