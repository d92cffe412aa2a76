"""Suggests what to ask next: questions on the articles that an answer cites, and on the same topic in those found with them.
All are answered.

They are tried in the background while nobody waits for an answer, and kept for the next time that an article is cited.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from datetime import date
from threading import BoundedSemaphore
from threading import Event as Signal

from rag.archive import Archive
from rag.config import Settings
from rag.schema import Answer, Request, Version, WendaError
from rag.service import Assistant
from web.dates import PageLanguage
from web.residents.candidates import Candidate, are_alike
from web.residents.trying import answered_candidates

SHOWN = 3
ARTICLES_TRIED = 5
QUESTIONS_TRIED = 3  # of an article
ARTICLES_KEPT = 1000
LONGEST_QUEUE = 5  # answers that wait for their questions; further ones get none
PATIENCE_SECONDS = 8.0
PAUSE_SECONDS = 0.05

log = logging.getLogger(__name__)

_Key = tuple[str, int, PageLanguage, date]
"""Article, version, language and today."""


class NextQuestions:
    """Makes the suggestions. Thread-safe."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._settings = settings
        self._kept: dict[_Key, tuple[Candidate, ...]] = {}
        self._free = BoundedSemaphore(LONGEST_QUEUE)
        self._closed = Signal()
        self._worker = ThreadPoolExecutor(1, "next questions")

    def close(self) -> None:
        self._closed.set()
        self._worker.shutdown(cancel_futures=True)

    def after(self, answers: Sequence[Answer], language: PageLanguage) -> tuple[str, ...]:
        """Up to `SHOWN` questions that follow the last of the answers; waits until they have been tried.

        Args:
            answers: those of the conversation. What one of them was asked, or says, is not asked again.
        """
        if not answers or answers[-1].status != "answered" or not self._free.acquire(blocking=False):
            return ()
        try:
            return self._worker.submit(self._choose, answers, language).result()
        except (WendaError, CancelledError) as error:
            log.info("no next questions: %s", error)
            return ()
        finally:
            self._free.release()

    def _choose(self, answers: Sequence[Answer], language: PageLanguage) -> tuple[str, ...]:
        asked = {answer.question for answer in answers}
        known = "\n".join(answer.text for answer in answers)
        chosen: dict[str, Candidate] = {}  # by the hidden part: two questions with the same answer are one
        for candidate in self._candidates(answers[-1], language, time.monotonic() + PATIENCE_SECONDS):
            if candidate.question not in asked and candidate.hidden not in known:
                chosen.setdefault(candidate.hidden, candidate)
            if len(chosen) == SHOWN:
                break
        return tuple(candidate.question for candidate in chosen.values())

    def _candidates(self, answer: Answer, language: PageLanguage, until: float) -> Iterator[Candidate]:
        """Answered questions on the articles cited and found, as long as there is time.

        On an article that was only found, they must share words with the question or with a cited headline.
        """
        cited = {citation.article_id for citation in answer.citations}
        topic = " ".join([answer.question, *(citation.headline for citation in answer.citations)])
        for article in self._articles(answer):
            if time.monotonic() > until or self._closed.is_set():
                return
            for candidate in self._answered(article, language):
                if article.article_id in cited or are_alike(candidate.question, topic):
                    yield candidate

    def _articles(self, answer: Answer) -> Iterator[Version]:
        found = self._assistant.search(Request(question=answer.question, today=self._settings.today()))
        ids = dict.fromkeys([c.article_id for c in answer.citations] + [f.article_id for f in found])
        for article_id in list(ids)[:ARTICLES_TRIED]:
            try:
                yield self._assistant.archive.version(article_id)
            except Archive.NotFound:
                continue

    def _answered(self, article: Version, language: PageLanguage) -> tuple[Candidate, ...]:
        """The answered questions on an article; each article is tried once a day."""
        today = self._settings.today()
        key = (article.article_id, article.version, language, today)
        if key not in self._kept:
            if len(self._kept) >= ARTICLES_KEPT:
                del self._kept[next(iter(self._kept))]
            tried = answered_candidates(
                self._assistant,
                article,
                language,
                today=today,
                most=QUESTIONS_TRIED,
                wait=self._wait_until_nobody_waits,
            )
            self._kept[key] = tuple(tried)
        return self._kept[key]

    def _wait_until_nobody_waits(self) -> None:
        while self._assistant.limits.line.is_busy and not self._closed.wait(PAUSE_SECONDS):
            pass
