"""Makes example questions from the newest articles. Each is tried first, and shown only if it is answered.

A question is a part of a headline with a number or date replaced by a question word (旧电动自行车换新每辆补500元 ->
旧电动自行车换新每辆补多少元？), or such a part of the text that names what the headline names. All other words are printed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from threading import Event as Signal
from threading import Thread

from rag.config import Settings
from rag.language import locale_of
from rag.schema import Answer, Coverage, Request, Version, WendaError
from rag.service import Assistant
from web.dates import PageLanguage

QUESTIONS_SHOWN = 4
ARTICLES_TRIED = 30
QUESTIONS_TRIED = 3  # of an article
LONGEST = {"zh": 22, "en": 70}
CHECK_SECONDS = 5.0
PAUSE_SECONDS = 0.2

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question made from printed words.

    Attributes:
        hidden: the printed words that a right answer must contain; empty if nothing was replaced.
    """

    question: str
    hidden: str = ""


class _IndexRebuilding(Exception):
    """The index is being rebuilt, so questions cannot be tried now."""


class ExampleQuestions:
    """Keeps a few answerable questions, and makes new ones when the articles or the date change."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._settings = settings
        self._questions: dict[PageLanguage, tuple[str, ...]] = {"zh": (), "en": ()}
        self._made_for: tuple[Coverage, date] | None = None
        self._stop = Signal()
        self._thread = Thread(target=self._run, name="example questions", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def questions(self, language: PageLanguage) -> tuple[str, ...]:
        """The questions for readers of this language; Chinese ones if there are none in English."""
        return self._questions[language] or self._questions["zh"]

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._update()
            except _IndexRebuilding:
                log.info("example questions will be made when the index is ready")
            except WendaError as error:
                log.warning("example questions could not be made: %s", error)
            self._stop.wait(CHECK_SECONDS)

    def _update(self) -> None:
        today = self._settings.today()
        state = (self._assistant.archive.coverage(), today)
        if state == self._made_for:
            return
        newest = self._assistant.archive.newest(ARTICLES_TRIED)
        self._questions["zh"] = self._choose(newest, "zh", today)
        self._questions["en"] = self._choose(newest, "en", today)
        self._made_for = state

    def _choose(self, articles: Sequence[Version], language: PageLanguage, today: date) -> tuple[str, ...]:
        chosen: list[str] = []
        for article in articles:
            if len(chosen) == QUESTIONS_SHOWN or self._stop.is_set():
                break
            question = self._question_about(article, language, today)
            if question and not any(_alike(question, other) for other in chosen):
                chosen.append(question)
        return tuple(chosen)

    def _question_about(self, article: Version, language: PageLanguage, today: date) -> str:
        """The first question on an article whose answer cites that article; empty if there is none."""
        for candidate in islice(candidates(article, language), QUESTIONS_TRIED):
            answer = self._assistant.ask(Request(question=candidate.question, today=today), record=False)
            if answer.status == "index_rebuilding":
                raise _IndexRebuilding
            self._stop.wait(PAUSE_SECONDS)  # residents' questions come first
            if _answers(answer, candidate, article):
                return candidate.question
        return ""


def candidates(article: Version, language: PageLanguage) -> Iterator[Candidate]:
    """Questions on an article that are short enough for a button, those from its headline first."""
    if (language == "en") != (locale_of(article.headline) == "en"):
        return
    made = _english(article.headline) if language == "en" else _chinese(article)
    for candidate in made:
        if len(candidate.question) <= LONGEST[language]:
            yield candidate


# --- printed words -> questions ---

_MEETING = re.compile(r"会议|召开|视察|调研|强调|审议|座谈|学习|精神|推进会")
_RELATIVE_DAY = re.compile(r"昨日|昨天|昨晚|近日|日前|今日|今天")
_CONTEXT_WORD = re.compile(
    r"[今明去前昨后][日天年晚晨]|[今明即]起|[本上下][月周]|近日|日前|当[日天]|现在|目前|本报|我"
)
_NOTICE = re.compile(r"^关于(?P<what>.{4,14})的(?:通知|通告|公告)$")
_DATE = re.compile(r"(?:\d+年)?\d+月\d+日|\d+月(?:上旬|中旬|下旬|底|初)")
_NUMBER = re.compile(
    r"(?<![第近约\d.])(?P<number>\d[\d,.]*[十百千万亿]*余?)"
    r"(?P<unit>人次|名额|公里|平方米|人|名|家|所|件|元|次|台|辆|亩|户|吨|座|个|条|套|部|场|项|张|米)"
    r"(?![以之上下])"
)
_SHORTEST_CLAUSE = 6
_NAMING = 4
"""Characters in a row that a question on the text must share with the headline, so that it says what it is about."""


def _chinese(article: Version) -> Iterator[Candidate]:
    if _MEETING.search(article.headline + article.subheadline):
        return
    for clause in _clauses(article.headline):
        yield from _with_hidden_part(clause)
    for clause in re.split(r"[，。；：！？\s]", article.text):
        if len(clause) >= _SHORTEST_CLAUSE and _is_self_contained(clause):
            made = _with_hidden_part(clause)
            yield from (one for one in made if _shares(one.question, article.headline, _NAMING))


def _clauses(headline: str) -> list[str]:
    """The parts of a headline that can be understood without the others."""
    notice = _NOTICE.match(headline)
    clauses = [notice["what"]] if notice else headline.split()
    undated = [_RELATIVE_DAY.sub("", clause) for clause in clauses]
    return [clause for clause in undated if len(clause) >= _SHORTEST_CLAUSE and _is_self_contained(clause)]


def _is_self_contained(clause: str) -> bool:
    balanced = all(clause.count(a) == clause.count(b) for a, b in ("“”", "《》", "（）", "‘’"))
    return balanced and clause[0] not in "“‘—" and not _CONTEXT_WORD.search(clause)


def _with_hidden_part(clause: str) -> Iterator[Candidate]:
    when = _DATE.search(clause)
    if when:
        yield _asking(clause, when, "什么时候", when.group())
        return
    many = _NUMBER.search(clause)
    if many:
        yield _asking(clause, many, f"多少{many['unit']}", many["number"])


def _asking(clause: str, match: re.Match[str], word: str, hidden: str) -> Candidate:
    return Candidate(f"{clause[: match.start()]}{word}{clause[match.end() :]}？", hidden)


def _english(headline: str) -> Iterator[Candidate]:
    without_label = headline.rpartition(": ")[2]
    for topic in re.split(r", | and ", without_label):
        if len(topic) >= _SHORTEST_CLAUSE:
            yield Candidate(f"What is reported about the {topic[0].lower()}{topic[1:]}?")


# --- answers ---


def _answers(answer: Answer, candidate: Candidate, article: Version) -> bool:
    """Whether the answer cites the question's article first and contains the hidden part."""
    return (
        answer.status == "answered"
        and answer.citations[0].article_id == article.article_id
        and candidate.hidden in answer.text
    )


def _alike(one: str, other: str) -> bool:
    """Whether two questions share a name or topic: four characters in a row (eight in English) besides question words."""
    one, other = (re.sub(r"什么时候|多少|What is reported about the", "", q) for q in (one, other))
    return _shares(one, other, 4 if not one.isascii() else 8)


def _shares(one: str, other: str, size: int) -> bool:
    return any(one[i : i + size] in other for i in range(len(one) - size + 1))
