"""The checking page at ``/check``: staff check answers against the printed lines, behind a key."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from rag.chain import Assistant
from rag.config import Settings
from rag.journal import Journal
from web.check.desk import CheckDesk
from web.check.export import verdicts_csv
from web.check.guard import ROOM, Guard
from web.check.key import check_key, check_link, keep_out_of_logs
from web.check.page import STATIC, check_page

__all__ = ["check_link", "mount_check"]

# Local fonts only: Gradio's own themes may name fonts of Google's.
FONTS = ("PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", "system-ui", "sans-serif")


def mount_check(app: FastAPI, assistant: Assistant, journal: Journal, settings: Settings) -> FastAPI:
    """Add the checking page and its guard to the web app; to be called before `/` is mounted.

    Raises:
        KeyUnusable: the key cannot be read or kept.
    """
    keep_out_of_logs()
    app.add_middleware(Guard, key=check_key(settings))
    _add_export(app, CheckDesk(assistant.archive, journal, settings))
    return gr.mount_gradio_app(
        app,
        check_page(assistant.archive, journal, settings),
        path=ROOM,
        footer_links=[],
        run_history=False,
        blocked_paths=[str(settings.data_dir), str(settings.cache_dir)],
        show_error=True,
        max_file_size="1kb",
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=gr.themes.Base(font=FONTS, font_mono=("Menlo", "Consolas", "monospace")),
        css=(STATIC / "check.css").read_text(encoding="utf-8"),
    )


def _add_export(app: FastAPI, desk: CheckDesk) -> None:
    @app.get(f"{ROOM}/export.csv")
    def export(request: Request) -> StreamingResponse:
        setting = desk.setting(request)

        def rows() -> Iterator[str]:
            yield from verdicts_csv(desk.journal.verdicts(), setting)

        headers = {"Content-Disposition": 'attachment; filename="wenda-verdicts.csv"'}
        return StreamingResponse(rows(), media_type="text/csv; charset=utf-8", headers=headers)
