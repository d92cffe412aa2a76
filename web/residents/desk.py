"""What the residents' page does when it is asked, clicked and told of an error. Keeps nothing of an asker."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr
from pydantic import ValidationError

from rag.archive import Archive
from rag.chain import Assistant
from rag.config import Settings
from rag.journal import Journal
from rag.schema import Answer, Citation, Filters, Found, Request, Version, WendaError
from web.residents.answer_card import Setting, conversation_html
from web.residents.chips import changed
from web.residents.examples import ExampleQuestions
from web.residents.exchange import Exchange, from_browser, history, to_browser
from web.residents.panel import NOTE_LIMIT, notice_panel, report_form, source_panel
from web.residents.welcome import masthead_html, welcome_html
from web.residents.wording import REASONS, coverage_line, page_language, words

QUESTION_LIMIT = 2000

log = logging.getLogger(__name__)


class Desk:
    """The handlers behind the residents' page; each gets all it needs with the call."""

    def __init__(
        self, assistant: Assistant, journal: Journal, settings: Settings, examples: ExampleQuestions
    ) -> None:
        self.assistant = assistant
        self.archive: Archive = assistant.archive
        self.journal = journal
        self.settings = settings
        self.examples = examples

    # --- arriving ---

    def welcome(self, request: gr.Request) -> tuple[str, str, dict[str, Any], dict[str, Any], dict[str, Any]]:
        """Masthead, welcome, and the words of question box and buttons, in the browser's language."""
        setting = self._setting(request)
        return (
            *self.refresh(request),
            gr.update(
                label=words(setting.language, "ask_label"), placeholder=words(setting.language, "ask_hint")
            ),
            gr.update(value=words(setting.language, "send")),
            gr.update(value=words(setting.language, "new_chat")),
        )

    def masthead(self, request: gr.Request) -> str:
        """The line that is always in sight: how many articles, up to when, last updated when."""
        setting = self._setting(request)
        line = coverage_line(setting.language, self.archive.coverage(), self.settings.timezone)
        return masthead_html(self.settings.city or self.settings.paper, line, setting)

    def refresh(self, request: gr.Request) -> tuple[str, str]:
        """Masthead and welcome, which change when articles come."""
        setting = self._setting(request)
        return self.masthead(request), welcome_html(self.examples.questions(setting.language), setting)

    # --- asking ---

    def ask_example(
        self, event: gr.EventData, conversation: Any, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        yield from self.ask(str(event._data.get("question", "")), conversation, request)

    def ask(self, question: str, conversation: Any, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        """Answer a question, one checked statement after the other.

        Returns:
            For each step: the conversation, the question box, and the hint below it.
        """
        setting = self._setting(request)
        question = _clean(question)
        hint = _hint(question, setting)
        if hint:
            yield gr.skip(), gr.skip(), f'<p role="status">{hint}</p>'
            return
        earlier = from_browser(conversation)
        for exchange in self._exchange(question, earlier, Filters()):
            yield self._conversation((*earlier, exchange), setting), "", ""

    def refine(
        self, event: gr.EventData, conversation: Any, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        """Ask a question again as the asker has corrected it: with another period, author, place or section, or in
        other words; these stand alone."""
        setting = self._setting(request)
        shown, index = from_browser(conversation), _number(event, "exchange")
        if not 0 <= index < len(shown):
            yield gr.skip(), gr.skip(), ""
            return
        anew = event._data.get("name") == "question"
        question = _clean(str(event._data.get("value", ""))) if anew else shown[index].question
        try:
            filters = changed(shown[index].filters, dict(event._data))
        except ValidationError:
            yield gr.skip(), gr.skip(), f'<p role="status">{setting.words("hint_no_day")}</p>'
            return
        if hint := _hint(question, setting):
            yield gr.skip(), gr.skip(), f'<p role="status">{hint}</p>'
            return
        for exchange in self._exchange(question, () if anew else shown[:index], filters):
            yield self._conversation((*shown, exchange), setting), gr.skip(), ""

    def give_up(self, conversation: Any, request: gr.Request) -> dict[str, Any]:
        """The conversation when the last question could not be answered for a fault of ours."""
        exchanges = from_browser(conversation)
        if exchanges and exchanges[-1].stage != "done":
            exchanges = (*exchanges[:-1], exchanges[-1].failed())
        return self._conversation(exchanges, self._setting(request))

    def _exchange(self, question: str, earlier: Sequence[Exchange], filters: Filters) -> Iterator[Exchange]:
        """The exchange as it grows; the answer is in the journal before it is shown as done."""
        request = Request(
            question=question, history=history(earlier), today=self.settings.today(), filters=filters
        )
        exchange = Exchange(
            question=question, today=request.today, as_of=self.archive.coverage().newest, filters=filters
        )
        yield exchange
        found: tuple[Found, ...] = ()
        try:
            for event in self.assistant.stream(request):
                found = event.found or found
                if event.answer:
                    self._record(event.answer, request, found)
                exchange = exchange.after(event)
                yield exchange
        except WendaError:
            log.exception("a question could not be answered")
            yield exchange.failed()

    def _record(self, answer: Answer, request: Request, found: Sequence[Found]) -> None:
        try:
            self.journal.record(answer, request, found, self.assistant.fingerprint)
        except WendaError:
            # The reader still gets the answer: it has been checked, and withholding it would help nobody.
            log.exception("answer %s could not be kept in the journal", answer.answer_id)

    # --- opening a source ---

    def open_source(self, event: gr.EventData, conversation: Any, request: gr.Request) -> str:
        """The article that a citation points at, as it was printed when it was cited."""
        exchange = _pointed_at(event, conversation)
        citation = exchange.citation(_number(event, "n")) if exchange else None
        if citation is None:
            return notice_panel("source", "no_source", self._setting(request))
        return self._article(citation.article_id, citation, request)

    def open_article(self, event: gr.EventData, request: gr.Request) -> str:
        """An article from the list of near ones, in its newest version."""
        return self._article(str(event._data.get("article", "")), None, request)

    def _article(self, article_id: str, citation: Citation | None, request: gr.Request) -> str:
        setting = self._setting(request)
        try:
            state, newest = self.archive.state(article_id)
            version: Version = self.archive.version(article_id, citation.version if citation else newest)
        except Archive.NotFound:
            return notice_panel("source", "no_source", setting)
        if state != "live":
            return notice_panel("source", "withdrawn", setting)
        return source_panel(
            version,
            citation,
            today=self.settings.today(),
            superseded=version.version < newest,
            setting=setting,
        )

    # --- reporting an error ---

    def open_report(self, event: gr.EventData, conversation: Any, request: gr.Request) -> str:
        exchange = _pointed_at(event, conversation)
        setting = self._setting(request)
        if exchange is None or exchange.answer is None:
            return notice_panel("report", "report_failed", setting)
        return report_form(exchange, exchange.answer.answer_id, setting)

    def report(self, event: gr.EventData, request: gr.Request) -> str:
        """Pass a report on to staff; its reason is written in their language."""
        setting = self._setting(request)
        reason = str(event._data.get("reason", ""))
        note = _clean(str(event._data.get("note", "")))[:NOTE_LIMIT]
        if reason not in REASONS:
            return notice_panel("report", "report_failed", setting)
        said = words("zh", reason)
        try:
            self.journal.report(str(event._data.get("answer", "")), f"{said}：{note}" if note else said)
        except WendaError:
            log.exception("a report could not be kept")
            return notice_panel("report", "report_failed", setting)
        return notice_panel("report", "report_thanks", setting)

    # --- parts ---

    def _setting(self, request: gr.Request) -> Setting:
        return Setting(page_language(request), self.settings.paper, self.settings.contact)

    def _conversation(self, exchanges: Sequence[Exchange], setting: Setting) -> dict[str, Any]:
        return to_browser(exchanges, conversation_html(exchanges, setting))


def _clean(text: str) -> str:
    """`text` without white space around it and without what is no Unicode text (lone surrogates)."""
    return text.encode("utf-8", "replace").decode().strip()


def _hint(question: str, setting: Setting) -> str:
    """What is wrong with a question that is not sent; empty when nothing is."""
    if not question:
        return setting.words("hint_empty")
    if len(question) > QUESTION_LIMIT:
        return setting.words("hint_too_long", length=len(question), limit=QUESTION_LIMIT)
    return ""


def _pointed_at(event: gr.EventData, conversation: Any) -> Exchange | None:
    """The exchange in which something was clicked."""
    exchanges = from_browser(conversation)
    index = _number(event, "exchange")
    return exchanges[index] if 0 <= index < len(exchanges) else None


def _number(event: gr.EventData, name: str) -> int:
    """A number that came with an event; -1 where it is none."""
    value = event._data.get(name)
    return value if isinstance(value, int) else -1
