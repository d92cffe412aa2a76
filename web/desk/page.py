"""The layout of the checking page, and which handler each click or key calls."""

from __future__ import annotations

from pathlib import Path

import gradio as gr

from web.desk.handlers import PageHandlers
from web.desk.judging import JudgingHandlers
from web.desk.position import Position
from web.desk.routes import RoleChecked
from web.desk.wording import TEXTS
from web.page_picture import PICTURE_SCRIPT
from web.wording import Wording

STATIC = Path(__file__).parent / "static"
CONCURRENT_EVENTS = 8
REFRESH_SECONDS = 20
"""How often an open page checks how recent the archive is, and how much was checked."""


def desk_page(loading: PageHandlers, judging: JudgingHandlers) -> gr.Blocks:
    """The page as Gradio Blocks. It must be mounted behind the guard."""
    loads, judges = RoleChecked(loading), RoleChecked(judging)
    words = Wording("zh", TEXTS)  # replaced by `handlers.load`, which knows the browser's language
    with gr.Blocks(title=words("title"), analytics_enabled=False, fill_width=True) as page:
        position = gr.State(Position())
        stored_name = gr.BrowserState("", storage_key="wenda_desk_name", secret="wenda")
        with gr.Row(elem_id="desk", equal_height=True):
            with gr.Column(elem_id="left", min_width=0):
                signed_in = gr.HTML(elem_id="signed-in", apply_default_css=False)
                summary = _html("summary", STATIC / "stays_open.js")
                freshness = _html("freshness", STATIC / "stays_open.js")
                answers = _html("answers", STATIC / "answers.js")
            with gr.Column(elem_id="middle", min_width=0):
                answer = _html("answer", *(STATIC / f"{part}.js" for part in ("ahead", "keys", "answer")))
                answer_ahead = _html("answer-ahead")
                with gr.Row(elem_id="hand"):
                    name = gr.Textbox(
                        label=words("name"), elem_id="name", max_lines=1, max_length=80, scale=1
                    )
                    note = gr.Textbox(
                        label=words("note"), elem_id="note", max_lines=1, max_length=2000, scale=2
                    )
                keys = gr.HTML(elem_id="keys", apply_default_css=False)
            with gr.Column(elem_id="right", min_width=0):
                lines = _html("lines", STATIC / "lines.js")
                sources = _html("sources", STATIC / "sources.js", PICTURE_SCRIPT)
                sources_ahead = _html("sources-ahead")

        updated = [answers, answer, lines, sources, position, note]
        on_load = [*updated[:-1], name, note, keys]
        page.load(loads.load, stored_name, on_load, **_event_options())
        page.load(loads.signed_in, None, signed_in, **_event_options())
        for part, handler in ((freshness, loads.freshness), (summary, loads.summary)):
            page.load(handler, None, part, **_event_options())
            gr.Timer(REFRESH_SECONDS).tick(handler, None, part, **_event_options())
        page.load(None, stored_name, name, js="stored => stored", **_event_options())
        name.change(None, name, stored_name, js="typed => typed", **_event_options())
        name.blur(loads.refresh, [position, name], updated, **_one_by_one())

        where, who = [position, name], [position, name, note]
        for part, event, handler, inputs in (
            (answers, "open_view", loads.open_view, where),
            (answers, "more_answers", loads.more_answers, where),
            (answers, "open_answer", loads.open_answer, where),
            (answer, "open_answer", loads.open_answer, where),
            (answer, "open_view", loads.open_view, where),
            (answer, "next_answer", loads.next_answer, where),
            (answer, "judge", judges.judge, who),
            (answer, "expect_line", judges.expect_line, who),
            (lines, "expect_line", judges.expect_line, who),
            (answer, "undo", judges.undo, where),
            (answer, "add_note", judges.add_note, where),
            (answer, "mark_point", judges.mark_point, where),
            (answer, "handle_reports", judges.handle_reports, where),
        ):
            getattr(part, event)(handler, inputs, updated, **_one_by_one())
        lines.search_lines(judges.search_lines, position, lines, **_event_options())
        answer.look_ahead(loads.look_ahead, where, [answer_ahead, sources_ahead], **_event_options())
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


def _one_by_one() -> dict[str, object]:
    """Options of the events that change the position: one that overtook another would lead back to where that one started."""
    return {**_event_options(), "concurrency_id": "position", "concurrency_limit": 1}
