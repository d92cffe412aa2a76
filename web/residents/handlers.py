"""The event handlers of the residents' page: questions and what comes of them. They store nothing about a resident."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any
from zoneinfo import ZoneInfo

import gradio as gr
from pydantic import ValidationError

from rag.archive import Archive, Coverage, Takedown, Takedowns, last_edition
from rag.config import Settings
from rag.database import DatabaseUnusable
from rag.limits import Asker, Place, Refused, Stopped
from rag.schema import LONGEST_QUESTION, Event, Filters, Request, WendaError
from rag.service import Assistant
from web.residents.chips import apply_change
from web.residents.context import PageContext
from web.residents.conversation import conversation_html, welcome_html
from web.residents.examples import ExampleQuestions
from web.residents.exchange import UNSETTLED, Exchange, from_browser, history, joined, to_browser
from web.residents.incoming import asker_of, clean, number, page_context
from web.residents.next_questions import NextQuestions
from web.residents.wording import coverage_line, late_line

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, the conversation that is shown, and the exchanges of it that are the question's history."""

    question: str
    shown: Sequence[Exchange]
    earlier: Sequence[Exchange]
    filters: Filters


class PageHandlers:
    """The handlers of the residents' page. They have no state of a conversation: each call brings it along."""

    def __init__(
        self,
        assistant: Assistant,
        settings: Settings,
        *,
        examples: ExampleQuestions,
        next_questions: NextQuestions,
    ) -> None:
        self.assistant = assistant
        self.archive: Archive = assistant.archive
        self.settings = settings
        self.examples = examples
        self._next_questions = next_questions

    # --- loading the page ---

    def welcome(self, request: gr.Request) -> tuple[Any, ...]:
        """Masthead, welcome, the labels of question box and buttons, page tools and foot, in the browser's language."""
        page = page_context(request, self.settings)
        words = page.words
        return (
            *self.refresh(request),
            gr.update(label=words("ask_label"), placeholder=words("ask_hint")),
            gr.update(value=words("send")),
            gr.update(value=words("stop")),
            gr.update(value=words("new_chat")),
            page.render("page_tools.html"),
            page.render("foot.html"),
        )

    def masthead(self, request: gr.Request) -> str:
        """The lines at the top: number of articles, newest date, time of the last update, whether it is long ago, and whether
        a server is away."""
        page, today = page_context(request, self.settings), self.settings.today()
        line = late = trouble = ""
        try:
            last = last_edition(self.archive, today)
            line = coverage_line(page.words, self.archive.coverage(), last, self.settings.timezone)
            late = late_line(page.words, last, today)
            if self.assistant.indexes.state == "unavailable":
                trouble = page.words("indexes_away")
        except DatabaseUnusable as error:
            log.warning("the archive cannot be read: %s", error)
            trouble = page.words("archive_away")
        place = self.settings.city or self.settings.paper
        return page.render("masthead.html", place=place, coverage=line, late=late, trouble=trouble)

    def refresh(self, request: gr.Request) -> tuple[str, str]:
        """Masthead and welcome, which change when articles are added."""
        page = page_context(request, self.settings)
        questions = self.examples.questions(page.words.language)
        return self.masthead(request), welcome_html(questions, self.settings.today(), LONGEST_QUESTION, page)

    # --- asking ---

    async def ask(
        self, question: str, conversation: Any, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Answer a question, one checked statement after the other.

        Returns:
            For each step: the conversation, and the hint below the question box.
        """

        def asked() -> _Asked:
            shown = self._shown(conversation, request)
            return _Asked(question, shown, shown, Filters())

        async with aclosing(self._answer(asked, request)) as steps:
            async for step in steps:
                yield step

    async def ask_suggested(
        self, event: gr.EventData, conversation: Any, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Answer an example or a next question: without the conversation as its history, as it was tried."""

        def asked() -> _Asked:
            question = str(event._data.get("question", ""))
            return _Asked(question, self._shown(conversation, request), (), Filters())

        async with aclosing(self._answer(asked, request)) as steps:
            async for step in steps:
                yield step

    async def refine(
        self, event: gr.EventData, conversation: Any, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        """Ask a question again after the resident has changed a chip.

        A changed filter keeps the conversation before the question as its history. A changed question has no history.
        """

        def asked() -> _Asked | str:
            shown, index = self._shown(conversation, request), number(event, "exchange")
            if not 0 <= index < len(shown):
                return ""
            is_reworded = event._data.get("name") == "question"
            question = str(event._data.get("value", "")) if is_reworded else shown[index].question
            try:
                filters = apply_change(shown[index].filters, dict(event._data))
            except ValidationError:
                page = page_context(request, self.settings)
                return page.render("hint.html", hint=page.words("hint_no_day"))
            return _Asked(question, shown, () if is_reworded else shown[:index], filters)

        async with aclosing(self._answer(asked, request)) as steps:
            async for step in steps:
                yield step

    async def _answer(
        self, asked: Callable[[], _Asked | str], request: gr.Request
    ) -> AsyncGenerator[tuple[Any, ...]]:
        """See `ask`.

        Args:
            asked: what was asked, or a hint if it cannot be; called in another thread, because it reads the archive.
        """
        page = page_context(request, self.settings)
        ask = await asyncio.to_thread(asked)
        hint = ask if isinstance(ask, str) else _hint(clean(ask.question), page)
        if isinstance(ask, str) or hint:
            yield gr.skip(), hint
            return
        earlier = await asyncio.to_thread(self._conversation, ask.shown, page)
        async with aclosing(self._exchange(ask, asker_of(request))) as exchanges:
            async for exchange in exchanges:
                yield joined(earlier, self._conversation([exchange], page, first=len(ask.shown))), ""

    async def stop(self, request: gr.Request) -> None:
        """Stop the answer for this tab, or its waiting. What was shown of it stays."""
        self.assistant.limits.line.stop(asker_of(request).session)

    async def _exchange(self, ask: _Asked, asker: Asker) -> AsyncGenerator[Exchange]:
        """The exchange after each change. The answer is in the journal before it is shown as done."""
        request = Request(
            question=clean(ask.question),
            history=history(ask.earlier),
            today=self.settings.today(),
            filters=ask.filters,
        )
        try:
            coverage = await asyncio.to_thread(self.archive.coverage)
        except DatabaseUnusable:
            coverage = Coverage(0, None, None)  # the question will fail too, and say so
        exchange = Exchange(
            question=request.question,
            today=request.today,
            as_of=coverage.newest,
            articles=coverage.articles,
            filters=ask.filters,
        )
        try:
            async with aclosing(self.assistant.events_for(request, asker)) as steps:
                async for step in steps:
                    exchange = _after(exchange, step)
                    yield exchange
        except Stopped:
            yield exchange.stopped()
        except Refused as refused:
            yield exchange.refused(refused)
        except WendaError:
            log.exception("a question could not be answered")
            yield exchange.failed()

    def show_failure(self, conversation: Any, request: gr.Request) -> dict[str, Any]:
        """The conversation after an internal error: the last question is shown as failed."""
        exchanges = self._shown(conversation, request)
        if exchanges and exchanges[-1].stage in UNSETTLED:
            exchanges = (*exchanges[:-1], exchanges[-1].failed())
        return self._conversation(exchanges, page_context(request, self.settings))

    def next_questions(self, conversation: Any, request: gr.Request) -> str:
        """What can be asked after the last answer; empty if there is nothing."""
        page = page_context(request, self.settings)
        exchanges = self._shown(conversation, request)
        answers = [exchange.answer for exchange in exchanges if exchange.answer]
        if not exchanges or exchanges[-1].answer is None:
            return ""
        questions = self._next_questions.after(answers, page.words.language)
        return (
            page.render("next_questions.html", questions=questions, answer=answers[-1]) if questions else ""
        )

    def corrections(self, conversation: Any, request: gr.Request) -> Any:
        """The conversation with the newsroom's corrections of its answers; unchanged if there are none."""
        exchanges = self._shown(conversation, request)
        corrected = {i: self.assistant.corrected(e.answer) for i, e in enumerate(exchanges) if e.answer}
        if not any(corrected.values()):
            return gr.skip()
        now = [exchange.corrected(corrected.get(i)) for i, exchange in enumerate(exchanges)]
        return self._conversation(now, page_context(request, self.settings))

    # --- parts ---

    def _shown(self, conversation: Any, request: gr.Request) -> tuple[Exchange, ...]:
        """The conversation that a browser sent, without what was taken down since."""
        exchanges = from_browser(conversation)
        ids = {citation.article_id for exchange in exchanges for citation in exchange.citations}
        ids |= {near.article_id for e in exchanges if e.answer for near in e.answer.nearest}
        words = page_context(request, self.settings).words
        try:
            taken = Takedowns(self.archive).of_articles(list(ids)) if ids else {}
        except DatabaseUnusable:
            return exchanges  # the question will fail too, and the browser shows no more than it has
        removed = {i: words("taken_down", day=self._day(takedown)) for i, takedown in taken.items()}
        return tuple(exchange.without(removed) for exchange in exchanges) if removed else exchanges

    def _day(self, takedown: Takedown) -> date:
        return takedown.taken_at.astimezone(ZoneInfo(self.settings.timezone)).date()

    def _conversation(
        self, exchanges: Sequence[Exchange], page: PageContext, *, first: int = 0
    ) -> dict[str, Any]:
        return to_browser(exchanges, conversation_html(exchanges, page, first=first))


def _after(exchange: Exchange, step: Place | tuple[Event, ...]) -> Exchange:
    if isinstance(step, Place):
        return exchange.at_place(step.before)
    return reduce(Exchange.after, step, exchange)


def _hint(question: str, page: PageContext) -> str:
    """What is wrong with a question, as HTML; empty if nothing is."""
    if not question:
        return page.render("hint.html", hint=page.words("hint_empty"))
    if len(question) > LONGEST_QUESTION:
        hint = page.words("hint_too_long", length=len(question), limit=LONGEST_QUESTION)
        return page.render("hint.html", hint=hint)
    return ""
