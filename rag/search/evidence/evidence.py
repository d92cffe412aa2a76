"""Measures passages and sentences against one question.

What question and text share (weighted by how rare it is in the archive), how near their vectors are, what a reader makes of
them, whether the text holds the kind of thing asked for, and whether it speaks of the days asked for. `rag.search.fusion` weighs
these together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rag.dates import Period, Term
from rag.language import language_of, mentioned_days_and_terms, mentions, without_days
from rag.language.answer_candidates import KINDS_WITHOUT_PATTERN, answer_candidates, names_office_holder
from rag.language.en.glossary import occurrences
from rag.question import Query
from rag.reader import AnswerSpan, Reading
from rag.schema import Version
from rag.search.evidence.asked import synonyms
from rag.search.evidence.features import (
    Candidate,
    PassageFeatures,
    ReadFeatures,
    Sentence,
    SentenceFeatures,
    scaled,
)
from rag.text.normalise import match_form
from rag.text.words import pos_tagged, word_set, words

CONTEXT_CHARACTERS = 120
_DAY_OF_PRINT = ("昨日", "昨天", "昨晚", "今日", "今天")  # 记者昨日获悉: when it was learnt, not when it was
_DISPATCH = re.compile(r"^本报讯\s*[（(][^）)]{0,40}[）)]")  # its names are reporters'
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME_TAGS = ("nr", "ns", "nt", "nz", "nrt")


class Evidence:
    """Measures passages and sentences against one question."""

    def __init__(self, query: Query, rarity: Mapping[str, float]) -> None:
        """
        Args:
            rarity: 0-1 for each of `asked_words(query)`: 1 where no passage of the archive has it.
        """
        self.query = query
        self._otherwise = synonyms(query)
        self._spoken = language_of(query.text).romanised_names(query.text)
        self._rarity = {
            word: min(rarity[other] for other in (word, *self._otherwise.get(word, ())))
            for word in words(query.topic)
        }
        self._weight = sum(self._rarity.values())
        self._asked_for = _AskedFor.of(query.topic)
        undated = _undated(query.topic, query)
        self._asked_for_undated = _AskedFor.of(undated)
        self._day_words = frozenset(self._rarity.keys() - set(words(undated)))
        self._asked = answer_candidates(query.kind, query.search.lower())

    def passage(self, candidate: Candidate) -> PassageFeatures:
        version = candidate.passage.version
        head = match_form(f"{version.headline} {version.subheadline} {version.column}")
        body = match_form(candidate.passage.text)
        found_in_head = self._found(head)
        found = found_in_head | self._found(body)
        asked_for = self._asked_for
        if self._in_a_term(candidate.passage.text, version.date, candidate.days):
            asked_for, found = self._asked_for_undated, found | self._day_words
        in_period, out_of_period = self._period_fit(candidate.passage.text, version.date, candidate.days)
        return PassageFeatures(
            cosine=scaled(candidate.cosine),
            margin=candidate.margin * 20,
            bm25=candidate.bm25,
            coverage=self._coverage(found),
            shared=self._shared(found),
            headline_coverage=self._coverage(found_in_head),
            rarest_missing=max((r for w, r in self._rarity.items() if w not in found), default=0.0),
            name_missing=float(
                any(n not in body and n not in head and not _is_own(n, version) for n in asked_for.names)
            ),
            number_missing=float(any(n not in body and n not in head for n in asked_for.numbers)),
            in_period=in_period,
            out_of_period=out_of_period,
        )

    def asked_of(self, candidate: Candidate) -> str:
        """What a reader, which knows no calendar, is asked of a passage: the question, without its days where the passage
        names a term in which they lie."""
        if self._in_a_term(candidate.passage.text, candidate.passage.version.date, candidate.days):
            return _undated(self.query.search, self.query)
        return self.query.search

    def read(self, score: float, reading: Reading) -> ReadFeatures:
        """
        Args:
            score: of the passage before it was read, a logit.
        """
        return ReadFeatures(
            found=score / 4,
            relevance=reading.relevance / 8,
            answered=reading.answered / 8,
            span=_scaled_span(reading.answer()),
        )

    def sentence(
        self, sentence: Sentence, passage_score: float, reading: Reading | None = None
    ) -> SentenceFeatures:
        """
        Args:
            passage_score: of its passage, a logit.
            reading: of its passage, where a reader tells places.
        """
        version = sentence.candidate.passage.version
        head = match_form(f"{version.headline} {version.subheadline} {version.column}")
        lead = max(sentence.candidate.passage.start, sentence.start - CONTEXT_CHARACTERS)
        text = _DISPATCH.sub("", match_form(sentence.text))
        own = self._found(text)
        if self._in_a_term(sentence.text, version.date):
            own |= self._day_words
        around = own | self._found(head) | self._found(match_form(version.text[lead : sentence.start]))
        in_period, out_of_period = self._period_fit(sentence.text, version.date)
        span, behind, span_kind, span_asked = self._span(sentence, reading)
        return SentenceFeatures(
            passage=passage_score / 4,
            span=span,
            behind=behind,
            span_kind=span_kind,
            span_asked=span_asked,
            cosine=scaled(sentence.candidate.cosine),
            coverage=self._coverage(own),
            context_coverage=self._coverage(around),
            shared=self._shared(around),
            common_run=_common_run(self.query.topic, text),
            kind=self._kind(text),
            unit=self._unit(text),
            in_period=in_period,
            out_of_period=out_of_period,
            is_question=float(text.endswith(("?", "？")) or text.startswith("问")),
            length=math.log(1 + len(text) / 40),
        )

    def other_days(self, sentence: Sentence) -> bool:
        """Whether the question names days and the sentence speaks of others: it answers another question then.

        A sentence that names none may speak of them all the same, unless a single day is asked for: then its
        passage must name that day, or the article be of that day. Where days are asked for by their limits, what was
        announced within these is no other.
        """
        asked = self.query.period
        if asked is None:
            return False
        printed = sentence.candidate.passage.version.date
        named = self._days_named(sentence)
        if self.query.by_boundary and printed and asked.contains(Period(printed, printed)):
            named = [day for day in named if day.start < printed]
        if named or asked.days > 1:
            return bool(named) and not any(day.fit(asked) for day in named)
        in_period, _ = self._period_fit(sentence.candidate.passage.text, printed)
        return in_period == 0.0

    def _days_named(self, sentence: Sentence) -> list[Period]:
        """Of which days a sentence speaks: that of its print, on which much else is learnt, only where a single day is asked
        for, or by its limits and no other is named."""
        printed = sentence.candidate.passage.version.date
        mentioned = [mention for mention in mentions(sentence.text, printed) if not mention.vague]
        asked = self.query.period
        told = [m for m in mentioned if sentence.text[m.start : m.end] not in _DAY_OF_PRINT]
        counts_print = (asked and asked.days == 1) or (self.query.by_boundary and not told)
        return [day for mention in (mentioned if counts_print else told) for day in mention.days]

    def _found(self, text: str) -> frozenset[str]:
        """The words of the topic that a text has, itself or in other words."""
        own = word_set(text) & self._rarity.keys()
        if not self._otherwise and not self._spoken:
            return own
        meant = {word for word, others in self._otherwise.items() if any(o in text for o in others)}
        spoken = {name for _, _, name in occurrences(text, self._spoken)} & self._rarity.keys()
        return own | meant | spoken

    def _coverage(self, found: frozenset[str]) -> float:
        """Share of the topic's words and character pairs that were found, each weighted by its rarity."""
        return sum(self._rarity[w] for w in found) / self._weight if self._weight else 0.0

    def _shared(self, found: frozenset[str]) -> float:
        """How much was found, whatever the length of the question."""
        return math.log1p(sum(self._rarity[w] for w in found)) / 2

    def _kind(self, text: str) -> float:
        """1 where `text` holds what kind of thing is asked for and the question does not name it itself, -1
        where it does not, 0 where that kind has no form."""
        if self.query.kind in KINDS_WITHOUT_PATTERN:
            return 0.0
        return 1.0 if answer_candidates(self.query.kind, text) - self._asked else -1.0

    def _span(self, sentence: Sentence, reading: Reading | None) -> tuple[float, float, float, float]:
        """`SentenceFeatures.span`, `behind`, `span_kind` and `span_asked`."""
        if reading is None or not reading.tells_places:
            return 0.0, 0.0, 0.0, 0.0
        answer = reading.answer(sentence.in_passage)
        span, behind = _scaled_span(answer), _scaled_span(reading.answer()) - _scaled_span(answer)
        if answer is None:
            return span, behind, 0.0, 0.0
        marked = match_form(sentence.candidate.passage.text[answer.start : answer.end]).strip()
        return span, behind, self._span_kind(sentence, answer), float(marked in match_form(self.query.search))

    def _span_kind(self, sentence: Sentence, answer: AnswerSpan) -> float:
        if self.query.kind in KINDS_WITHOUT_PATTERN:
            return 0.0
        text, start = match_form(sentence.text), sentence.in_passage.start
        of_this_kind = (
            match
            for found in answer_candidates(self.query.kind, text) - self._asked
            for match in re.finditer(re.escape(found), text)
        )
        touches = any(
            match.start() < answer.end - start and match.end() > answer.start - start
            for match in of_this_kind
        )
        return 1.0 if touches else -1.0

    def _unit(self, text: str) -> float:
        """1 where `text` has a number of what is counted (`多少次` -> `1052次`) or a name beside the office asked
        for (`局长是谁` -> `局长曹法余`), -1 where it has not, 0 where the question names neither."""
        unit = self.query.unit
        if not unit:
            return 0.0
        if self.query.kind == "person":
            return 1.0 if names_office_holder(unit, text) else -1.0
        counted = rf"[\d零一二两三四五六七八九十百千万亿余多]\s*{re.escape(unit[:1])}"
        return 1.0 if re.search(counted, text) else -1.0

    def _in_a_term(self, text: str, printed: date | None, days: Sequence[Period] | None = None) -> bool:
        """Whether the days asked for lie in a term that a text names: then it need not name them itself."""
        asked = self.query.period
        named = mentioned_days_and_terms(text, printed) if days is None else days
        return asked is not None and any(isinstance(day, Term) and day.fit(asked) > 0 for day in named)

    def _period_fit(
        self, text: str, printed: date | None, days: Sequence[Period] | None = None
    ) -> tuple[float, float]:
        """How far `text`, printed on that day, speaks of the days asked for, and of others instead."""
        asked = self.query.period
        if asked is None:
            return 0.0, 0.0
        named = mentioned_days_and_terms(text, printed) if days is None else days
        of_print = 0.5 if printed and asked.contains(Period(printed, printed)) else 0.0
        if fit := max(of_print, *(day.fit(asked) for day in named), 0.0):
            return fit, 0.0
        return 0.0, 1.0 if named or printed else 0.0


@dataclass(frozen=True, slots=True)
class _AskedFor:
    """The numbers and names of a question, which an answering article should have."""

    numbers: frozenset[str]
    names: frozenset[str]

    @classmethod
    def of(cls, topic: str) -> _AskedFor:
        names = (word for word, tag in pos_tagged(topic) if tag in _NAME_TAGS and len(word) > 1)
        return cls(frozenset(_NUMBER.findall(topic)), frozenset(names))


def _undated(text: str, query: Query) -> str:
    return without_days(text, query.today, leave=lambda mention: mention.vague)


def _is_own(name: str, version: Version) -> bool:
    """Whether a name goes without saying in this paper: `永康` and `永康市` in 永康日报."""
    city = name.removesuffix("市").removesuffix("县").removesuffix("区")
    return len(city) > 1 and match_form(version.paper).startswith(city)


def _scaled_span(answer: AnswerSpan | None) -> float:
    return max(-2.0, min(2.0, answer.score / 12)) if answer else -2.0


def _common_run(topic: str, text: str) -> float:
    """Length of the longest run of characters that both have, against the topic's length."""
    topic = topic.lower().replace(" ", "")
    best = 0
    for i in range(len(topic)):
        while i + best < len(topic) and topic[i : i + best + 1] in text:
            best += 1
    return best / len(topic) if topic else 0.0
