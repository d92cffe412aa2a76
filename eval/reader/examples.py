"""Makes training examples for the reader from question sets with known answer spans, new ones in each epoch."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from eval.reader.rewording import Homophones, elided, reworded, swapped, without_mark
from eval.reader.sources import DEFAULT_TODAY, Source, SourceSet, contains_answer
from eval.sets import Part
from rag.language import without_days
from rag.text.sentences import Span, sentence_spans

MIN_WINDOW, MAX_WINDOW = 70, 300  # characters
NEARNESS = 0.4  # the k-th nearest look-alike is drawn with a probability proportional to exp(-NEARNESS k)
RARE_STYLE = 300  # questions; a style with fewer is used up to twice per epoch


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
        undated: the question loses its time expressions.
        typos: a character of the question is replaced by one that sounds alike.
        tempting: an unanswerable question whose tempting sentence is not known is used.
        follow_up: the question leans on another one about the same paragraph.
        new_topic: the question comes after one about another paragraph.
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
    undated: float = 0.15
    typos: float = 0.1
    tempting: float = 0.5
    follow_up: float = 0.12
    new_topic: float = 0.06


@dataclass(frozen=True, slots=True)
class Example:
    """A question with a passage.

    Attributes:
        previous: the question before it in a conversation; may be empty.
        relevant: whether the passage is on the question's topic; None if unknown.
        span: span of the answer in `passage`; None if the passage does not answer.
    """

    question: str
    previous: str
    context: str
    passage: str
    relevant: bool | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and the one before it in a conversation."""

    question: str
    previous: str = ""


class QuestionSet:
    """The examples that one part of a set gives."""

    def __init__(self, folder: Path, part: Part, mix: Mix | None = None) -> None:
        """
        Raises:
            FileNotFoundError: the folder holds no question set.
        """
        loaded = SourceSet(folder, part)
        self.name, self.digest, self.mix = loaded.name, loaded.digest, mix or Mix()
        self.texts, self.sources = loaded.texts, loaded.sources
        self._contexts = loaded.contexts
        self._sentences: dict[int, list[Span]] = {}
        self._homophones = Homophones(loaded.texts)
        self._by_document = defaultdict[int, list[str]](list)
        for source in self.sources:
            self._by_document[source.document].append(source.question)
        self._style_counts = Counter(source.style for source in self.sources)

    def groups(self, chance: random.Random) -> Iterator[list[Example]]:
        """One group of examples per question, two for some of a rare style: the positive one first, if there is one, then
        negatives."""
        repeated = [s for s in self.sources if s.style and chance.random() < self._rarity(s.style)]
        for source in chance.sample([*self.sources, *repeated], len(self.sources) + len(repeated)):
            if source.span:
                yield self._answerable(source, source.span, chance)
            elif source.tempting or chance.random() < self.mix.tempting:
                around = source.tempting or self._most_similar_sentence(source)
                window = self._window(source.document, around, chance)
                asked = self._asked(source, chance)
                yield [self._example(asked, source.document, window, True, None, chance)]

    def _rarity(self, style: str) -> float:
        """The share of a style's questions to use a second time."""
        return min(1.0, max(0.0, RARE_STYLE / self._style_counts[style] - 1))

    def _answerable(self, source: Source, span: Span, chance: random.Random) -> list[Example]:
        asked = self._asked(source, chance)
        window = self._window(source.document, span, chance)
        inside = Span(span.start - window.start, span.end - window.start)
        group = [self._example(asked, source.document, window, True, inside, chance)]
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
            group.append(self._example(asked, document, negative, False, None, chance))
        if asked == _Asked(source.question) and chance.random() < self.mix.swapped:
            changed = swapped(source.question, group[0].passage, chance)
            if changed:
                group.append(replace(group[0], question=changed, relevant=None, span=None))
        return [_with_echo(e) if chance.random() < self.mix.echoed else e for e in group]

    def _asked(self, source: Source, chance: random.Random) -> _Asked:
        """The question as somebody may ask it: reworded, with typos, or after another question."""
        mix, question = self.mix, source.question
        if source.previous:
            return _Asked(question, source.previous)
        if chance.random() < mix.follow_up:
            before = chance.choice(self._by_document[source.document])
            if shortened := elided(question, before):
                return _Asked(shortened, before)
        before = chance.choice(self.sources).question if chance.random() < mix.new_topic else ""
        if chance.random() < mix.undated:
            question = without_days(question, DEFAULT_TODAY).strip() or question
        if chance.random() < mix.typos:
            question = self._homophones.misspelt(question, chance)
        return _Asked(
            reworded(question, chance, english=mix.english, keywords=mix.keywords, unmarked=mix.unmarked),
            before,
        )

    def _same_paragraph_negative(
        self, positive: Example, source: Source, chance: random.Random
    ) -> Example | None:
        """A passage of the same paragraph without the answer; None if there is none."""
        if chance.random() < self.mix.cut_out:
            remaining = "".join(
                text
                for s in sentence_spans(positive.passage)
                if not contains_answer(text := positive.passage[s.start : s.end], source.answers)
            )
            if len(remaining) >= MIN_WINDOW / 2:
                return replace(positive, passage=remaining, span=None)
        window = self._window_without_answer(source, chance)
        if window is None:
            return None
        asked = _Asked(positive.question, positive.previous)
        return self._example(asked, source.document, window, True, None, chance)

    def _example(
        self,
        asked: _Asked,
        document: int,
        window: Span,
        relevant: bool,
        span: Span | None,
        chance: random.Random,
    ) -> Example:
        context = self._contexts[document] if chance.random() < self.mix.context else ""
        return Example(
            asked.question,
            asked.previous,
            context,
            self.texts[document][window.start : window.end],
            relevant,
            span,
        )

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
        without = [s for s in spans if not contains_answer(text[s.start : s.end], source.answers)]
        if not without:
            return None
        for _ in range(4):
            window = self._window(source.document, chance.choice(without), chance)
            if not contains_answer(text[window.start : window.end], source.answers):
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


def _with_echo(example: Example) -> Example:
    """The passage with the question in front, like a headline. An echo of the question is no evidence for an answer."""
    echo = without_mark(example.question) + "？"
    if len(echo) + len(example.passage) > MAX_WINDOW:
        return example
    span = example.span and Span(example.span.start + len(echo), example.span.end + len(echo))
    return replace(example, passage=echo + example.passage, span=span)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
