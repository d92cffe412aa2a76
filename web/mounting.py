"""Mounts a Gradio page on the web app: one look and one set of limits for both pages."""

from __future__ import annotations

import gradio as gr
from fastapi import FastAPI

from rag.config import Settings

LARGEST_UPLOAD = "1kb"
"""Nothing is ever uploaded; Gradio takes files of any size where no limit is set."""

# Local fonts only: Gradio's own themes may name fonts of Google's.
FONTS = ("PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", "system-ui", "sans-serif")
MONOSPACE_FONTS = ("Menlo", "Consolas", "monospace")


def mount_page(app: FastAPI, page: gr.Blocks, settings: Settings, *, path: str, **looks: object) -> None:
    """Serve a page at `path`.

    Args:
        looks: more of `gradio.mount_gradio_app`'s arguments: what this page's head or style adds.
    """
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
        theme=gr.themes.Base(font=FONTS, font_mono=MONOSPACE_FONTS),
        **looks,
    )
