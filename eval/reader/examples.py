"""Training examples for the reader, cut anew for each epoch from question sets with known answer spans."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from eval.reader.rewording import reworded, swapped, without_mark
from eval.sets import Part, load, normalised
from rag.embedding.context import context
from rag.text.script import to_simplified
from rag.text.sentences import Span, sentence_spans

SHORTEST, LONGEST = 70, 300  # characters of a window
NEIGHBOURS = 12  # look-alike documents kept for a question
NEARER = 0.4  # how steeply nearer look-alikes are preferred: the k-th comes up exp(-NEARER k) times as often


@dataclass(frozen=True, slots=True)
class Mix:
    """How often, by chance, an example is of some kind.

    Attributes:
        same_paragraph: a passage without the answer comes from the paragraph that has it, else from a look-alike.
        cut_out: of those: the very window, without the sentences that answer.
        both: one of either.
        swapped: the question is also asked about another year, person or place.
        echoed: a passage is led by the question.
        english, keywords, unmarked: the question is in rough English, without its question words, without its mark.
        context: the passage comes with its headline and day.
    """

    same_paragraph: float = 0.45
    cut_out: float = 0.5
    both: float = 0.3
    swapped: float = 0.2
    echoed: float = 0.08
    english: float = 0.22
    keywords: float = 0.1
    unmarked: float = 0.5
    context: float = 0.6


@dataclass(frozen=True, slots=True)
class Example:
    """A question with a passage.

    Attributes:
        relevant: whether the passage is on the question's topic; None where that cannot be said.
        span: of the answer in `passage`; None where it is not there.
    """

    question: str
    context: str
    passage: str
    relevant: bool | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Source:
    """A question of a set, ready to be cut.

    Attributes:
        document: index of the paragraph it belongs to, which answers it or only looks so.
        span: of the answer there.
        look_alikes: indexes of other paragraphs that are near and lack the answer.
    """

    question: str
    answers: tuple[str, ...]
    document: int
    span: Span | None
    look_alikes: tuple[int, ...]


class QuestionSet:
    """The paragraphs and questions of one folder, of one part."""

    def __init__(self, folder: Path, part: Part, mix: Mix | None = None) -> None:
        """
        Raises:
            FileNotFoundError: it is not a question set's folder.
        """
        lines = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines()]
        self.name, self.mix = folder.name, mix or Mix()
        files = [(folder / name).read_bytes() for name in ("corpus.jsonl", "questions.jsonl")]
        self.digest = hashlib.sha256(b"".join(files)).hexdigest()[:16]
        self.texts = [to_simplified(line["text"]) for line in lines]
        self._contexts = [_context(line) for line in lines]
        self._sentences: dict[int, list[Span]] = {}
        number = {str(line["id"]): i for i, line in enumerate(lines)}
        in_part = {q.id for q in load(folder, date(2024, 12, 31)) if q.part == part}
        rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]
        rows = [row for row in rows if str(row["id"]) in in_part]
        near = _nearest(self.texts, [to_simplified(row["question"]) for row in rows])
        self.sources = [
            s for row, close in zip(rows, near, strict=True) if (s := self._source(row, number, close))
        ]

    def groups(self, chance: random.Random) -> Iterator[list[Example]]:
        """One group of examples a question: first the one with the answer, if there is such, then others."""
        for source in chance.sample(self.sources, len(self.sources)):
            if source.span:
                yield self._answerable(source, source.span, chance)
            elif chance.random() < 0.5:
                window = self._window(source.document, self._most_alike(source), chance)
                yield [
                    self._example(self._asked(source, chance), source.document, window, True, None, chance)
                ]

    def _answerable(self, source: Source, span: Span, chance: random.Random) -> list[Example]:
        question = self._asked(source, chance)
        window = self._window(source.document, span, chance)
        inside = Span(span.start - window.start, span.end - window.start)
        group = [self._example(question, source.document, window, True, inside, chance)]
        here = (
            self._of_same_paragraph(group[0], source, chance)
            if chance.random() < self.mix.same_paragraph
            else None
        )
        if here:
            group.append(here)
        if source.look_alikes and (not here or chance.random() < self.mix.both):
            nth = int(chance.expovariate(NEARER)) % len(source.look_alikes)
            document = source.look_alikes[nth]
            like = self._window(document, self._most_alike(replace(source, document=document)), chance)
            group.append(self._example(question, document, like, False, None, chance))
        if question == source.question and chance.random() < self.mix.swapped:
            other = swapped(source.question, group[0].passage, chance)
            if other:
                group.append(replace(group[0], question=other, relevant=None, span=None))
        return [_echoing(e) if chance.random() < self.mix.echoed else e for e in group]

    def _asked(self, source: Source, chance: random.Random) -> str:
        mix = self.mix
        return reworded(
            source.question, chance, english=mix.english, keywords=mix.keywords, unmarked=mix.unmarked
        )

    def _of_same_paragraph(self, right: Example, source: Source, chance: random.Random) -> Example | None:
        """A passage of the same paragraph that lacks the answer."""
        if chance.random() < self.mix.cut_out:
            rest = "".join(
                text
                for s in sentence_spans(right.passage)
                if not _has(text := right.passage[s.start : s.end], source.answers)
            )
            if len(rest) >= SHORTEST / 2:
                return replace(right, passage=rest, span=None)
        other = self._without_answer(source, chance)
        return self._example(right.question, source.document, other, True, None, chance) if other else None

    def _example(
        self,
        question: str,
        document: int,
        window: Span,
        relevant: bool,
        span: Span | None,
        chance: random.Random,
    ) -> Example:
        context = self._contexts[document] if chance.random() < self.mix.context else ""
        return Example(question, context, self.texts[document][window.start : window.end], relevant, span)

    def _window(self, document: int, around: Span, chance: random.Random) -> Span:
        """Whole sentences around a span, some at either side by chance."""
        spans = self._spans(document)
        first = max((i for i, s in enumerate(spans) if s.start <= around.start), default=0)
        last = max(
            first, min((i for i, s in enumerate(spans) if s.end >= around.end), default=len(spans) - 1)
        )
        wished = chance.randint(SHORTEST, LONGEST)
        while True:
            sides = [s for s in (-1, 1) if 0 <= (first if s < 0 else last) + s < len(spans)]
            if not sides or spans[last].end - spans[first].start >= wished:
                break
            side = chance.choice(sides)
            longer = (
                (spans[last].end - spans[first - 1].start)
                if side < 0
                else (spans[last + 1].end - spans[first].start)
            )
            if longer > LONGEST:
                break
            first, last = (first - 1, last) if side < 0 else (first, last + 1)
        return Span(min(spans[first].start, around.start), max(spans[last].end, around.end))

    def _without_answer(self, source: Source, chance: random.Random) -> Span | None:
        """A window of the same paragraph that lacks the answer."""
        text, spans = self.texts[source.document], self._spans(source.document)
        free = [s for s in spans if not _has(text[s.start : s.end], source.answers)]
        if not free:
            return None
        for _ in range(4):
            window = self._window(source.document, chance.choice(free), chance)
            if not _has(text[window.start : window.end], source.answers):
                return window
        return chance.choice(free)

    def _most_alike(self, source: Source) -> Span:
        """The sentence of the source's paragraph that shares most with the question."""
        text, pairs = self.texts[source.document], _pairs(source.question)
        return max(self._spans(source.document), key=lambda s: len(pairs & _pairs(text[s.start : s.end])))

    def _spans(self, document: int) -> list[Span]:
        if document not in self._sentences:
            spans = sentence_spans(self.texts[document])
            self._sentences[document] = spans or [Span(0, len(self.texts[document]))]
        return self._sentences[document]

    def _source(self, row: dict[str, Any], number: dict[str, int], near: Sequence[int]) -> Source | None:
        question = to_simplified(str(row["question"]))
        answers = tuple(normalised(str(a)) for a in row.get("answers") or () if str(a).strip())
        own = [
            number[str(i)] for i in row.get("doc_ids") or row.get("negative_ids") or () if str(i) in number
        ]
        if not own:
            return None
        span, document = None, own[0]
        if row.get("answerable", True):
            located = self._locate(row, own, number)
            if not located:
                return None
            document, span = located
        look_alikes = tuple(d for d in near if d not in own and not _has(self.texts[d], answers))
        return Source(question, answers, document, span, look_alikes)

    def _locate(self, row: dict[str, Any], own: list[int], number: dict[str, int]) -> tuple[int, Span] | None:
        for known in row.get("spans") or ():
            document, start = number[str(known["doc_id"])], int(known["start"])
            return document, Span(start, start + len(known["text"]))
        for document in own:
            for answer in row.get("answers") or ():
                start = self.texts[document].find(to_simplified(str(answer)))
                if start >= 0 and answer:
                    return document, Span(start, start + len(str(answer)))
        return None


def _context(line: dict[str, Any]) -> str:
    day = date.fromisoformat(str(line["date"])) if line.get("date") else None
    return context(to_simplified(str(line.get("title") or "")), "", day)


def _nearest(texts: list[str], questions: list[str]) -> list[list[int]]:
    """For each question the paragraphs that share most with it, by TF-IDF of character pairs."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True, dtype=np.float32)
    documents = vectors.fit_transform(texts)
    likeness = (vectors.transform(questions) @ documents.T).tocsr()
    near = []
    for i in range(len(questions)):
        row = likeness.getrow(i)
        near.append([int(row.indices[j]) for j in np.argsort(-row.data)[:NEIGHBOURS]])
    return near


def _has(text: str, answers: Sequence[str]) -> bool:
    plain = normalised(text)
    return any(answer in plain for answer in answers)


def _echoing(example: Example) -> Example:
    """The passage led by the question itself, as in a headline: that says nothing of an answer."""
    echo = without_mark(example.question) + "？"
    if len(echo) + len(example.passage) > LONGEST:
        return example
    span = example.span and Span(example.span.start + len(echo), example.span.end + len(echo))
    return replace(example, passage=echo + example.passage, span=span)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
