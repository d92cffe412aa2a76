"""Makes training examples for the reader from question sets with known answer spans, new ones in each epoch."""

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

MIN_WINDOW, MAX_WINDOW = 70, 300  # characters
NEIGHBOURS = 12  # look-alike documents per question
NEARNESS = 0.4  # the k-th nearest look-alike is drawn with a probability proportional to exp(-NEARNESS k)


@dataclass(frozen=True, slots=True)
class Mix:
    """Probabilities of the kinds of examples.

    Attributes:
        same_paragraph: a negative comes from the paragraph with the answer; otherwise from a look-alike.
        cut_out: a same-paragraph negative is the window itself without the sentences that answer.
        both: a same-paragraph negative is followed by one from a look-alike.
        swapped: a negative asks about another year, person or place.
        echoed: the passage begins with the question, like a headline.
        english: the question is in rough English.
        keywords: the question has no question words.
        unmarked: the question has no question mark.
        context: the passage comes with its headline and date.
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
        relevant: whether the passage is on the question's topic; None if unknown.
        span: span of the answer in `passage`; None if the passage does not answer.
    """

    question: str
    context: str
    passage: str
    relevant: bool | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Source:
    """A question of a set with its paragraphs.

    Attributes:
        document: index of the paragraph that answers the question, or for an unanswerable one seems to.
        span: span of the answer in that paragraph; None if unanswerable.
        look_alikes: indexes of similar paragraphs without the answer, nearest first.
    """

    question: str
    answers: tuple[str, ...]
    document: int
    span: Span | None
    look_alikes: tuple[int, ...]


class QuestionSet:
    """The paragraphs and questions of one part of a set."""

    def __init__(self, folder: Path, part: Part, mix: Mix | None = None) -> None:
        """
        Raises:
            FileNotFoundError: the folder holds no question set.
        """
        lines = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines()]
        self.name, self.mix = folder.name, mix or Mix()
        files = [(folder / name).read_bytes() for name in ("corpus.jsonl", "questions.jsonl")]
        self.digest = hashlib.sha256(b"".join(files)).hexdigest()[:16]
        self.texts = [to_simplified(line["text"]) for line in lines]
        self._contexts = [_context(line) for line in lines]
        self._sentences: dict[int, list[Span]] = {}
        index_of = {str(line["id"]): i for i, line in enumerate(lines)}
        in_part = {q.id for q in load(folder, date(2024, 12, 31)) if q.part == part}
        rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text("utf-8").splitlines()]
        rows = [row for row in rows if str(row["id"]) in in_part]
        neighbours = _nearest(self.texts, [to_simplified(row["question"]) for row in rows])
        self.sources = [
            s for row, near in zip(rows, neighbours, strict=True) if (s := self._source(row, index_of, near))
        ]

    def groups(self, chance: random.Random) -> Iterator[list[Example]]:
        """One group of examples per question: the positive one first, if there is one, then negatives."""
        for source in chance.sample(self.sources, len(self.sources)):
            if source.span:
                yield self._answerable(source, source.span, chance)
            elif chance.random() < 0.5:
                window = self._window(source.document, self._most_similar_sentence(source), chance)
                yield [
                    self._example(
                        self._reworded_question(source, chance), source.document, window, True, None, chance
                    )
                ]

    def _answerable(self, source: Source, span: Span, chance: random.Random) -> list[Example]:
        question = self._reworded_question(source, chance)
        window = self._window(source.document, span, chance)
        inside = Span(span.start - window.start, span.end - window.start)
        group = [self._example(question, source.document, window, True, inside, chance)]
        from_paragraph = (
            self._same_paragraph_negative(group[0], source, chance)
            if chance.random() < self.mix.same_paragraph
            else None
        )
        if from_paragraph:
            group.append(from_paragraph)
        if source.look_alikes and (not from_paragraph or chance.random() < self.mix.both):
            nth = int(chance.expovariate(NEARNESS)) % len(source.look_alikes)
            document = source.look_alikes[nth]
            sentence = self._most_similar_sentence(replace(source, document=document))
            negative = self._window(document, sentence, chance)
            group.append(self._example(question, document, negative, False, None, chance))
        if question == source.question and chance.random() < self.mix.swapped:
            changed = swapped(source.question, group[0].passage, chance)
            if changed:
                group.append(replace(group[0], question=changed, relevant=None, span=None))
        return [_with_echo(e) if chance.random() < self.mix.echoed else e for e in group]

    def _reworded_question(self, source: Source, chance: random.Random) -> str:
        mix = self.mix
        return reworded(
            source.question, chance, english=mix.english, keywords=mix.keywords, unmarked=mix.unmarked
        )

    def _same_paragraph_negative(
        self, positive: Example, source: Source, chance: random.Random
    ) -> Example | None:
        """A passage of the same paragraph without the answer; None if there is none."""
        if chance.random() < self.mix.cut_out:
            remaining = "".join(
                text
                for s in sentence_spans(positive.passage)
                if not _has(text := positive.passage[s.start : s.end], source.answers)
            )
            if len(remaining) >= MIN_WINDOW / 2:
                return replace(positive, passage=remaining, span=None)
        window = self._window_without_answer(source, chance)
        if window is None:
            return None
        return self._example(positive.question, source.document, window, True, None, chance)

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
        """A window of whole sentences around a span, extended at random on both sides to a random length."""
        spans = self._spans(document)
        first = max((i for i, s in enumerate(spans) if s.start <= around.start), default=0)
        last = max(
            first, min((i for i, s in enumerate(spans) if s.end >= around.end), default=len(spans) - 1)
        )
        length = chance.randint(MIN_WINDOW, MAX_WINDOW)
        while True:
            sides = [s for s in (-1, 1) if 0 <= (first if s < 0 else last) + s < len(spans)]
            if not sides or spans[last].end - spans[first].start >= length:
                break
            side = chance.choice(sides)
            longer = (
                (spans[last].end - spans[first - 1].start)
                if side < 0
                else (spans[last + 1].end - spans[first].start)
            )
            if longer > MAX_WINDOW:
                break
            first, last = (first - 1, last) if side < 0 else (first, last + 1)
        return Span(min(spans[first].start, around.start), max(spans[last].end, around.end))

    def _window_without_answer(self, source: Source, chance: random.Random) -> Span | None:
        """A window of the paragraph without the answer; None if every sentence contains it."""
        text, spans = self.texts[source.document], self._spans(source.document)
        without = [s for s in spans if not _has(text[s.start : s.end], source.answers)]
        if not without:
            return None
        for _ in range(4):
            window = self._window(source.document, chance.choice(without), chance)
            if not _has(text[window.start : window.end], source.answers):
                return window
        return chance.choice(without)

    def _most_similar_sentence(self, source: Source) -> Span:
        """The sentence of the paragraph that shares most character pairs with the question."""
        text, pairs = self.texts[source.document], _pairs(source.question)
        return max(self._spans(source.document), key=lambda s: len(pairs & _pairs(text[s.start : s.end])))

    def _spans(self, document: int) -> list[Span]:
        if document not in self._sentences:
            spans = sentence_spans(self.texts[document])
            self._sentences[document] = spans or [Span(0, len(self.texts[document]))]
        return self._sentences[document]

    def _source(self, row: dict[str, Any], index_of: dict[str, int], near: Sequence[int]) -> Source | None:
        question = to_simplified(str(row["question"]))
        answers = tuple(normalised(str(a)) for a in row.get("answers") or () if str(a).strip())
        ids = row.get("doc_ids") or row.get("negative_ids") or ()
        documents = [index_of[str(i)] for i in ids if str(i) in index_of]
        if not documents:
            return None
        span, document = None, documents[0]
        if row.get("answerable", True):
            located = self._locate(row, documents, index_of)
            if not located:
                return None
            document, span = located
        look_alikes = tuple(d for d in near if d not in documents and not _has(self.texts[d], answers))
        return Source(question, answers, document, span, look_alikes)

    def _locate(
        self, row: dict[str, Any], documents: list[int], index_of: dict[str, int]
    ) -> tuple[int, Span] | None:
        for known in row.get("spans") or ():
            document, start = index_of[str(known["doc_id"])], int(known["start"])
            return document, Span(start, start + len(known["text"]))
        for document in documents:
            for answer in row.get("answers") or ():
                start = self.texts[document].find(to_simplified(str(answer)))
                if start >= 0 and answer:
                    return document, Span(start, start + len(str(answer)))
        return None


def _context(line: dict[str, Any]) -> str:
    day = date.fromisoformat(str(line["date"])) if line.get("date") else None
    return context(to_simplified(str(line.get("title") or "")), "", day)


def _nearest(texts: list[str], questions: list[str]) -> list[list[int]]:
    """For each question the indexes of the most similar paragraphs, by TF-IDF of character pairs."""
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 2), sublinear_tf=True, dtype=np.float32)
    documents = vectors.fit_transform(texts)
    similarity = (vectors.transform(questions) @ documents.T).tocsr()
    near = []
    for i in range(len(questions)):
        row = similarity.getrow(i)
        near.append([int(row.indices[j]) for j in np.argsort(-row.data)[:NEIGHBOURS]])
    return near


def _has(text: str, answers: Sequence[str]) -> bool:
    plain = normalised(text)
    return any(answer in plain for answer in answers)


def _with_echo(example: Example) -> Example:
    """The passage with the question in front, like a headline. An echo of the question is no evidence for an answer."""
    echo = without_mark(example.question) + "？"
    if len(echo) + len(example.passage) > MAX_WINDOW:
        return example
    span = example.span and Span(example.span.start + len(echo), example.span.end + len(echo))
    return replace(example, passage=echo + example.passage, span=span)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
