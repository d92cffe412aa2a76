"""The REST API under `/api/v1`: ask, stream, search, read an article, report an error."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from rag.config import Settings
from rag.limits import Asker
from rag.schema import Answer
from rag.service import Assistant
from web.api.access import Access, may
from web.api.contract import (
    HIGHEST_VERSION,
    Article,
    AskBody,
    Report,
    SearchQuery,
    SearchResults,
)
from web.api.problems import add_problem_handlers, rebuilding
from web.api.sse import answer_stream
from web.api.streaming import AnswerStream, unless_gone
from web.reasons import journal_reason
from web.shown_articles import shown_article

PATH = "/api/v1"
STREAM = """Server-sent events, in this order: `waiting` (as often as the place in the line changes), `understood`, `found`, one
`statement` for each checked sentence, and `done` with the whole answer; or `error` with a problem, after which nothing comes.
Lines that begin with a colon only keep the connection open."""


def rest_app(assistant: Assistant, settings: Settings, access: Access) -> FastAPI:
    """The API as an app to be mounted at `PATH`."""
    app = FastAPI(
        title="闻答 Wenda",
        version="1",
        description="Answers from the newsroom's archive. Every sentence is bound to printed words.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.state.assistant, app.state.settings, app.state.access = assistant, settings, access
    app.include_router(router)
    add_problem_handlers(app)
    return app


def _assistant(request: Request) -> Assistant:
    return request.app.state.assistant


def _settings(request: Request) -> Settings:
    return request.app.state.settings


router = APIRouter()
TheAssistant = Annotated[Assistant, Depends(_assistant)]
TheSettings = Annotated[Settings, Depends(_settings)]
MayAsk = Annotated[Asker, Depends(may("ask"))]
MaySearch = Annotated[Asker, Depends(may("search"))]
MayReport = Annotated[Asker, Depends(may("report"))]


@router.post("/ask", response_model_exclude={"model_use", "struck"})
async def ask(
    body: AskBody, request: Request, assistant: TheAssistant, settings: TheSettings, asker: MayAsk
) -> Answer:
    """Answer a question with checked sentences, each with its source."""
    question = body.request(settings.today())
    answer = await unless_gone(request, assistant.answer_for(question, asker))
    if answer.status == "index_rebuilding":
        raise rebuilding()
    return answer


@router.post(
    "/ask/stream",
    response_class=StreamingResponse,
    description=STREAM,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def ask_stream(
    body: AskBody, assistant: TheAssistant, settings: TheSettings, asker: MayAsk
) -> AnswerStream:
    return await answer_stream(assistant.events_for(body.request(settings.today()), asker))


@router.get("/search")
async def search(
    request: Request,
    assistant: TheAssistant,
    settings: TheSettings,
    asker: MaySearch,
    query: Annotated[SearchQuery, Query()],
) -> SearchResults:
    """The passages nearest to a question, best first."""
    work = assistant.search_for(query.request(settings.today()), asker, query.k)
    return SearchResults(results=await unless_gone(request, work))


@router.get("/articles/{article_id}")
def article(
    assistant: TheAssistant,
    settings: TheSettings,
    asker: MaySearch,
    article_id: Annotated[str, Path(max_length=100)],
    version: Annotated[int | None, Query(ge=1, le=HIGHEST_VERSION, description="default: the newest")] = None,
) -> Article:
    """An article as printed. Answers cite its id and version; offsets count Unicode code points in its fields."""
    assistant.limits.quotas.count(asker)
    return Article.of(shown_article(assistant.archive, article_id, version, timezone=settings.timezone))


@router.post("/answers/{answer_id}/report", status_code=204)
def report(
    body: Report, assistant: TheAssistant, asker: MayReport, answer_id: Annotated[str, Path(max_length=100)]
) -> Response:
    """Tell the newsroom that an answer is wrong."""
    assistant.report_for(asker, answer_id, journal_reason(body.reason, body.note.strip()))
    return Response(status_code=204)
