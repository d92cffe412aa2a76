"""How well a passage, and a sentence of it, answers a question: what can be measured without a reader.

What the question and the text share (weighted by how rare it is in the archive), how near their vectors are,
whether the text holds the kind of thing asked for, and whether it speaks of the days asked for.
`rag.fusion` weighs these together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

import rjieba

from rag.dates import Mention, Period, mentions
from rag.index.words import words
from rag.question import Kind, Query
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
class SentenceFeatures:
    """What is known of a sentence as an answer, beside its passage's score; each roughly within -1 to 1."""

    passage: float
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


def as_row(features: PassageFeatures | SentenceFeatures) -> list[float]:
    return [getattr(features, f.name) for f in fields(features)]


class Evidence:
    """Measures passages and sentences against one question."""

    def __init__(self, query: Query, rarity: Mapping[str, float]) -> None:
        """
        Args:
            rarity: 0-1 for each of `topic_words(query)`: 1 where no passage of the archive has it.
        """
        self.query = query
        self.rarity = rarity
        self._topic = set(topic_words(query))
        self._weight = sum(rarity[w] for w in self._topic)
        self._numbers = set(_NUMBER.findall(query.topic))
        self._names = {word for word, tag in _tagged(query.topic) if tag in _NAME_TAGS and len(word) > 1}
        self._asked = of_kind(query.kind, query.search.lower())

    def passage(self, candidate: Candidate) -> PassageFeatures:
        version = candidate.passage.version
        head = plain(f"{version.headline} {version.subheadline} {version.column}")
        body = plain(candidate.passage.text)
        found = words_of(head) | words_of(body)
        in_period, out_of_period = self._period_fit(candidate.passage.text, version.date, candidate.days)
        return PassageFeatures(
            cosine=scaled(candidate.cosine),
            margin=candidate.margin * 20,
            bm25=candidate.bm25,
            coverage=self._coverage(found),
            shared=self._shared(found),
            headline_coverage=self._coverage(words_of(head)),
            rarest_missing=max((self.rarity[w] for w in self._topic if w not in found), default=0.0),
            name_missing=float(any(n not in body and n not in head for n in self._names - _own(version))),
            number_missing=float(any(n not in body and n not in head for n in self._numbers)),
            in_period=in_period,
            out_of_period=out_of_period,
        )

    def sentence(self, sentence: Sentence, passage_score: float, cosine: float) -> SentenceFeatures:
        """
        Args:
            passage_score: of its passage, a logit.
            cosine: of the question and the sentence alone, or for a first look of its passage.
        """
        version = sentence.candidate.passage.version
        head = plain(f"{version.headline} {version.subheadline} {version.column}")
        lead = max(sentence.candidate.passage.start, sentence.start - CONTEXT_CHARACTERS)
        text = _DISPATCH.sub("", plain(sentence.text))
        own = words_of(text)
        around = own | words_of(head) | words_of(plain(version.text[lead : sentence.start]))
        in_period, out_of_period = self._period_fit(sentence.text, version.date)
        return SentenceFeatures(
            passage=passage_score / 4,
            cosine=scaled(cosine),
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

    def _coverage(self, found: frozenset[str]) -> float:
        """Share of the topic's words and character pairs that were found, each weighted by its rarity."""
        return sum(self.rarity[w] for w in self._topic if w in found) / self._weight if self._weight else 0.0

    def _shared(self, found: frozenset[str]) -> float:
        """How much was found, whatever the length of the question."""
        return math.log1p(sum(self.rarity[w] for w in self._topic if w in found)) / 2

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


CONTEXT_CHARACTERS = 120
_DAY_OF_PRINT = ("昨日", "昨天", "昨晚", "今日", "今天")  # 记者昨日获悉: when it was learnt, not when it was
FORMLESS: frozenset[Kind] = frozenset(("thing", "yes_no", "author"))


def scaled(cosine: float) -> float:
    """The cosines of this kind of model crowd between 0.75 and 0.95."""
    return (cosine - 0.85) * 10


def fits(asked: Period, named: Period) -> bool:
    """Whether a text that speaks of `named` can answer about `asked`: within it, or little longer."""
    return asked.contains(named) or (named.overlaps(asked) and named.days <= 2 * asked.days + 6)


def topic_words(query: Query) -> list[str]:
    """The search words of a question that an answering article should have."""
    return words(query.topic)


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
