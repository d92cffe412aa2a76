"""Builds the web app: the staff's checking page under `/desk`, the residents' page at `/`, the doors for other programs, what
watches over it all, and a path allow-list."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from gradio.route_utils import FnIndexInferError
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from rag.archive import Catalogue
from rag.config import Settings
from rag.desk import Keys
from rag.language.en.glossary import expressions
from rag.service import Assistant
from web.api import mount_api
from web.api.access import Access
from web.body_limit import BodyLimit
from web.decisions import add_decisions
from web.desk import mount_desk
from web.embed import mount_embed
from web.health import add_health
from web.known_hosts import HostCheck, KnownHosts
from web.logs import log_answer
from web.metrics import add_metrics
from web.mounting import mount_page
from web.page_picture import RESIDENTS_PATH, add_pictures
from web.path_allow_list import PathAllowList
from web.public import mount_public
from web.rendering import render
from web.residents import residents_page
from web.residents.examples import ExampleQuestions
from web.residents.handlers import PageHandlers
from web.residents.next_questions import NextQuestions
from web.residents.page import STATIC
from web.residents.panel_handlers import PanelHandlers

TABS_KEPT = 50
"""The residents' page needs nothing of it: each event brings the conversation along."""

log = logging.getLogger(__name__)


def build_site(assistant: Assistant, settings: Settings) -> FastAPI:
    """The web app, ready to be served.

    Args:
        assistant: an assistant with a journal; the caller closes it after the site has stopped.
    """
    examples = ExampleQuestions(assistant, settings)
    next_questions = NextQuestions(assistant, settings)
    handlers = PageHandlers(assistant, settings, examples=examples, next_questions=next_questions)

    access = Access(settings, Keys(assistant.desk), assistant.limits.quotas)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        examples.start()
        # loaded now, because it takes a second or two: the first question in English need not wait for it
        asyncio.get_running_loop().run_in_executor(None, expressions, "dictionary")
        async with doors:
            yield
        examples.close()
        next_questions.close()
        board.close()

    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, lifespan=lifespan)
    assistant.observers.append(log_answer)
    add_health(site, assistant)
    add_metrics(site, assistant, settings, access)
    doors = mount_api(site, assistant, settings, access)
    board = mount_desk(site, assistant, settings)  # before `/`, which matches every path
    if settings.page_pictures == "everyone":
        add_pictures(site, assistant.archive, RESIDENTS_PATH, Catalogue(assistant.archive).may_show_pages)
    mount_public(site, assistant, settings)
    mount_embed(site, assistant, settings)
    add_decisions(site, assistant)
    _mount_residents(site, residents_page(handlers, PanelHandlers(assistant, settings)), settings)
    site.add_middleware(PathAllowList)
    site.add_middleware(BodyLimit)
    site.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies.split())
    site.add_middleware(HostCheck, known=KnownHosts(settings.hostnames))
    return site


def _mount_residents(site: FastAPI, page: gr.Blocks, settings: Settings) -> None:
    icon = str(STATIC / "favicon.svg")
    head = render("residents/head.html")
    mount_page(
        site,
        page,
        settings,
        path="/",
        tabs_kept=TABS_KEPT,
        show_error=False,
        favicon_path=icon,
        head=head,
    )
    # Gradio looks functions up in a dict; without these handlers an unknown name gives a 500 with a traceback.
    gradio_app = site.routes[-1].app
    gradio_app.add_exception_handler(KeyError, _not_found)
    gradio_app.add_exception_handler(FnIndexInferError, _not_found)


def _not_found(request: Request, _: Exception) -> JSONResponse:
    log.info("not found: %s", request.url.path)
    return JSONResponse({"detail": "Not found"}, status_code=404)
