"""The door for agents: the tools `ask`, `search` and `read_article` over MCP, by streamable HTTP at `/mcp`.

Each tool returns text for the model, with the sources in it, and the same as data (`structuredContent`).
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Annotated, Any, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError
from starlette.concurrency import run_in_threadpool

from rag.config import Settings
from rag.limits import Asker
from rag.schema import Answer, Request, Turn, WendaError
from rag.schema.model import Model
from rag.service import Assistant
from rag.tool import DESCRIPTION, as_text
from web.api.access import Caller, Scope
from web.api.contract import MOST_RESULTS, Article, QuestionText, SearchResults
from web.api.problems import Problem, problem_of, rebuilding
from web.api.streaming import unless_gone
from web.shown_articles import ShownArticle, shown_article

PATH = "/mcp"
STATE = "caller"
"""Name under which the request's state has its `Caller`."""

T = TypeVar("T")
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)


def mcp_server(assistant: Assistant, settings: Settings) -> MCPServer:
    """The server with its tools."""
    server = MCPServer(
        "wenda",
        title=f"闻答 {settings.paper}".strip(),
        instructions="Answers from a newsroom's archive. Quote them with their sources, and do not add to them.",
        log_level="WARNING",
    )

    @server.tool(title="Ask the paper", description=DESCRIPTION, annotations=_READS)
    async def ask(
        ctx: Context, question: QuestionText, history: Annotated[tuple[Turn, ...], Field(max_length=100)] = ()
    ) -> Annotated[CallToolResult, Answer]:
        request = _request(question, history, settings)
        answer = await _told(ctx, assistant.answer_for(request, _asker(ctx, "ask")))
        if answer.status == "index_rebuilding":
            raise _tool_error(rebuilding())
        return _result(as_text(answer), answer)

    @server.tool(title="Search the paper", annotations=_READS)
    async def search(
        ctx: Context, query: QuestionText, k: Annotated[int, Field(ge=1, le=MOST_RESULTS)] = 10
    ) -> Annotated[CallToolResult, SearchResults]:
        """Find the passages of the local paper that are nearest to a question, best first, without an answer."""
        request = _request(query, (), settings)
        found = await _told(ctx, assistant.search_for(request, _asker(ctx, "search"), k))
        lines = [f"{one.headline} ({one.date}, article {one.article_id}): {one.text}" for one in found]
        return _result("\n".join(lines) or "Nothing was found.", SearchResults(results=found))

    @server.tool(title="Read an article", annotations=_READS)
    async def read_article(
        ctx: Context, article_id: Annotated[str, Field(max_length=100)]
    ) -> Annotated[CallToolResult, Article]:
        """Read an article of the local paper as printed. Answers and search results name its id."""
        asker = _asker(ctx, "search")

        def read() -> ShownArticle:
            assistant.limits.quotas.count(asker)
            return shown_article(assistant.archive, article_id, timezone=settings.timezone)

        shown = await _told(ctx, run_in_threadpool(read))
        article = Article.of(shown)
        text = article.text or "The paper may quote this article, but not show it in full."
        head = ", ".join(filter(None, (article.paper, str(article.date or ""), article.byline)))
        return _result(f"{article.headline}\n{head}\n\n{text}", article)

    return server


def _request(question: str, history: tuple[Turn, ...], settings: Settings) -> Request:
    try:
        return Request(question=question, history=history, today=settings.today())
    except ValidationError as error:
        raise ToolError("The question cannot be asked like this.") from error


def _asker(ctx: Context, scope: Scope) -> Asker:
    caller: Caller = getattr(ctx.request_context.request.state, STATE)
    try:
        return caller.require(scope)
    except Problem as problem:
        raise _tool_error(problem) from problem


async def _told(ctx: Context, work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns; it is given up if the client goes away.

    Raises:
        ToolError: with what the model is to know of an error.
    """
    try:
        return await unless_gone(ctx.request_context.request, work)
    except WendaError as error:
        raise _tool_error(problem_of(error)) from error


def _tool_error(problem: Problem) -> ToolError:
    return ToolError(problem.detail)


def _result(text: str, data: Model) -> CallToolResult:
    structured = data.model_dump(mode="json", exclude={"model_use", "struck"})
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=structured)
