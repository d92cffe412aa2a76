"""The whole site: the staff's checking page under `/check`, the residents' page at `/`, one guard before both."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from gradio.route_utils import FnIndexInferError

from rag.chain import Assistant
from rag.config import Settings
from rag.journal import Journal
from rag.language.en.glossary import expressions
from web.check import mount_check
from web.doors import Doors
from web.residents import residents_page
from web.residents.examples import ExampleQuestions
from web.residents.page import STATIC

LARGEST_UPLOAD = "1kb"
"""Nothing is ever uploaded; Gradio takes files of any size where no limit is set."""

# Local fonts only: Gradio's own themes may name fonts of Google's.
FONTS = ("PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", "system-ui", "sans-serif")

log = logging.getLogger(__name__)


def build_site(assistant: Assistant, journal: Journal, settings: Settings) -> FastAPI:
    """The web app, ready to be served. The caller closes `assistant` and `journal` when it has ended."""
    examples = ExampleQuestions(assistant, settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        examples.start()
        # the dictionary takes a second or two to load: the first to ask in English need not wait for it
        asyncio.get_running_loop().run_in_executor(None, expressions, "dictionary")
        yield
        examples.close()

    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    mount_check(site, assistant, journal, settings)  # before `/`, which answers for every path
    _mount_residents(site, residents_page(assistant, journal, settings, examples), settings)
    site.add_middleware(Doors)
    return site


def _mount_residents(site: FastAPI, page: gr.Blocks, settings: Settings) -> None:
    gr.mount_gradio_app(
        site,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        blocked_paths=[str(settings.data_dir), str(settings.cache_dir)],
        favicon_path=str(STATIC / "favicon.svg"),
        show_error=False,
        max_file_size=LARGEST_UPLOAD,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=gr.themes.Base(font=FONTS, font_mono=("Menlo", "Consolas", "monospace")),
        head=_head(),
    )
    # Gradio looks functions up in a dict, and a call of one that is not there would be a 500 with a traceback.
    gradio_app = site.routes[-1].app
    gradio_app.add_exception_handler(KeyError, _not_found)
    gradio_app.add_exception_handler(FnIndexInferError, _not_found)


def _not_found(request: Request, _: Exception) -> JSONResponse:
    log.info("nothing of that name: %s", request.url.path)
    return JSONResponse({"detail": "Not found"}, status_code=404)


def _head() -> str:
    """What the page adds to Gradio's head. The style goes there too: as `css` Gradio would rewrite its selectors."""
    style = (STATIC / "residents.css").read_text(encoding="utf-8")
    return f"{(STATIC / 'head.html').read_text(encoding='utf-8')}<style>{style}</style>"
