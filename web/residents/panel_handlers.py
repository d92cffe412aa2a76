"""The event handlers of the side panel: opening a source, and reporting an error. They store nothing about a resident."""

from __future__ import annotations

import logging
from typing import Any

import gradio as gr

from rag.archive import Catalogue, Part
from rag.config import Settings
from rag.schema import Citation, Version, WendaError
from rag.service import Assistant
from web.page_picture import RESIDENTS_PATH, PagePicture, page_pictures
from web.reasons import REASONS, journal_reason
from web.residents.incoming import asker_of, clean, clicked_exchange, number, page_context
from web.residents.panel import NOTE_LIMIT, notice_panel, report_panel, source_panel
from web.shown_articles import NotShown, shown_article

log = logging.getLogger(__name__)


class PanelHandlers:
    """The handlers of the panel. They have no state: each call brings the conversation along."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self._assistant = assistant
        self._archive = assistant.archive
        self._settings = settings

    # --- opening a source ---

    def open_source(self, event: gr.EventData, conversation: Any, request: gr.Request) -> str:
        """The article of a citation, in the version that was cited."""
        exchange = clicked_exchange(event, conversation)
        citation = exchange.citation(number(event, "n")) if exchange else None
        if citation is None:
            return notice_panel("source", "no_source", page_context(request, self._settings))
        return self._article(citation.article_id, citation, request)

    def open_article(self, event: gr.EventData, request: gr.Request) -> str:
        """An article from the list of nearest articles, in its newest version."""
        return self._article(str(event._data.get("article", "")), None, request)

    def _article(self, article_id: str, citation: Citation | None, request: gr.Request) -> str:
        page = page_context(request, self._settings)
        try:
            shown = shown_article(
                self._archive,
                article_id,
                citation.version if citation else None,
                timezone=self._settings.timezone,
            )
        except NotShown as none:
            return notice_panel("source", none.reason, page, day=none.day)
        version = shown.version
        others = (part for part in shown.parts if part is not version)
        return source_panel(
            version,
            citation,
            parts=shown.parts,
            today=self._settings.today(),
            superseded=shown.is_superseded,
            pictures=(
                *self._pictures(version, citation),
                *(picture for part in others for picture in self._pictures(part, None)),
            ),
            page=page,
        )

    def _pictures(self, version: Version, cited: Citation | None) -> tuple[PagePicture, ...]:
        shown = Catalogue(self._archive).may_show_pages(version.source_sha256)
        if self._settings.page_pictures == "staff" or not shown:
            return ()
        marks: list[Part] = [(cited.field, cited.start, cited.end)] if cited else []
        return page_pictures(self._archive, version, marks, RESIDENTS_PATH)

    # --- reporting an error ---

    def open_report(self, event: gr.EventData, conversation: Any, request: gr.Request) -> str:
        exchange = clicked_exchange(event, conversation)
        page = page_context(request, self._settings)
        if exchange is None or exchange.answer is None:
            return notice_panel("report", "report_failed", page)
        return report_panel(exchange.question, exchange.answer.answer_id, page)

    def report(self, event: gr.EventData, request: gr.Request) -> str:
        """Store a report for the staff, with its reason in Chinese."""
        page = page_context(request, self._settings)
        reason = str(event._data.get("reason", ""))
        note = clean(str(event._data.get("note", "")))[:NOTE_LIMIT]
        if reason not in REASONS:
            return notice_panel("report", "report_failed", page)
        try:
            answer_id = str(event._data.get("answer", ""))
            self._assistant.report_for(asker_of(request), answer_id, journal_reason(reason, note))
        except WendaError:
            log.exception("a report could not be stored")
            return notice_panel("report", "report_failed", page)
        return notice_panel("report", "report_thanks", page)
