"""Questions that need a date, made at run time from the dated Chinese articles of an archive, by a fixed seed; none is stored.

A question is a few words that begin an article, and a time phrase that its day of printing fits. Other articles begin
with the same words and were printed at other times, so that without the phrase several would be right.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, pairwise

import rjieba

from eval.dated_phrases import PHRASES, Kind
from rag.archive import Archive, Copies
from rag.archive.wording import without_dispatch
from rag.dates import Period
from rag.language import mentions
from rag.schema import Version
from rag.search.fusion import is_english
from rag.text.script import to_simplified
from rag.text.sentences import sentence_spans

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


def make_questions(archive: Archive, most: int, seed: int = 1) -> list[DatedQuestion]:
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
