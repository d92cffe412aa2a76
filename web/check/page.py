"""The layout of the checking page, and which handler answers which click or key."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from web.check.handlers import PageHandlers
from web.check.position import Position
from web.check.wording import TEXTS
from web.wording import Wording

STATIC = Path(__file__).parent / "static"
CHECKED_AT_ONCE = 8


def check_page(handlers: PageHandlers) -> gr.Blocks:
    """The page as Gradio Blocks, to be mounted behind the guard."""
    words = Wording("zh", TEXTS)  # until the browser has told its language
    with gr.Blocks(title=words("title"), analytics_enabled=False, fill_width=True) as page:
        position = gr.State(Position())
        remembered = gr.BrowserState("", storage_key="wenda_check_name", secret="wenda")
        with gr.Row(elem_id="check", equal_height=True):
            with gr.Column(elem_id="left", min_width=0):
                answers = _html("answers", "answers.js")
            with gr.Column(elem_id="middle", min_width=0):
                answer = _html("answer", "answer.js")
                with gr.Row(elem_id="hand"):
                    name = gr.Textbox(
                        label=words("name"), elem_id="name", max_lines=1, max_length=80, scale=1
                    )
                    note = gr.Textbox(
                        label=words("note"), elem_id="note", max_lines=1, max_length=2000, scale=2
                    )
                keys = gr.HTML(elem_id="keys", apply_default_css=False)
            with gr.Column(elem_id="right", min_width=0):
                sources = _html("sources", "sources.js")

        screen = [answers, answer, sources, position, note]
        page.load(handlers.arrive, None, [*screen[:-1], name, note, keys], **_quiet())
        page.load(None, remembered, name, js="kept => kept", **_quiet())
        name.change(None, name, remembered, js="typed => typed", **_quiet())

        answers.open_view(handlers.open_view, position, screen, **_quiet())
        answers.more_answers(handlers.more_answers, position, screen, **_quiet())
        answers.open_answer(handlers.open_answer, position, screen, **_quiet())
        answer.open_answer(handlers.open_answer, position, screen, **_quiet())
        answer.open_statement(handlers.open_statement, position, screen, **_quiet())
        answer.next_answer(handlers.next_answer, position, screen, **_quiet())
        answer.judge(handlers.judge, [position, name, note], screen, **_quiet())
        answer.undo(handlers.undo, [position, name], screen, **_quiet())
        answer.handle_reports(handlers.handle_reports, [position, name], screen, **_quiet())
    return page.queue(api_open=False, default_concurrency_limit=CHECKED_AT_ONCE)


def _html(name: str, script: str) -> gr.HTML:
    """A part of the page that draws itself; its value is HTML, which Gradio puts in as it is."""
    return gr.HTML(
        elem_id=name,
        js_on_load=(STATIC / script).read_text(encoding="utf-8"),
        apply_default_css=False,
    )


def _quiet() -> dict[str, object]:
    """Options of every event: no spinner over the page, and no way in but the page itself."""
    return {"show_progress": "hidden", "api_visibility": "private"}
