"""Questions that need a date, made at run time from the dated Chinese articles of an archive, by a fixed seed; none is stored.

A question is a few words that begin an article, and a time phrase that its day of printing fits. Other articles begin
with the same words and were printed at other times, so that without the phrase several would be right.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations, pairwise
from typing import Literal

import rjieba

from rag.archive import Archive, Copies
from rag.archive.wording import without_dispatch
from rag.dates import Period
from rag.language import mentions
from rag.schema import Version
from rag.search.fusion import is_english
from rag.text.script import to_simplified
from rag.text.sentences import sentence_spans

Kind = Literal["on", "before", "after", "last month", "other"]

BEGINNING = 2  # sentences of an article, beside its headline, that tell its topic
WORDS = 8  # of it that are tried
USUAL = 0.005  # of all articles begin with a word that tells no topic
SHARED_ANYWAY = 12  # articles that may begin with a word, in however small a paper
SHORTEST = 5  # characters of a topic
TRIED = 3  # choices of words, the most and rarest
MOST_RIGHT = 3  # articles that fit topic and period; with more the question would be vague
_TAGS = ("n", "vn", "nr", "ns", "nt", "nz", "v", "eng")
_TEMPLATES = (
    "{when}{topic}是怎么回事？",
    "{when}{topic}怎么样了？",
    "{topic}{when}有什么进展？",
    "请问{when}{topic}的情况",
    "{when}，{topic}的结果如何？",
    "想知道{topic}{when}的事情",
    "{when}有哪些关于{topic}的报道？",
)


@dataclass(frozen=True, slots=True)
class DatedQuestion:
    """
    Attributes:
        period: the days that its time phrase means.
        right: ids of the articles printed within them that hold its words, and of the copies of these.
        source: id of the article that it was made from.
    """

    text: str
    kind: Kind
    today: date
    period: Period
    right: frozenset[str]
    source: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time phrase, as asked on a day, and the days that it means."""

    text: str
    today: date
    period: Period


def make(archive: Archive, most: int, seed: int = 1) -> list[DatedQuestion]:
    """Up to `most` questions, the kinds in turn, each from an article of its own."""
    chance = random.Random(seed)
    beginnings = _Beginnings(archive)
    waiting = {kind: chance.sample(beginnings.articles, len(beginnings.articles)) for kind in PHRASES}
    made: dict[str, DatedQuestion] = {}
    while len(made) < most and any(waiting.values()):
        for kind, articles in waiting.items():
            question = None
            while articles and question is None:
                article = articles.pop()
                if article.id not in made:
                    question = _question(kind, article, beginnings, chance)
            if question and len(made) < most:
                made[question.source] = question
    return list(made.values())


def _question(
    kind: Kind, article: _Article, beginnings: _Beginnings, chance: random.Random
) -> DatedQuestion | None:
    """A question of that kind about an article; None where no words of it need the date."""
    for phrase in chance.sample(PHRASES[kind], len(PHRASES[kind])):
        said = phrase(article.day, chance)
        if said and (topic := beginnings.topic(article, said.period)):
            words, right = topic
            asked = chance.choice(_TEMPLATES).format(when=said.text, topic=words)
            return DatedQuestion(asked, kind, said.today, said.period, right, article.id)
    return None


# --- articles and how they begin ---


@dataclass(frozen=True, slots=True, eq=False)
class _Article:
    """A dated article.

    Attributes:
        beginning: headline and first sentences, without their days.
        words: nouns, names and verbs of two characters and more of `beginning`, in order.
        whole: headline and text, in simplified script as all of these.
    """

    id: str
    headline: str
    day: date
    beginning: str
    words: Sequence[str]
    whole: str

    @classmethod
    def of(cls, version: Version, day: date) -> _Article:
        told = without_dispatch(version.text)
        spans = sentence_spans(told)[:BEGINNING]
        beginning = f"{version.headline}\n{told[: spans[-1].end] if spans else ''}"
        for mention in reversed(mentions(beginning, day)):
            beginning = f"{beginning[: mention.start]}\n{beginning[mention.end :]}"
        beginning = to_simplified(beginning)
        tagged: list[tuple[str, str]] = rjieba.tag(beginning)
        words = (word for word, tag in tagged if tag in _TAGS and len(word) > 1 and word.isalpha())
        whole = to_simplified(f"{version.headline}\n{version.text}")
        return cls(version.article_id, version.headline, day, beginning, list(dict.fromkeys(words)), whole)


class _Beginnings:
    """The dated Chinese articles, in the order of their days, and which of them begin with a word."""

    def __init__(self, archive: Archive) -> None:
        versions = archive.newest(archive.coverage().articles)
        dated = [(v, v.date) for v in versions if v.date and not is_english(v)]
        dated.sort(key=lambda pair: (pair[1], pair[0].source_id, pair[0].headline))
        self.articles = [_Article.of(version, day) for version, day in dated]
        self._days = [article.day for article in self.articles]
        self._holders: defaultdict[str, set[int]] = defaultdict(set)
        for place, article in enumerate(self.articles):
            for word in article.words:
                self._holders[word].add(place)
        self._copies = Copies(archive).groups(article.id for article in self.articles)

    def topic(self, article: _Article, period: Period) -> tuple[str, frozenset[str]] | None:
        """The most words of an article that another one, printed outside the period, begins with too; with the ids of
        those within it that hold them."""
        first, last = bisect_left(self._days, period.start), bisect_right(self._days, period.end)
        usual = max(USUAL * len(self.articles), SHARED_ANYWAY)
        tried = [word for word in article.words if len(self._holders[word]) <= usual][:WORDS]
        shared: list[tuple[int, int, tuple[str, ...]]] = []
        for chosen in chain.from_iterable(combinations(tried, count) for count in (4, 3, 2)):
            sharing = set.intersection(*(self._holders[word] for word in chosen))
            if len("".join(chosen)) >= SHORTEST and any(not first <= place < last for place in sharing):
                shared.append((-len(chosen), len(sharing), chosen))
        for *_, chosen in sorted(shared)[:TRIED]:
            right = [a for a in self.articles[first:last] if all(word in a.whole for word in chosen)]
            if len(right) <= MOST_RIGHT:
                return _joined(chosen, article.beginning), self._with_copies(right)
        return None

    def _with_copies(self, articles: Sequence[_Article]) -> frozenset[str]:
        """The articles and their copies: those known as such, and those of the same headline on the same day."""
        heads = {(article.headline, article.day) for article in articles if article.headline}
        alike = {article.id for article in self.articles if (article.headline, article.day) in heads}
        known = {copy for article in articles for copy in self._copies.get(article.id, ())}
        return frozenset({article.id for article in articles} | alike | known)


def _joined(words: Sequence[str], beginning: str) -> str:
    """The words as one phrase; those that the article prints side by side stay so."""
    phrase = words[0]
    for before, word in pairwise(words):
        phrase += word if before + word in beginning else f" {word}"
    return phrase


# --- time phrases; what they mean is worked out by the calendar alone, not by the grammar that is measured ---

_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"
PhraseOf = Callable[[date, random.Random], Phrase | None]


def _full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _later(day: date, chance: random.Random, most: int = 500) -> date:
    return day + chance.randint(1, most) * _DAY


def _month(day: date) -> Period:
    return Period(day.replace(day=1), _next_month(day) - _DAY)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _on_full(day: date, chance: random.Random) -> Phrase:
    return Phrase(_full(day), _later(day, chance), Period(day, day))


def _on_this_years(day: date, chance: random.Random) -> Phrase | None:
    left = (date(day.year, 12, 31) - day).days
    written = f"{day.month}月{day.day}{chance.choice('日号')}"
    return Phrase(written, _later(day, chance, left), Period(day, day)) if left else None


def _days_ago(day: date, chance: random.Random) -> Phrase:
    word, ago = chance.choice((("昨天", 1), ("前天", 2), ("三天前", 3), ("昨日", 1)))
    return Phrase(word, day + ago * _DAY, Period(day, day))


def _last_weekday(day: date, chance: random.Random) -> Phrase:
    week, weekday = chance.choice(("上周", "上星期")), _WEEKDAYS[day.weekday()]
    today = day + (7 - day.weekday() + chance.randint(0, 6)) * _DAY
    return Phrase(week + weekday, today, Period(day, day))


def _before_day(day: date, chance: random.Random) -> Phrase:
    limit = _later(day, chance, 10)
    word = chance.choice(("之前", "以前"))
    return Phrase(f"{_full(limit)}{word}", _later(limit, chance), Period(date.min, limit - _DAY))


def _before_month(day: date, chance: random.Random) -> Phrase:
    limit = _next_month(day)
    word = chance.choice(("之前", "以前"))
    return Phrase(
        f"{limit.year}年{limit.month}月{word}", _later(limit, chance), Period(date.min, limit - _DAY)
    )


def _after_day(day: date, chance: random.Random) -> Phrase:
    limit, today = day - chance.randint(1, 10) * _DAY, _later(day, chance, 40)
    return Phrase(f"{_full(limit)}{chance.choice(('之后', '以后'))}", today, Period(limit + _DAY, today))


def _since_month(day: date, chance: random.Random) -> Phrase | None:
    today = _later(day, chance, 40)
    start = day.replace(day=1)
    return Phrase(f"{day.month}月以来", today, Period(start, today)) if today.year == day.year else None


def _since_day(day: date, chance: random.Random) -> Phrase:
    start, today = day - chance.randint(0, 10) * _DAY, _later(day, chance, 40)
    return Phrase(f"{chance.choice(('自', '从', '自从'))}{_full(start)}起", today, Period(start, today))


def _last_month(day: date, chance: random.Random) -> Phrase:
    today = _next_month(day) + chance.randint(0, 27) * _DAY
    return Phrase(chance.choice(("上个月", "上月")), today, _month(day))


def _last_week(day: date, chance: random.Random) -> Phrase:
    monday = day - day.weekday() * _DAY
    today = monday + (7 + chance.randint(0, 6)) * _DAY
    return Phrase(chance.choice(("上周", "上星期", "上礼拜")), today, Period(monday, monday + 6 * _DAY))


def _month_of(year_word: str, later: int) -> PhraseOf:
    def phrase(day: date, chance: random.Random) -> Phrase | None:
        today = date(day.year + later, chance.randint(1, 12), chance.randint(1, 28))
        said = f"{year_word}{day.month}月{chance.choice(('', '份'))}"
        return Phrase(said, today, _month(day)) if today > _month(day).end else None

    return phrase


def _this_month(day: date, chance: random.Random) -> Phrase | None:
    month = _month(day)
    today = min(_later(day, chance, 20), month.end)
    return Phrase(chance.choice(("本月", "这个月")), today, month)


def _third(day: date, chance: random.Random) -> Phrase:
    month = _month(day)
    third = min((day.day - 1) // 10, 2)
    end = month.end if third == 2 else day.replace(day=10 * third + 10)
    said = f"{day.year}年{day.month}月{'上中下'[third]}旬"
    return Phrase(said, _later(month.end, chance), Period(day.replace(day=10 * third + 1), end))


def _half_year(day: date, chance: random.Random) -> Phrase:
    half = (day.month - 1) // 6
    start, end = date(day.year, 6 * half + 1, 1), (date(day.year, 6, 30), date(day.year, 12, 31))[half]
    return Phrase(f"{day.year}年{'上下'[half]}半年", _later(end, chance), Period(start, end))


def _last_year(day: date, chance: random.Random) -> Phrase:
    today = date(day.year + 1, chance.randint(1, 12), chance.randint(1, 28))
    return Phrase("去年", today, Period(date(day.year, 1, 1), date(day.year, 12, 31)))


PHRASES: dict[Kind, Sequence[PhraseOf]] = {
    "on": (_on_full, _on_this_years, _days_ago, _last_weekday),
    "before": (_before_day, _before_month),
    "after": (_after_day, _since_month, _since_day),
    "last month": (_last_month,),
    "other": (
        _last_week,
        _month_of("去年", 1),
        _month_of("今年", 0),
        _this_month,
        _third,
        _half_year,
        _last_year,
    ),
}
