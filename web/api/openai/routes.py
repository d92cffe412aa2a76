"""The routes under `/v1`."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from rag.config import Settings
from rag.language import locale_of
from rag.limits import Asker, Place
from rag.schema import Answer, Event
from rag.service import Assistant
from web.api.access import Access
from web.api.openai.content import Content, annotations
from web.api.openai.errors import error_document, error_response
from web.api.openai.wire import MODEL, ChatRequest
from web.api.problems import Problem, add_problem_handlers, problem_of, rebuilding
from web.api.streaming import AnswerStream, begun, unless_gone

PATH = "/v1"


def openai_app(assistant: Assistant, settings: Settings, access: Access) -> FastAPI:
    """The door as an app to be mounted at `PATH`."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.assistant, app.state.settings, app.state.access = assistant, settings, access
    app.post("/chat/completions", response_model=None)(complete)
    app.get("/models")(models)
    app.get("/models/{name}")(model)
    add_problem_handlers(app, error_response)
    return app


def _asker(request: Request) -> Asker:
    access: Access = request.app.state.access
    return access.caller(request, "openai").require("ask")


MayAsk = Annotated[Asker, Depends(_asker)]


async def complete(body: ChatRequest, request: Request, asker: MayAsk) -> Response:
    """Answer the last message of a conversation."""
    assistant: Assistant = request.app.state.assistant
    settings: Settings = request.app.state.settings
    question = body.request(settings.today())
    completion = _Completion(body, Content(locale_of(question.question), settings.paper), _site(request))
    if body.stream:
        steps = await begun(assistant.events_for(question, asker))
        return AnswerStream(_stream(completion, steps, assistant))
    answer = await unless_gone(request, assistant.answer_for(question, asker))
    if answer.status == "index_rebuilding":
        raise rebuilding()
    for statement in answer.statements:
        completion.content.add_statement(statement)
    completion.content.add_end(answer)
    usage = await run_in_threadpool(_usage, assistant, body.prompt(), completion.content.text)
    return JSONResponse(completion.whole(answer, usage))


def models(_: MayAsk, request: Request) -> dict[str, Any]:
    return {"object": "list", "data": [_model(request.app.state.settings)]}


def model(name: str, _: MayAsk, request: Request) -> dict[str, Any]:
    if name != MODEL:
        raise Problem("not-found", f"The model here is `{MODEL}`.", members={"code": "model_not_found"})
    return _model(request.app.state.settings)


class _Completion:
    """The documents of one completion."""

    def __init__(self, body: ChatRequest, content: Content, site: str) -> None:
        self.body = body
        self.content = content
        self._site = site
        self._head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time()), "model": MODEL}

    def whole(self, answer: Answer, usage: dict[str, int] | None) -> dict[str, Any]:
        message = {"role": "assistant", "content": self.content.text, "refusal": None, **self._cited(answer)}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {**self._head, "object": "chat.completion", "choices": [choice], "usage": usage}

    def chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        return {**self._head, "object": "chat.completion.chunk", "choices": [choice]}

    def last_chunk(self, answer: Answer) -> dict[str, Any]:
        return self.chunk(self._cited(answer), "stop")

    def usage_chunk(self, usage: dict[str, int] | None) -> dict[str, Any]:
        return {**self._head, "object": "chat.completion.chunk", "choices": [], "usage": usage}

    def _cited(self, answer: Answer) -> dict[str, Any]:
        """The citations, and the whole answer of `/api/v1` with the place of each statement in the content."""
        return {
            "annotations": annotations(self.content, answer, self._site),
            "wenda": {
                **answer.model_dump(mode="json", exclude={"model_use", "struck"}),
                "statement_offsets": self.content.statements if answer.statements else [],
            },
        }


async def _stream(
    completion: _Completion, steps: AsyncGenerator[Place | tuple[Event, ...] | None], assistant: Assistant
) -> AsyncGenerator[bytes]:
    yield _sse(completion.chunk({"role": "assistant", "content": ""}))
    async with aclosing(steps):
        try:
            async for step in steps:
                if isinstance(step, tuple):
                    for chunk in _chunks(completion, step):
                        yield _sse(chunk)
                else:
                    yield b": working\n\n"
            if completion.body.stream_options.include_usage:
                prompt, content = completion.body.prompt(), completion.content.text
                yield _sse(
                    completion.usage_chunk(await run_in_threadpool(_usage, assistant, prompt, content))
                )
            yield b"data: [DONE]\n\n"
        except Exception as error:  # noqa: BLE001 - the status has been sent: the caller is told in the stream
            yield _sse(error_document(problem_of(error)))


def _chunks(completion: _Completion, events: tuple[Event, ...]) -> Iterator[dict[str, Any]]:
    """
    Raises:
        Problem: the indexes are being rebuilt.
    """
    for event in events:
        if event.statement is not None:
            yield completion.chunk({"content": completion.content.add_statement(event.statement)})
        if event.answer is not None:
            if event.answer.status == "index_rebuilding":
                raise rebuilding()
            yield completion.chunk({"content": completion.content.add_end(event.answer)})
            yield completion.last_chunk(event.answer)


def _usage(assistant: Assistant, prompt: str, content: str) -> dict[str, int] | None:
    """Tokens as the embedded model counts them; None with another model. No language model need have read any."""
    encoder = assistant.models.embedder.encoder
    if encoder is None:
        return None
    sent, written = (len(encoder.tokenizer.encode(text).ids) for text in (prompt, content))
    return {"prompt_tokens": sent, "completion_tokens": written, "total_tokens": sent + written}


def _model(settings: Settings) -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": settings.paper or "wenda"}


def _site(request: Request) -> str:
    """Address of this site, as the caller reached it."""
    return f"{request.url.scheme}://{request.url.netloc}"


def _sse(document: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(document, ensure_ascii=False)}\n\n".encode()
