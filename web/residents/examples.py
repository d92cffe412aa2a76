"""Keeps a few example questions for the page before the first question: for today's notices, if there are any, and on the
newest articles. All are answered."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from threading import Event as Signal
from threading import Thread

from rag.archive import Coverage
from rag.config import Settings
from rag.index import Rebuilding
from rag.schema import Request, Version, WendaError
from rag.service import Assistant
from web.dates import PageLanguage
from web.residents.candidates import are_alike
from web.residents.trying import answered_candidates
from web.residents.wording import TEXTS
from web.wording import Wording

QUESTIONS_SHOWN = 4
ARTICLES_TRIED = 30
QUESTIONS_TRIED = 3  # of an article
CHECK_SECONDS = 5.0
PAUSE_SECONDS = 0.2  # before each try: residents' questions come first

log = logging.getLogger(__name__)


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
        """The questions in this language; none if the paper has no articles in it."""
        return self._questions[language]

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._update()
            except Rebuilding:
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
        chosen = self._about_notices(language, today)
        for article in articles:
            if len(chosen) == QUESTIONS_SHOWN or self._stop.is_set():
                break
            question = self._question_about(article, language, today)
            if question and not any(are_alike(question, other) for other in chosen):
                chosen.append(question)
        return tuple(chosen)

    def _about_notices(self, language: PageLanguage, today: date) -> list[str]:
        """The question for today's notices; none if there are no notices."""
        question = Wording(language, TEXTS)("notices_today")
        answer = self._assistant.ask(Request(question=question, today=today), record=False)
        if answer.status == "index_rebuilding":
            raise Rebuilding
        return [question] if answer.status == "answered" else []

    def _question_about(self, article: Version, language: PageLanguage, today: date) -> str:
        """The first question on an article that is answered; empty if there is none."""
        answered = answered_candidates(
            self._assistant,
            article,
            language,
            today=today,
            most=QUESTIONS_TRIED,
            wait=lambda: self._stop.wait(PAUSE_SECONDS),
        )
        return next((candidate.question for candidate in answered), "")
