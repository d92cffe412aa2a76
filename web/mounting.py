"""Mounts a Gradio page on the web app, with the theme and limits that both pages share."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI

from rag.config import Settings
from web.kept_assets import KeptAssets

LARGEST_UPLOAD = "1kb"
"""The pages have no uploads, but Gradio accepts files of any size unless a limit is set."""

# Only fonts of the reader's computer: Gradio's own themes may load fonts from Google.
FONTS = ("PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", "system-ui", "sans-serif")
MONOSPACE_FONTS = ("Menlo", "Consolas", "monospace")


def mount_page(
    app: FastAPI, page: gr.Blocks, settings: Settings, *, path: str, tabs_kept: int, **options: object
) -> None:
    """Serve a page at `path`.

    Args:
        tabs_kept: of how many browser tabs Gradio keeps the last inputs and outputs of each part of the page, and its states.
            The tabs used last count. Its own default is 10,000, with what anybody sent, until the server stops.
        options: other arguments of `gradio.mount_gradio_app`, such as `head` or `css`.
    """
    page.state_session_capacity = tabs_kept
    gr.mount_gradio_app(
        app,
        page,
        path=path,
        footer_links=[],
        run_history=False,
        blocked_paths=[str(settings.data_dir), str(settings.cache_dir)],
        max_file_size=LARGEST_UPLOAD,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        app_kwargs={"redirect_slashes": False},  # it would redirect to whatever Host a request names
        theme=gr.themes.Base(font=FONTS, font_mono=MONOSPACE_FONTS),
        **options,
    )
    app.routes[-1].app.add_middleware(KeptAssets)
