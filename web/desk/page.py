"""The layout of the checking page, and which handler each click or key calls."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from web.desk.handlers import PageHandlers
from web.desk.position import Position
from web.desk.routes import RoleChecked
from web.desk.wording import TEXTS
from web.page_picture import PICTURE_SCRIPT
from web.wording import Wording

STATIC = Path(__file__).parent / "static"
CONCURRENT_EVENTS = 8
REFRESH_SECONDS = 20
"""How often an open page checks how recent the archive is."""


def desk_page(handlers: PageHandlers) -> gr.Blocks:
    """The page as Gradio Blocks. It must be mounted behind the guard."""
    checked = RoleChecked(handlers)
    words = Wording("zh", TEXTS)  # replaced by `handlers.load`, which knows the browser's language
    with gr.Blocks(title=words("title"), analytics_enabled=False, fill_width=True) as page:
        position = gr.State(Position())
        stored_name = gr.BrowserState("", storage_key="wenda_desk_name", secret="wenda")
        with gr.Row(elem_id="desk", equal_height=True):
            with gr.Column(elem_id="left", min_width=0):
                signed_in = gr.HTML(elem_id="signed-in", apply_default_css=False)
                freshness = _html("freshness", STATIC / "freshness.js")
                answers = _html("answers", STATIC / "answers.js")
            with gr.Column(elem_id="middle", min_width=0):
                answer = _html("answer", STATIC / "answer.js")
                with gr.Row(elem_id="hand"):
                    name = gr.Textbox(
                        label=words("name"), elem_id="name", max_lines=1, max_length=80, scale=1
                    )
                    note = gr.Textbox(
                        label=words("note"), elem_id="note", max_lines=1, max_length=2000, scale=2
                    )
                keys = gr.HTML(elem_id="keys", apply_default_css=False)
            with gr.Column(elem_id="right", min_width=0):
                sources = _html("sources", STATIC / "sources.js", PICTURE_SCRIPT)

        updated = [answers, answer, sources, position, note]
        page.load(checked.load, None, [*updated[:-1], name, note, keys], **_event_options())
        page.load(checked.signed_in, None, signed_in, **_event_options())
        page.load(checked.freshness, None, freshness, **_event_options())
        gr.Timer(REFRESH_SECONDS).tick(checked.freshness, None, freshness, **_event_options())
        page.load(None, stored_name, name, js="stored => stored", **_event_options())
        name.change(None, name, stored_name, js="typed => typed", **_event_options())

        answers.open_view(checked.open_view, position, updated, **_event_options())
        answers.more_answers(checked.more_answers, position, updated, **_event_options())
        answers.open_answer(checked.open_answer, position, updated, **_event_options())
        answer.open_answer(checked.open_answer, position, updated, **_event_options())
        answer.open_statement(checked.open_statement, position, updated, **_event_options())
        answer.next_answer(checked.next_answer, position, updated, **_event_options())
        answer.judge(checked.judge, [position, name, note], updated, **_event_options())
        answer.undo(checked.undo, [position, name], updated, **_event_options())
        answer.handle_reports(checked.handle_reports, [position, name], updated, **_event_options())
    return page.queue(api_open=False, default_concurrency_limit=CONCURRENT_EVENTS)


def _html(name: str, *scripts: Path) -> gr.HTML:
    """A part of the page made of HTML. Its value is inserted without escaping."""
    return gr.HTML(
        elem_id=name,
        js_on_load="\n".join(script.read_text(encoding="utf-8") for script in scripts),
        apply_default_css=False,
    )


def _event_options() -> dict[str, object]:
    """Options of every event: no spinner over the page, and no public API."""
    return {"show_progress": "hidden", "api_visibility": "private"}
