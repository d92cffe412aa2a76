"""Computes the features of passages and sentences for one question.

Features: shared words (weighted by rarity in the archive), cosine similarity, the reader's scores, whether the text contains
the kind of thing asked for (a number, a person, ...), and whether it is about the days asked for. `rag.search.fusion` turns
them into scores.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from rag.language import language_of, without_days
from rag.language.answer_candidates import (
    KINDS_WITHOUT_PATTERN,
    answer_candidates,
    names_office_holder,
    only_resembles_office,
)
from rag.language.en.glossary import occurrences
from rag.question import Query
from rag.reader import AnswerSpan, Reading
from rag.schema import Version
from rag.search.evidence.date_fit import DateFit
from rag.search.evidence.features import (
    AnswerFeatures,
    Candidate,
    PassageFeatures,
    ReadFeatures,
    Sentence,
    SentenceFeatures,
    scaled,
)
from rag.search.evidence.query_words import RequiredTerms, synonyms
from rag.text.normalise import match_form
from rag.text.words import word_set, words

CONTEXT_CHARACTERS = 120
_DISPATCH = re.compile(r"^本报讯\s*[（(][^）)]{0,40}[）)]")  # the names in it are the reporters'


class Evidence:
    """Computes the features of passages and sentences for one question."""

    def __init__(self, query: Query, rarity: Mapping[str, float]) -> None:
        """
        Args:
            rarity: 0-1 for each of `query_words(query)`; 1 for a word that no passage of the archive contains.
        """
        self.query = query
        self.dates = DateFit(query)
        self._synonyms = synonyms(query)
        self._romanised_names = language_of(query.text).romanised_names(query.text)
        self._rarity = {
            word: min(rarity[synonym] for synonym in (word, *self._synonyms.get(word, ())))
            for word in words(query.topic)
        }
        self._total_rarity = sum(self._rarity.values())
        self._required = RequiredTerms.from_topic(query.topic)
        self._undated_topic = _without_days(query)
        self._required_undated = RequiredTerms.from_topic(self._undated_topic)
        self._day_words = frozenset(self._rarity.keys() - set(words(self._undated_topic)))
        self._named_in_question = answer_candidates(query.kind, query.search.lower())

    def passage_features(self, candidate: Candidate) -> PassageFeatures:
        version = candidate.passage.version
        head = match_form(f"{version.headline} {version.subheadline} {version.column}")
        body = match_form(candidate.passage.text)
        found_in_head = self._topic_words(head)
        found = found_in_head | self._topic_words(body)
        required = self._required
        if self.dates.settles_days(candidate.passage.text, version.date, candidate.days):
            required, found = self._required_undated, found | self._day_words
        in_period, out_of_period = self.dates.period_fit(candidate.passage.text, version.date, candidate.days)
        return PassageFeatures(
            cosine=scaled(candidate.cosine),
            margin=candidate.margin * 20,
            bm25=candidate.bm25,
            coverage=self._coverage(found),
            shared=self._shared(found),
            headline_coverage=self._coverage(found_in_head),
            rarest_missing=max((r for w, r in self._rarity.items() if w not in found), default=0.0),
            name_missing=float(
                any(
                    name not in body and name not in head and not _is_papers_city(name, version)
                    for name in required.names
                )
            ),
            number_missing=float(any(n not in body and n not in head for n in required.numbers)),
            in_period=in_period,
            out_of_period=out_of_period,
        )

    def names_other_office(self, sentence: Sentence) -> bool:
        """Whether the question asks for the holder of an office and the sentence only seems to name that office."""
        query = self.query
        asks_for_office = query.kind == "person" and bool(query.unit)
        return asks_for_office and only_resembles_office(query.unit, match_form(sentence.text))

    def reader_question(self, candidate: Candidate) -> str:
        """The question as the reader gets it for this passage, see `DateFit.question_for`."""
        return self.query.asked if self.query.previous else self.dates.question_for(candidate)

    def read_features(self, score: float, reading: Reading) -> ReadFeatures:
        """
        Args:
            score: the passage's score before it was read (a logit).
        """
        return ReadFeatures(
            found=score / 4,
            relevance=reading.relevance / 8,
            answered=reading.answered / 8,
            span=_scaled_span(reading.answer()),
        )

    def sentence_features(
        self, sentence: Sentence, passage_score: float, reading: Reading | None = None
    ) -> SentenceFeatures:
        """
        Args:
            passage_score: the score of its passage (a logit).
            reading: the reading of its passage, if a reader has read it.
        """
        version = sentence.candidate.passage.version
        text = _DISPATCH.sub("", match_form(sentence.text))
        settled = self.dates.settles_days(sentence.text, version.date)
        found, found_in_context = self._found(sentence, settled=settled)
        in_period, out_of_period = self.dates.period_fit(sentence.text, version.date)
        span, behind, span_kind, span_asked = self._span_features(sentence, reading)
        return SentenceFeatures(
            passage=passage_score / 4,
            span=span,
            behind=behind,
            span_kind=span_kind,
            span_asked=span_asked,
            cosine=scaled(sentence.candidate.cosine),
            coverage=self._coverage(found),
            context_coverage=self._coverage(found_in_context),
            shared=self._shared(found_in_context),
            common_run=_common_run(self._undated_topic if settled else self.query.topic, text),
            kind=self._kind_feature(text),
            unit=self._unit_feature(text),
            in_period=in_period,
            out_of_period=out_of_period,
            is_question=float(text.endswith(("?", "？")) or text.startswith("问")),
            length=math.log(1 + len(text) / 40),
        )

    def answer_features(
        self,
        sentence: Sentence,
        score: float,
        features: SentenceFeatures,
        reading: Reading | None = None,
        in_context: Reading | None = None,
    ) -> AnswerFeatures:
        """
        Args:
            sentence: the best one.
            score: its score (a logit).
            reading: the reading of its passage, if a reader has read it.
            in_context: the reading of its passage with the sentences around it, if it was read again; else `reading`.
        """
        passage, printed = self.passage_features(sentence.candidate), sentence.candidate.passage.version.date
        settled = self.dates.settles_days(sentence.text, printed)
        found, found_in_context = self._found(sentence, settled=settled)
        words = max(1, len(self._rarity))
        return AnswerFeatures(
            sentence=score / 4,
            cosine=features.cosine,
            kind=features.kind,
            unit=features.unit,
            relevance=reading.relevance / 8 if reading else 0.0,
            answered=reading.answered / 8 if reading else 0.0,
            span=features.span,
            in_context=in_context.answered / 8 if in_context else 0.0,
            coverage=len(found) / words,
            context_coverage=len(found_in_context) / words,
            name_missing=passage.name_missing,
            number_missing=passage.number_missing,
        )

    def _found(self, sentence: Sentence, *, settled: bool) -> tuple[frozenset[str], frozenset[str]]:
        """The topic's words in a sentence, and those in it, in the text just before it and in the headlines.

        Args:
            settled: the calendar shows that the sentence is about the asked days, so that it need not name them.
        """
        version = sentence.candidate.passage.version
        found = self._topic_words(_DISPATCH.sub("", match_form(sentence.text)))
        if settled:
            found |= self._day_words
        head = match_form(f"{version.headline} {version.subheadline} {version.column}")
        lead = max(sentence.candidate.passage.start, sentence.start - CONTEXT_CHARACTERS)
        before = match_form(version.text[lead : sentence.start])
        return found, found | self._topic_words(head) | self._topic_words(before)

    def _topic_words(self, text: str) -> frozenset[str]:
        """The words of the question's topic that a text contains, directly or as a synonym."""
        exact = word_set(text) & self._rarity.keys()
        if not self._synonyms and not self._romanised_names:
            return exact
        by_synonym = {word for word, synonyms in self._synonyms.items() if any(s in text for s in synonyms)}
        names = {name for _, _, name in occurrences(text, self._romanised_names)} & self._rarity.keys()
        return exact | by_synonym | names

    def _coverage(self, found: frozenset[str]) -> float:
        """Share of the topic's words and character pairs that were found, each weighted by its rarity."""
        return sum(self._rarity[w] for w in found) / self._total_rarity if self._total_rarity else 0.0

    def _shared(self, found: frozenset[str]) -> float:
        """How much was found, regardless of the length of the question."""
        return math.log1p(sum(self._rarity[w] for w in found)) / 2

    def _kind_feature(self, text: str) -> float:
        """1 if `text` contains something of the kind asked for that the question does not name itself, -1 if not, and 0 if
        the kind has no pattern to look for."""
        if self.query.kind in KINDS_WITHOUT_PATTERN:
            return 0.0
        return 1.0 if answer_candidates(self.query.kind, text) - self._named_in_question else -1.0

    def _span_features(
        self, sentence: Sentence, reading: Reading | None
    ) -> tuple[float, float, float, float]:
        """`SentenceFeatures.span`, `behind`, `span_kind` and `span_asked`."""
        if reading is None or not reading.has_spans:
            return 0.0, 0.0, 0.0, 0.0
        answer = reading.answer(sentence.in_passage)
        span, behind = _scaled_span(answer), _scaled_span(reading.answer()) - _scaled_span(answer)
        if answer is None:
            return span, behind, 0.0, 0.0
        answer_text = match_form(sentence.candidate.passage.text[answer.start : answer.end]).strip()
        in_question = float(answer_text in match_form(self.query.search))
        return span, behind, self._span_kind(sentence, answer), in_question

    def _span_kind(self, sentence: Sentence, answer: AnswerSpan) -> float:
        if self.query.kind in KINDS_WITHOUT_PATTERN:
            return 0.0
        text, start = match_form(sentence.text), sentence.in_passage.start
        of_asked_kind = (
            match
            for found in answer_candidates(self.query.kind, text) - self._named_in_question
            for match in re.finditer(re.escape(found), text)
        )
        overlaps = any(
            match.start() < answer.end - start and match.end() > answer.start - start
            for match in of_asked_kind
        )
        return 1.0 if overlaps else -1.0

    def _unit_feature(self, text: str) -> float:
        """1 if `text` has a number with the counted unit (`多少次` -> `1052次`) or a name next to the office asked for
        (`局长是谁` -> `局长曹法余`), -1 if not, 0 if the question names neither unit nor office."""
        unit = self.query.unit
        if not unit:
            return 0.0
        if self.query.kind == "person":
            return 1.0 if names_office_holder(unit, text) else -1.0
        counted = rf"[\d零一二两三四五六七八九十百千万亿余多]\s*{re.escape(unit[:1])}"
        return 1.0 if re.search(counted, text) else -1.0


def _without_days(query: Query) -> str:
    """The question's topic without the days that the calendar can settle."""
    return without_days(query.topic, query.today, leave=lambda m: m.vague or m.is_festival)


def _is_papers_city(name: str, version: Version) -> bool:
    """Whether a name is the paper's own city (`永康` or `永康市` in 永康日报), which articles need not repeat."""
    city = name.removesuffix("市").removesuffix("县").removesuffix("区")
    return len(city) > 1 and match_form(version.paper).startswith(city)


def _scaled_span(answer: AnswerSpan | None) -> float:
    return max(-2.0, min(2.0, answer.score / 12)) if answer else -2.0


def _common_run(topic: str, text: str) -> float:
    """Length of the longest common substring, divided by the topic's length (spaces not counted)."""
    topic = topic.lower().replace(" ", "")
    best = 0
    for i in range(len(topic)):
        while i + best < len(topic) and topic[i : i + best + 1] in text:
            best += 1
    return best / len(topic) if topic else 0.0
