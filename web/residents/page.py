"""The layout of the residents' page, and which handler answers which click."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from rag.config import Settings
from rag.service import Assistant
from web.residents.examples import ExampleQuestions
from web.residents.exchange import to_browser
from web.residents.handlers import PageHandlers
from web.residents.wording import TEXTS
from web.wording import Wording

STATIC = Path(__file__).parent.parent / "static"

ASKED_AT_ONCE = 10
"""Questions answered side by side; more wait in the queue."""

WAITING_AT_MOST = 200
REFRESH_SECONDS = 20
"""How often an open page looks whether articles have come."""


def residents_page(assistant: Assistant, settings: Settings, examples: ExampleQuestions) -> gr.Blocks:
    """The page as Gradio Blocks, to be mounted with `web.site`'s settings."""
    handlers = PageHandlers(assistant, settings, examples)
    place = settings.city or settings.paper
    title = f"闻答 · {place}" if place else "闻答 Wenda"
    words = Wording("zh", TEXTS)  # until the browser has told its language
    with gr.Blocks(title=title, analytics_enabled=False) as page:
        with gr.Column(elem_id="shell"):
            with gr.Row(elem_id="top"):
                masthead = _html("masthead")
                new_chat = gr.Button(words("new_chat"), elem_id="new-chat", size="sm")
            with gr.Column(elem_id="talk"):
                welcome = _html("welcome", script="welcome.js")
                conversation = _html(
                    "conversation",
                    script="conversation.js",
                    value=to_browser((), ""),
                    template="${value.html}",
                )
            with gr.Column(elem_id="composer"):
                with gr.Row(elem_id="ask"):
                    question = gr.Textbox(
                        label=words("ask_label"),
                        placeholder=words("ask_hint"),
                        show_label=False,
                        container=False,
                        lines=1,
                        max_lines=1,
                        elem_id="question",
                        scale=1,
                    )
                    send = gr.Button(words("send"), elem_id="send", variant="primary", scale=0)
                hint = _html("hint")
            panel = _html("panel", script="panel.js")

        answered = (conversation, hint)
        answering = gr.on(
            [question.submit, send.click],
            handlers.ask,
            (question, conversation),
            answered,
            js=_script("send.js"),
            **_asking(),
        )
        example = welcome.ask(handlers.ask_example, conversation, answered, **_asking())
        refined = conversation.refine(handlers.refine, conversation, answered, **_asking())
        for event in (answering, example, refined):
            event.failure(handlers.give_up, conversation, conversation, **_quiet())
            event.then(handlers.masthead, None, masthead, js=_script("answered.js"), **_quiet())

        conversation.open_source(handlers.open_source, conversation, panel, **_quiet())
        conversation.open_article(handlers.open_article, None, panel, **_quiet())
        conversation.open_report(handlers.open_report, conversation, panel, **_quiet())
        panel.report(handlers.report, None, panel, **_quiet())
        new_chat.click(lambda: (to_browser((), ""), "", ""), None, [conversation, panel, hint], **_quiet())

        page.load(handlers.welcome, None, [masthead, welcome, question, send, new_chat], **_quiet())
        gr.Timer(REFRESH_SECONDS).tick(handlers.refresh, None, [masthead, welcome], **_quiet())
    return page.queue(max_size=WAITING_AT_MOST, api_open=False, default_concurrency_limit=ASKED_AT_ONCE)


def _quiet() -> dict[str, object]:
    """Options of every event: no spinner over the page, and no way in but the page itself."""
    return {"show_progress": "hidden", "api_visibility": "private"}


def _asking() -> dict[str, object]:
    return {**_quiet(), "concurrency_limit": ASKED_AT_ONCE, "concurrency_id": "ask", "trigger_mode": "once"}


def _html(name: str, *, script: str = "", value: object = "", template: str = "${value}") -> gr.HTML:
    """A part of the page that draws itself; `value` is HTML, which Gradio puts in as it is."""
    return gr.HTML(
        value,
        elem_id=name,
        html_template=template,
        js_on_load=_script(script) if script else None,
        apply_default_css=False,
    )


def _script(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
