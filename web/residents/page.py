"""The layout of the residents' page, and which handler each click calls."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gradio as gr

from rag.limits.line import LONGEST_LINE
from web.rendering import render
from web.residents.exchange import to_browser
from web.residents.handlers import PageHandlers
from web.residents.panel_handlers import PanelHandlers
from web.residents.wording import TEXTS
from web.wording import Wording

STATIC = Path(__file__).parent.parent / "static"

CONCURRENT_EVENTS = 10
"""How many events of a kind, but for questions, are worked on at the same time; more wait in Gradio's queue."""

LONGEST_QUEUE = 200
EVENTS_BESIDE_QUESTIONS = 40
REFRESH_SECONDS = 20
"""How often an open page checks for new articles."""


def residents_page(handlers: PageHandlers, panels: PanelHandlers) -> gr.Blocks:
    """The page as Gradio Blocks; `web.mounting.mount_page` mounts it."""
    place = handlers.settings.city or handlers.settings.paper
    title = f"闻答 · {place}" if place else "闻答 Wenda"
    words = Wording("zh", TEXTS)  # replaced by `handlers.welcome`, which knows the browser's language
    with gr.Blocks(title=title, analytics_enabled=False) as page:
        with gr.Column(elem_id="shell"):
            with gr.Row(elem_id="top"):
                masthead = _html("masthead")
                page_tools = _html("page-tools", scripts=("page_tools.js",))
                new_chat = gr.Button(words("new_chat"), elem_id="new-chat", size="sm")
            with gr.Column(elem_id="talk"):
                welcome = _html("welcome", scripts=("suggestions.js",))
                conversation = _html(
                    "conversation",
                    scripts=("spoken.js", "conversation.js", "corrections.js", "read_aloud.js"),
                    value=to_browser((), ""),
                    template="${value.html}",
                )
                next_questions = _html("next-questions", scripts=("suggestions.js", "next_questions.js"))
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
                    stop = gr.Button(words("stop"), elem_id="stop", scale=0)
                hint = _html("hint")
                foot = _html("foot")
                _html(
                    "announcer",
                    scripts=("spoken.js", "announcer.js"),
                    value=render("residents/announcer.html"),
                )
            panel = _html("panel", scripts=("panel.js", "page_picture.js"))

        answered = (conversation, hint)
        answering = gr.on(
            [question.submit, send.click],
            handlers.ask,
            (question, conversation),
            answered,
            js=_script("send.js"),
            **_question_options(),
        )
        example, further = (
            questions.ask(handlers.ask_suggested, conversation, answered, **_question_options())
            for questions in (welcome, next_questions)
        )
        refined = conversation.refine(handlers.refine, conversation, answered, **_question_options())
        for event in (answering, example, further, refined):
            event.failure(handlers.show_failure, conversation, conversation, **_event_options())
            event.then(handlers.masthead, None, masthead, js=_script("answered.js"), **_event_options())
            event.then(handlers.next_questions, conversation, next_questions, **_event_options())

        conversation.corrections(handlers.corrections, conversation, conversation, **_event_options())

        stop.click(handlers.stop, None, None, **_event_options())

        conversation.open_source(panels.open_source, conversation, panel, **_event_options())
        conversation.open_article(panels.open_article, None, panel, **_event_options())
        conversation.open_report(panels.open_report, conversation, panel, **_event_options())
        panel.report(panels.report, None, panel, **_event_options())
        new_chat.click(
            lambda: (to_browser((), ""), "", "", ""),
            None,
            [conversation, next_questions, panel, hint],
            **_event_options(),
        )

        page.load(
            handlers.welcome,
            None,
            [masthead, welcome, question, send, stop, new_chat, page_tools, foot],
            **_event_options(),
        )
        gr.Timer(REFRESH_SECONDS).tick(handlers.refresh, None, [masthead, welcome], **_event_options())
    return _queued(page)


def _queued(page: gr.Blocks) -> gr.Blocks:
    """The page with its queue, which holds no question back: they wait in `rag.limits`."""
    page.queue(
        max_size=LONGEST_QUEUE,
        api_open=False,
        default_concurrency_limit=CONCURRENT_EVENTS,
        status_update_rate=3600,  # seconds; the page does not show Gradio's places in the queue
    )
    queue = page._queue
    queue.max_thread_count = LONGEST_LINE + EVENTS_BESIDE_QUESTIONS  # its name is wrong: it limits all events
    queue.sleep_when_free = 0.01  # seconds; Gradio looks for new events a thousand times a second
    return page


def _event_options() -> dict[str, object]:
    """Options of every event: no spinner over the page, and no public API."""
    return {"show_progress": "hidden", "api_visibility": "private"}


def _question_options() -> dict[str, object]:
    return {
        **_event_options(),
        "concurrency_limit": None,
        "concurrency_id": "ask",
        "trigger_mode": "multiple",  # the next question may be sent while the last one's final events still run
    }


def _html(
    name: str, *, scripts: Sequence[str] = (), value: object = "", template: str = "${value}"
) -> gr.HTML:
    """A part of the page made of HTML. `value` is inserted without escaping."""
    return gr.HTML(
        value,
        elem_id=name,
        html_template=template,
        js_on_load="\n".join(map(_script, scripts)) or None,
        apply_default_css=False,
    )


def _script(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
