"""What comes with an event of the residents' page: who asks, in which language, and what was clicked or typed."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.config import Settings
from rag.limits import Asker
from web.residents.context import PageContext
from web.residents.exchange import Exchange, from_browser
from web.residents.wording import TEXTS
from web.wording import asked_wording


def page_context(request: gr.Request, settings: Settings) -> PageContext:
    """The page's texts in the resident's language and script."""
    words = asked_wording(TEXTS, "", request.headers.get("accept-language", ""))
    return PageContext(words, settings.paper, settings.contact)


def asker_of(request: gr.Request) -> Asker:
    """The resident at a browser tab, which is another one when it is reloaded."""
    address = request.client.host if request.client else ""
    return Asker("page", session=request.session_hash or "", address=address)


def clean(text: str) -> str:
    """`text` without white space at its ends, and with lone surrogates replaced."""
    return text.encode("utf-8", "replace").decode().strip()


def clicked_exchange(event: gr.EventData, conversation: Any) -> Exchange | None:
    """The exchange in which something was clicked."""
    exchanges = from_browser(conversation)
    index = number(event, "exchange")
    return exchanges[index] if 0 <= index < len(exchanges) else None


def number(event: gr.EventData, name: str) -> int:
    """An integer from the event's data; -1 if it is missing or not an integer."""
    value = event._data.get(name)
    return value if isinstance(value, int) else -1
