"""Serves `/embed.js`, the panel at `/embed`, its questions and reports, and a page that shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.routing import Mount

from rag.config import Settings
from rag.limits import Asker
from rag.service import Assistant
from web.api.contract import Report
from web.api.problems import Problem, add_problem_handlers
from web.api.sse import answer_stream
from web.api.streaming import AnswerStream
from web.embed.article import article_at
from web.embed.question import EmbedQuestion
from web.embed.wording import TEXTS
from web.reasons import journal_reason
from web.rendering import render
from web.wording import asked_wording

PANEL_PATH = "/embed"
PATHS = ("/embed.js", PANEL_PATH, f"{PANEL_PATH}/")
"""The script, the panel, and what lies below it; `web.path_allow_list` lets them through."""

STATIC = Path(__file__).parent.parent / "static"
LONGEST_ADDRESS = 500
LOOKED_THROUGH = 50
"""Of so many of the newest articles, the example shows one that has a web address."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def mount_embed(site: FastAPI, assistant: Assistant, settings: Settings) -> None:
    """Add the panel to the web app. Only the sites that `WENDA_EMBED_ORIGINS` names, and this one, may show it."""
    headers = {
        "Content-Security-Policy": "; ".join(
            [
                "default-src 'self'",
                "script-src 'self' 'unsafe-inline'",
                "style-src 'self' 'unsafe-inline'",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                f"frame-ancestors 'self' {settings.embed_origins}".strip(),
            ]
        ),
        "Cache-Control": "no-cache",
        "Vary": "Accept-Language",
    }

    @site.get("/embed.js", include_in_schema=False)
    def script() -> Response:
        code = (STATIC / "embed.js").read_text("utf-8")
        return Response(code, media_type="text/javascript", headers={"Cache-Control": "max-age=3600"})

    @site.get(PANEL_PATH, include_in_schema=False)
    def panel(
        request: Request,
        article: Annotated[str, Query(max_length=LONGEST_ADDRESS)] = "",
        colour: str = "",
        lang: str = "",
    ) -> HTMLResponse:
        words = asked_wording(TEXTS, lang, request.headers.get("accept-language", ""))
        version = article_at(article, assistant.archive) if article else None
        html = render(
            "embed/panel.html",
            words=words,
            paper=words.own_paper(settings.paper),
            contact=settings.contact,
            article=version,
            colour=colour if _COLOUR.fullmatch(colour) else "",
            has_model=bool(settings.llm),
        )
        return HTMLResponse(html, headers=headers)

    @site.get(f"{PANEL_PATH}/example", include_in_schema=False)
    def example(request: Request, lang: str = "") -> HTMLResponse:
        words = asked_wording(TEXTS, lang, request.headers.get("accept-language", ""))
        newest = assistant.archive.newest(LOOKED_THROUGH)
        on_the_web = (version for version in newest if version.url)
        shown = next(on_the_web, newest[0] if newest else None)
        return HTMLResponse(render("embed/example.html", words=words, version=shown))

    site.router.routes.append(Mount(f"{PANEL_PATH}/api", _panel_api(assistant, settings)))


def _panel_api(assistant: Assistant, settings: Settings) -> FastAPI:
    """What the panel asks for. It needs no key, but must come from the panel itself."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    add_problem_handlers(app)

    @app.post("/ask", response_class=AnswerStream, response_model=None)
    async def ask(body: EmbedQuestion, request: Request) -> AnswerStream:
        asker = _asker(request, body.session)
        return await answer_stream(
            assistant.events_for(body.request(settings.today(), assistant.archive), asker)
        )

    @app.post("/answers/{answer_id}/report", status_code=204)
    def report(body: Report, answer_id: str, request: Request) -> Response:
        assistant.report_for(_asker(request), answer_id, journal_reason(body.reason, body.note.strip()))
        return Response(status_code=204)

    return app


def _asker(request: Request, session: str = "") -> Asker:
    """Who asks.

    Raises:
        Problem: the request does not come from the panel.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise Problem("other-origin", "Only the panel itself may ask here; other programs use /api/v1.")
    return Asker("embed", session=session, address=request.client.host if request.client else "")
