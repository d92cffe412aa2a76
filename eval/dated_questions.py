"""Generates questions that need a date from the dated Chinese articles of an archive, with a fixed seed.

A question combines words from the beginning of an article with a time phrase that matches its printing date, for example
上周三供水管道抢修是怎么回事？ Other articles with the same words were printed at other times, so without the phrase several
articles would be right.
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

TOPIC_SENTENCES = 2  # first sentences that, with the headline, give the topic of an article
MAX_WORDS = 8  # topic words tried per article
COMMON_SHARE = 0.005  # a word in the beginnings of more articles than this share gives no topic
MIN_COMMON = 12  # in a small archive, a word in this many beginnings still gives a topic
MIN_TOPIC_LENGTH = 5  # characters
MAX_TRIES = 3  # combinations of words tried: longest first, then rarest
MAX_RIGHT = 3  # articles matching topic and period; with more the question is too vague
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
        period: the days that the time phrase means.
        right: ids of the articles printed in the period that contain the topic words, and of their copies.
        source: id of the article that the question was generated from.
    """

    text: str
    kind: Kind
    today: date
    period: Period
    right: frozenset[str]
    source: str


def make_questions(archive: Archive, limit: int, seed: int = 1) -> list[DatedQuestion]:
    """Up to `limit` questions, taking the kinds of time phrase in turn, each from a different article."""
    chance = random.Random(seed)
    topics = _Topics(archive)
    waiting = {kind: chance.sample(topics.articles, len(topics.articles)) for kind in PHRASES}
    made: dict[str, DatedQuestion] = {}
    while len(made) < limit and any(waiting.values()):
        for kind, articles in waiting.items():
            question = None
            while articles and question is None:
                article = articles.pop()
                if article.id not in made:
                    question = _question(kind, article, topics, chance)
            if question and len(made) < limit:
                made[question.source] = question
    return list(made.values())


def _question(kind: Kind, article: _Article, topics: _Topics, chance: random.Random) -> DatedQuestion | None:
    """A question of a kind about an article; None if no topic words of the article need a date."""
    for phrase_of in chance.sample(PHRASES[kind], len(PHRASES[kind])):
        phrase = phrase_of(article.day, chance)
        if phrase and (topic := topics.topic(article, phrase.period)):
            words, right = topic
            text = chance.choice(_TEMPLATES).format(when=phrase.text, topic=words)
            return DatedQuestion(text, kind, phrase.today, phrase.period, right, article.id)
    return None


# --- articles and their topics ---


@dataclass(frozen=True, slots=True, eq=False)
class _Article:
    """A dated article; its texts are in simplified script.

    Attributes:
        beginning: headline and first sentences, without time expressions.
        words: nouns, names and verbs in `beginning` with two or more characters, in order.
        text: headline and full text.
    """

    id: str
    headline: str
    day: date
    beginning: str
    words: Sequence[str]
    text: str

    @classmethod
    def of(cls, version: Version, day: date) -> _Article:
        body = without_dispatch(version.text)
        spans = sentence_spans(body)[:TOPIC_SENTENCES]
        beginning = f"{version.headline}\n{body[: spans[-1].end] if spans else ''}"
        for mention in reversed(mentions(beginning, day)):
            beginning = f"{beginning[: mention.start]}\n{beginning[mention.end :]}"
        beginning = to_simplified(beginning)
        tagged: list[tuple[str, str]] = rjieba.tag(beginning)
        words = (word for word, tag in tagged if tag in _TAGS and len(word) > 1 and word.isalpha())
        text = to_simplified(f"{version.headline}\n{version.text}")
        return cls(version.article_id, version.headline, day, beginning, list(dict.fromkeys(words)), text)


class _Topics:
    """The dated Chinese articles by date, with an index of their topic words."""

    def __init__(self, archive: Archive) -> None:
        versions = archive.newest(archive.coverage().articles)
        dated = [(v, v.date) for v in versions if v.date and not is_english(v)]
        dated.sort(key=lambda pair: (pair[1], pair[0].source_id, pair[0].headline))
        self.articles = [_Article.of(version, day) for version, day in dated]
        self._days = [article.day for article in self.articles]
        self._postings: defaultdict[str, set[int]] = defaultdict(set)
        for index, article in enumerate(self.articles):
            for word in article.words:
                self._postings[word].add(index)
        self._copies = Copies(archive).groups(article.id for article in self.articles)

    def topic(self, article: _Article, period: Period) -> tuple[str, frozenset[str]] | None:
        """Topic words that the article shares with one printed outside the period, and the ids of the articles in the
        period that contain them; None if there are no such words."""
        first, last = bisect_left(self._days, period.start), bisect_right(self._days, period.end)
        common = max(COMMON_SHARE * len(self.articles), MIN_COMMON)
        words = [word for word in article.words if len(self._postings[word]) <= common][:MAX_WORDS]
        shared: list[tuple[int, int, tuple[str, ...]]] = []
        for chosen in chain.from_iterable(combinations(words, count) for count in (4, 3, 2)):
            sharing = set.intersection(*(self._postings[word] for word in chosen))
            if len("".join(chosen)) >= MIN_TOPIC_LENGTH and any(
                not first <= index < last for index in sharing
            ):
                shared.append((-len(chosen), len(sharing), chosen))
        for *_, chosen in sorted(shared)[:MAX_TRIES]:
            right = [a for a in self.articles[first:last] if all(word in a.text for word in chosen)]
            if len(right) <= MAX_RIGHT:
                return _phrase(chosen, article.beginning), self._with_copies(right)
        return None

    def _with_copies(self, articles: Sequence[_Article]) -> frozenset[str]:
        """Ids of the articles, of their known copies, and of articles with the same headline on the same day."""
        headlines = {(article.headline, article.day) for article in articles if article.headline}
        same_headline = {a.id for a in self.articles if (a.headline, a.day) in headlines}
        copies = {copy for article in articles for copy in self._copies.get(article.id, ())}
        return frozenset({article.id for article in articles} | same_headline | copies)


def _phrase(words: Sequence[str], beginning: str) -> str:
    """Join words with spaces, except those that are adjacent in the article."""
    phrase = words[0]
    for before, word in pairwise(words):
        phrase += word if before + word in beginning else f" {word}"
    return phrase
