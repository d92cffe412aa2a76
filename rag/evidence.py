"""How well a passage, and a sentence of it, answers a question: what can be measured without a reader.

What the question and the text share (weighted by how rare it is in the archive), how near their vectors are,
whether the text holds the kind of thing asked for, and whether it speaks of the days asked for.
`rag.fusion` weighs these together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

import rjieba

from rag.dates import Mention, Period, mentions
from rag.glossary import expressions, names, occurrences
from rag.index.words import words
from rag.question import Kind, Query
from rag.reader import AnswerSpan, Reading
from rag.schema import Passage, Span, Version
from rag.script import to_simplified
from rag.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that the indexes found.

    Attributes:
        cosine: to the question.
        margin: `cosine` less the mean over the candidates of its language: comparable between languages.
        bm25: against the best candidate's, 0-1.
        days: what the passage speaks of, where that has been looked up.
    """

    passage: Passage
    cosine: float
    margin: float
    bm25: float
    days: tuple[Period, ...] | None = None

    @property
    def printed(self) -> date:
        """The day of its article; one without a date counts as the oldest."""
        return self.passage.version.date or date.min


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a candidate's passage; `start`, `end` count in the article's text."""

    candidate: Candidate
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.candidate.passage.version.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class PassageFeatures:
    """What is known of a passage as the place of an answer; each roughly within -1 to 1."""

    cosine: float
    margin: float
    bm25: float
    coverage: float
    shared: float
    headline_coverage: float
    rarest_missing: float
    name_missing: float
    number_missing: float
    in_period: float
    out_of_period: float


@dataclass(frozen=True, slots=True)
class ReadFeatures:
    """What is known of a passage that a reader has read; each roughly within -1 to 1.

    Attributes:
        found: its score before it was read.
        relevance, answered, span: the reader's: on the topic, answered here, answered in one place.
    """

    found: float
    relevance: float
    answered: float
    span: float
    coverage: float
    rarest_missing: float
    name_missing: float
    number_missing: float
    in_period: float
    out_of_period: float


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What is known of a sentence as an answer, beside its passage's score; each roughly within -1 to 1.

    Attributes:
        cosine: of the sentence alone; of its passage where a reader has read it.
        span, behind: of the likeliest answer in it, and how far that lies behind the passage's likeliest; 0 where
            no reader has read it.
    """

    passage: float
    span: float
    behind: float
    cosine: float
    coverage: float
    context_coverage: float
    shared: float
    common_run: float
    kind: float
    unit: float
    in_period: float
    out_of_period: float
    is_question: float
    length: float

    def with_cosine(self, cosine: float) -> SentenceFeatures:
        """The same, now that the sentence itself has been embedded."""
        return replace(self, cosine=scaled(cosine))


@dataclass(frozen=True, slots=True)
class AnswerFeatures:
    """What is known of the best sentence, its passage and the others, as a sign that the answer is there at all."""

    sentence: float
    passage: float
    relevance: float
    answered: float
    span: float
    cosine: float
    margin: float
    coverage: float
    context_coverage: float
    shared: float
    rarest_missing: float
    name_missing: float
    number_missing: float
    kind: float
    unit: float
    out_of_period: float
    lead: float


class Evidence:
    """Measures passages and sentences against one question."""

    def __init__(self, query: Query, rarity: Mapping[str, float]) -> None:
        """
        Args:
            rarity: 0-1 for each of `asked_words(query)`: 1 where no passage of the archive has it.
        """
        self.query = query
        self._abroad = _abroad(query)
        self._spoken = names(query.text) if query.language == "en" else []
        self._rarity = {
            word: min(rarity[other] for other in (word, *self._abroad.get(word, ())))
            for word in words(query.topic)
        }
        self._weight = sum(self._rarity.values())
        self._numbers = set(_NUMBER.findall(query.topic))
        self._names = {word for word, tag in _tagged(query.topic) if tag in _NAME_TAGS and len(word) > 1}
        self._asked = of_kind(query.kind, query.search.lower())

    def passage(self, candidate: Candidate) -> PassageFeatures:
        version = candidate.passage.version
        head = plain(f"{version.headline} {version.subheadline} {version.column}")
        body = plain(candidate.passage.text)
        found_in_head = self._found(head)
        found = found_in_head | self._found(body)
        in_period, out_of_period = self._period_fit(candidate.passage.text, version.date, candidate.days)
        return PassageFeatures(
            cosine=scaled(candidate.cosine),
            margin=candidate.margin * 20,
            bm25=candidate.bm25,
            coverage=self._coverage(found),
            shared=self._shared(found),
            headline_coverage=self._coverage(found_in_head),
            rarest_missing=max((r for w, r in self._rarity.items() if w not in found), default=0.0),
            name_missing=float(any(n not in body and n not in head for n in self._names - _own(version))),
            number_missing=float(any(n not in body and n not in head for n in self._numbers)),
            in_period=in_period,
            out_of_period=out_of_period,
        )

    def read(self, candidate: Candidate, score: float, reading: Reading) -> ReadFeatures:
        """
        Args:
            score: its score before it was read, a logit.
        """
        known = self.passage(candidate)
        answer = reading.answer()
        return ReadFeatures(
            found=score / 4,
            relevance=reading.relevance / 8,
            answered=reading.answered / 8,
            span=_scaled_span(answer),
            coverage=known.coverage,
            rarest_missing=known.rarest_missing,
            name_missing=known.name_missing,
            number_missing=known.number_missing,
            in_period=known.in_period,
            out_of_period=known.out_of_period,
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
        head = plain(f"{version.headline} {version.subheadline} {version.column}")
        lead = max(sentence.candidate.passage.start, sentence.start - CONTEXT_CHARACTERS)
        text = _DISPATCH.sub("", plain(sentence.text))
        own = self._found(text)
        around = own | self._found(head) | self._found(plain(version.text[lead : sentence.start]))
        in_period, out_of_period = self._period_fit(sentence.text, version.date)
        span, behind = _places(sentence, reading)
        return SentenceFeatures(
            passage=passage_score / 4,
            span=span,
            behind=behind,
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
        passage must name that day, or the article be of that day.
        """
        asked = self.query.period
        if asked is None:
            return False
        version = sentence.candidate.passage.version
        named = [
            m.period
            for m in _mentions(sentence.text, version.date)
            if asked.days == 1 or sentence.text[m.start : m.end] not in _DAY_OF_PRINT
        ]
        if named or asked.days > 1:
            return bool(named) and not any(fits(asked, period) for period in named)
        in_period, _ = self._period_fit(sentence.candidate.passage.text, version.date)
        return in_period == 0.0

    def _found(self, text: str) -> frozenset[str]:
        """The words of the topic that a text has, itself or in Chinese."""
        own = words_of(text) & self._rarity.keys()
        if not self._abroad and not self._spoken:
            return own
        abroad = {word for word, chinese in self._abroad.items() if any(c in text for c in chinese)}
        spoken = {name for _, _, name in occurrences(text, self._spoken)} & self._rarity.keys()
        return own | abroad | spoken

    def _coverage(self, found: frozenset[str]) -> float:
        """Share of the topic's words and character pairs that were found, each weighted by its rarity."""
        return sum(self._rarity[w] for w in found) / self._weight if self._weight else 0.0

    def _shared(self, found: frozenset[str]) -> float:
        """How much was found, whatever the length of the question."""
        return math.log1p(sum(self._rarity[w] for w in found)) / 2

    def _kind(self, text: str) -> float:
        """1 where `text` holds what kind of thing is asked for and the question does not name it itself, -1
        where it does not, 0 where that kind has no form."""
        if self.query.kind in FORMLESS:
            return 0.0
        return 1.0 if of_kind(self.query.kind, text) - self._asked else -1.0

    def _unit(self, text: str) -> float:
        """1 where `text` has a number of what is counted (`多少次` -> `1052次`) or a name beside the office asked
        for (`局长是谁` -> `局长曹法余`), -1 where it has not, 0 where the question names neither."""
        unit = self.query.unit
        if not unit:
            return 0.0
        if self.query.kind == "person":
            return 1.0 if _named(unit, text) else -1.0
        counted = rf"[\d零一二两三四五六七八九十百千万亿余多]\s*{re.escape(unit[:1])}"
        return 1.0 if re.search(counted, text) else -1.0

    def _period_fit(
        self, text: str, printed: date | None, days: Sequence[Period] | None = None
    ) -> tuple[float, float]:
        """How far `text`, printed on that day, speaks of the days asked for, and of others instead."""
        asked = self.query.period
        if asked is None:
            return 0.0, 0.0
        named = [m.period for m in _mentions(text, printed)] if days is None else days
        if any(fits(asked, period) for period in named):
            return 1.0, 0.0
        if printed and asked.contains(Period(printed, printed)):
            return 0.5, 0.0
        return 0.0, 1.0 if named or printed else 0.0


def _own(version: Version) -> frozenset[str]:
    """The names that go without saying in this paper: the city's in 永康日报."""
    return frozenset(word for word, _ in _tagged(plain(version.paper)))


def _places(sentence: Sentence, reading: Reading | None) -> tuple[float, float]:
    """`SentenceFeatures.span` and `behind`."""
    if reading is None or not reading.tells_places:
        return 0.0, 0.0
    start = sentence.candidate.passage.start
    own = _scaled_span(reading.answer(Span(sentence.start - start, sentence.end - start)))
    return own, _scaled_span(reading.answer()) - own


def _scaled_span(answer: AnswerSpan | None) -> float:
    return max(-2.0, min(2.0, answer.score / 12)) if answer else -2.0


CONTEXT_CHARACTERS = 120
_DAY_OF_PRINT = ("昨日", "昨天", "昨晚", "今日", "今天")  # 记者昨日获悉: when it was learnt, not when it was
FORMLESS: frozenset[Kind] = frozenset(("thing", "yes_no", "author"))


def scaled(cosine: float) -> float:
    """The cosines of this kind of model crowd between 0.75 and 0.95."""
    return (cosine - 0.85) * 10


def fits(asked: Period, named: Period) -> bool:
    """Whether a text that speaks of `named` can answer about `asked`: within it, or little longer."""
    return asked.contains(named) or (named.overlaps(asked) and named.days <= 2 * asked.days + 6)


def asked_words(query: Query) -> list[str]:
    """The search words of a question that an answering article should have, and their Chinese where it is English."""
    return [*words(query.topic), *(word for chinese in _abroad(query).values() for word in chinese)]


def search_text(query: Query) -> str:
    """What BM25 is asked for."""
    chinese = dict.fromkeys(word for words in _abroad(query).values() for word in words)
    return " ".join((query.topic, *chinese))


def _abroad(query: Query) -> dict[str, tuple[str, ...]]:
    """The Chinese words, of two characters or more, for each search word of an English question."""
    if query.language != "en":
        return {}
    found: dict[str, tuple[str, ...]] = {}
    asked = set(words(query.topic))
    for expression in expressions(query.topic):
        chinese = tuple(word for word in expression.chinese if len(word) > 1)
        for word in asked.intersection(words(" ".join(expression.english))) if chinese else ():
            found[word] = chinese
    return found


def sentences(candidate: Candidate) -> list[Sentence]:
    """The sentences of a passage."""
    start = candidate.passage.start
    return [
        Sentence(candidate, start + span.start, start + span.end)
        for span in _sentence_spans(candidate.passage.text)
    ]


# --- texts are measured again for each question: what does not depend on the question is kept ---


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    return to_simplified(text).lower()


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    return frozenset(words(text))


@lru_cache(maxsize=8192)
def _sentence_spans(text: str) -> Sequence[Span]:
    return sentence_spans(text)


@lru_cache(maxsize=8192)
def _mentions(text: str, base: date | None) -> Sequence[Mention]:
    return [mention for mention in mentions(text, base) if not mention.vague]


def _common_run(topic: str, text: str) -> float:
    """Length of the longest run of characters that both have, against the topic's length."""
    topic = topic.lower().replace(" ", "")
    best = 0
    for i in range(len(topic)):
        while i + best < len(topic) and topic[i : i + best + 1] in text:
            best += 1
    return best / len(topic) if topic else 0.0


# --- the kind of thing asked for ---

_DISPATCH = re.compile(r"^本报讯\s*[（(][^）)]{0,40}[）)]")  # its names are reporters'

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ANY_NUMBER = re.compile(
    r"\d+(?:[.,]\d+)*|[零一二两三四五六七八九十百千万亿]{2,}|[一二两三四五六七八九十](?=[个名位家次条座人件起场所项])"
)
_TIME = re.compile(
    r"\d{4}年|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}[日号]|\d{1,2}[:：]\d{2}|\d{1,2}[时点]|[上下]午|凌晨"
    r"|[昨今明]日|[昨今明]天|去年|今年|周[一二三四五六日末]|星期|[上中下]旬"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_REASON = re.compile(r"因为|由于|因(?!此)|原因|为了|导致|受.{1,12}影响|所致|because|due to|result of|caused")
_MANNER = re.compile(r"通过|可以|可凭|可在|拨打|登录|采取|方式|按照|凭|持|先.{1,20}再|through|by |via")
_PLACE = re.compile(
    r"[路街镇村乡区市县馆场园站桥厅所]|中心|广场|大厦|医院|学校|中学|小学|street|road|park|square|hall|cent(?:re|er)"
)
_NAME_TAGS = ("nr", "ns", "nt", "nz", "nrt")
_PLACE_TAGS = ("ns", "nt", "s")


def _named(office: str, text: str) -> bool:
    """Whether a person's name stands right behind an office, or right before it."""
    tagged = _tagged(text)
    return any(
        (a.endswith(office) and tag_b.startswith("nr")) or (tag_a.startswith("nr") and b.startswith(office))
        for (a, tag_a), (b, tag_b) in pairwise(tagged)
    )


@lru_cache(maxsize=8192)
def _tagged(text: str) -> Sequence[tuple[str, str]]:
    tagged: list[tuple[str, str]] = rjieba.tag(text)
    return tagged


@lru_cache(maxsize=8192)
def of_kind(kind: Kind, text: str) -> frozenset[str]:
    """The stretches of `text` that are of the kind asked for; none for the `FORMLESS` kinds."""
    if kind == "number":
        return frozenset(_ANY_NUMBER.findall(text))
    if kind == "time":
        return frozenset(_TIME.findall(text))
    if kind == "person":
        return frozenset(word for word, tag in _tagged(text) if tag.startswith("nr"))
    if kind == "place":
        tagged = {word for word, tag in _tagged(text) if tag in _PLACE_TAGS}
        return frozenset(tagged | set(_PLACE.findall(text)))
    if kind == "reason":
        return frozenset(_REASON.findall(text))
    if kind == "manner":
        return frozenset(_MANNER.findall(text))
    return frozenset()
