"""The tuning questions as weights are fitted on them: as they are, as near misses, and both in rough English.

What was measured of a set is kept in the cache, until its questions, its articles, the model or the code change.
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
CODE_PACKAGES = ("rag", "ingest", "eval")  # packages whose code shapes what is measured
IGNORED_FILES = (
    "weights.json",
    "reader.safetensors",
    "reader.json",
)  # weights, which are fitted to it only later


@dataclass
class TuningCases:
    """The questions of some sets with their candidates.

    Attributes:
        asked: as they are. missed: about another year, person or place than what was found.
        english: both of these in rough English.
    """

    asked: list[Case] = field(default_factory=list)
    near_misses: list[Case] = field(default_factory=list)
    english: list[Case] = field(default_factory=list)

    @property
    def sentences(self) -> int:
        """How many have been measured."""
        cases = (*self.asked, *self.near_misses, *self.english)
        return sum(case.evidence.sentences for case in cases if isinstance(case.evidence, MemoizingEvidence))


@contextmanager
def tuning_cases(bench: Bench, folders: Sequence[Path], most: int) -> Iterator[TuningCases]:
    """The cases of the sets, kept with all that is measured of them in the meantime.

    Args:
        most: questions of each set.
    """
    code = _fingerprint(path for package in CODE_PACKAGES for path in (ROOT / package).rglob("*"))
    kept = [_CaseCache.of(bench, folder, most, code) for folder in folders]
    loaded = [one.load() for one in kept]
    before = [cases.sentences if cases else -1 for cases in loaded]
    by_set = [cases or _measured(bench, folder, most) for cases, folder in zip(loaded, folders, strict=True)]
    yield TuningCases(
        [case for cases in by_set for case in cases.asked],
        [case for cases in by_set for case in cases.near_misses],
        [case for cases in by_set for case in cases.english],
    )
    for one, cases, sentences in zip(kept, by_set, before, strict=True):
        if cases.asked and cases.sentences > sentences:
            one.save(cases)


def near_misses(cases: Sequence[Case]) -> dict[str, Question]:
    """By their ids, questions about another year, person or place than the articles that answered them: what is found
    looks right, and the right answer is "not reported"."""
    misses = {}
    for case in cases:
        asked = to_simplified(case.question.text)
        told = next((m.candidate.passage.text for m in case.measured if m.right), "")
        other = swapped(asked, to_simplified(told), random.Random(case.question.id))
        if other and case.evidence.query.language != "en":
            misses[case.question.id] = replace(
                case.question, text=other, facts=(), doc_ids=frozenset(), answerable=False
            )
    return misses


class MemoizingEvidence(Evidence):
    """Measures each sentence once, though weights are fitted over it several times."""

    def __init__(self, evidence: Evidence) -> None:
        self.__dict__ |= evidence.__dict__
        self._known: dict[tuple[float, ...], SentenceFeatures] = {}

    @property
    def sentences(self) -> int:
        """How many have been measured."""
        return len(self._known)

    def sentence_features(
        self, sentence: Sentence, passage_score: float, reading: Reading | None = None
    ) -> SentenceFeatures:
        passage = sentence.candidate.passage
        read = (reading.relevance, reading.answered) if reading else ()
        key = (passage.passage_id, passage.end, sentence.start, sentence.end, *read)
        if key not in self._known:
            self._known[key] = super().sentence_features(sentence, 0.0, reading)
        return self._known[key].of_passage(passage_score)


def _measured(bench: Bench, folder: Path, most: int) -> TuningCases:
    chosen = tuning_questions(folder, most)
    if not chosen:
        Console(stderr=True).print(f"{folder.name}: no questions for tuning")
        return TuningCases()
    with bench.measuring(folder) as ask:

        def put(questions: Sequence[Question | None]) -> list[Case]:
            cases = ask([question for question in questions if question])
            return [replace(case, evidence=MemoizingEvidence(case.evidence)) for case in cases]

        asked = put(chosen)
        missing = near_misses(asked)
        missed = [missing[question.id] for question in chosen if question.id in missing]
        english = [put([in_rough_english(q) for q in questions]) for questions in (chosen, missed)]
        return TuningCases(asked, put(missed), [*chain.from_iterable(english)])


@dataclass(frozen=True, slots=True)
class _CaseCache:
    """Where the cases of a set are kept, and what they depend on."""

    path: Path
    fingerprint: str

    @classmethod
    def of(cls, bench: Bench, folder: Path, most: int, code: str) -> _CaseCache:
        files = [] if folder in (SAMPLE, TUNING) else sorted(folder.glob("*.jsonl"))
        depends = (code, bench.embedder.fingerprint, bench.embedder.dtype, str(most), _fingerprint(files))
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
        half = self.path.with_suffix(".half")
        with half.open("wb") as file:
            file.write(self.fingerprint.encode())
            pickle.dump(cases, file, protocol=5)
        half.replace(self.path)


def _fingerprint(paths: Iterator[Path] | Sequence[Path]) -> str:
    digest = sha256()
    for path in sorted(path for path in paths if path.is_file() and path.suffix != ".pyc"):
        if path.name not in IGNORED_FILES:
            digest.update(path.read_bytes())
    return digest.hexdigest()
