"""Errors of the API as problem+json (RFC 9457). Each kind has an anchor on the documentation page, which is its `type`.

What a caller sent is never repeated in an error, and what went wrong inside is not told.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.database import DatabaseUnusable
from rag.index import Rebuilding
from rag.journal import Journal
from rag.limits import LineFull, TooMany
from rag.schema import WendaError
from web.shown_articles import NotShown

log = logging.getLogger(__name__)

DOCS = "/api/v1/docs"
SECONDS_UNTIL_READY = 30
"""When to come back while something is away or being rebuilt."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its HTTP status and its title."""

    status: int
    title: str


KINDS: dict[str, Kind] = {
    "not-json": Kind(400, "The body is not JSON"),
    "needs-key": Kind(401, "A valid key is needed"),
    "key-lacks-scope": Kind(403, "The key may not do this"),
    "not-found": Kind(404, "There is nothing here"),
    "method-not-allowed": Kind(405, "This address is asked in another way"),
    "too-slow": Kind(408, "The body came too slowly"),
    "withdrawn": Kind(410, "The article was withdrawn"),
    "taken-down": Kind(410, "The article was removed"),
    "too-large": Kind(413, "The body is too large"),
    "invalid": Kind(422, "The request is invalid"),
    "too-many": Kind(429, "Too many questions"),
    "failed": Kind(500, "The request could not be answered"),
    "busy": Kind(503, "Too many people wait"),
    "rebuilding": Kind(503, "The indexes are being rebuilt"),
    "unavailable": Kind(503, "The database is out of reach"),
}


class Problem(Exception):
    """An error as a caller gets it.

    Attributes:
        kind: a key of `KINDS`.
        detail: what is wrong and what to do.
        retry_after: seconds after which to try again; None if that is of no use.
        members: further members of the document, such as `errors`.
    """

    def __init__(
        self,
        kind: str,
        detail: str,
        *,
        retry_after: int | None = None,
        members: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
        self.members = dict(members or {})
        self._headers = dict(headers or {})

    @property
    def status(self) -> int:
        return KINDS[self.kind].status

    @property
    def headers(self) -> dict[str, str]:
        retry = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        return {**self._headers, **retry}

    def document(self) -> dict[str, Any]:
        return {
            "type": f"{DOCS}#{self.kind}",
            "title": KINDS[self.kind].title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }

    def response(self) -> JSONResponse:
        return JSONResponse(
            self.document(), self.status, headers=self.headers, media_type="application/problem+json"
        )


def problem_of(error: Exception) -> Problem:
    """The problem that an error of this program is for a caller; what nobody expected is logged."""
    match error:
        case Problem():
            return error
        case TooMany():
            return Problem("too-many", str(error), retry_after=error.retry_after)
        case LineFull():
            return Problem("busy", str(error), retry_after=error.retry_after)
        case Rebuilding():
            return rebuilding()
        case NotShown(reason="no_source"):
            return Problem("not-found", str(error))
        case NotShown():
            members = {"removed_on": str(error.day)} if error.day else {}
            return Problem(error.reason.replace("_", "-"), str(error), members=members)
        case Journal.NotFound():
            return Problem("not-found", "There is no such answer, or it was deleted because of its age.")
        case DatabaseUnusable():
            log.warning("the %s cannot be used: %s", error.database, error)
            detail = "The newsroom's database is out of reach for the moment; try again in a little while."
            return Problem("unavailable", detail, retry_after=SECONDS_UNTIL_READY)
    log.error("a request to the API failed", exc_info=error)
    return Problem("failed", "The request could not be answered because of an error in here.")


def rebuilding() -> Problem:
    detail = "The indexes of the articles are being rebuilt; ask again in a few minutes."
    return Problem("rebuilding", detail, retry_after=SECONDS_UNTIL_READY)


def problem_of_http_error(error: HTTPException) -> Problem:
    """The problem that an error of the web framework is."""
    match error.status_code:
        case 404:
            return Problem("not-found", f"There is nothing here; {DOCS} lists what there is.")
        case 405:
            return Problem(
                "method-not-allowed", f"See {DOCS} for how to ask.", headers=dict(error.headers or {})
            )
        case 400 | 415:
            return Problem(
                "not-json", "The body must be JSON, in UTF-8, with Content-Type: application/json."
            )
        case 413:
            return Problem("too-large", "The body is too large.")
    log.error("the web framework refused a request with status %d", error.status_code)
    return Problem("failed", "The request could not be answered.")


def problem_of_validation(error: RequestValidationError) -> Problem:
    """The problem that an invalid request is: what is wrong with which field, without what was sent."""
    errors = error.errors()
    if any(part["type"] == "json_invalid" for part in errors):
        return Problem("not-json", "The body must be JSON, in UTF-8.")
    told = [
        {"field": ".".join(str(step) for step in part["loc"][1:]) or "body", "detail": part["msg"]}
        for part in errors
    ]
    detail = "; ".join(f"{one['field']}: {one['detail']}" for one in told)
    return Problem("invalid", detail, members={"errors": told})


def add_problem_handlers(app: FastAPI, respond: Callable[[Problem], JSONResponse] = Problem.response) -> None:
    """Let every error of an app, those of its framework included, be a problem.

    Args:
        respond: writes a problem, by default as problem+json.
    """

    async def http_error(_: Request, error: HTTPException) -> JSONResponse:
        return respond(problem_of_http_error(error))

    async def validation_error(_: Request, error: RequestValidationError) -> JSONResponse:
        return respond(problem_of_validation(error))

    async def other_error(_: Request, error: Exception) -> JSONResponse:
        return respond(problem_of(error))

    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, validation_error)
    for kind in (Problem, WendaError):
        app.add_exception_handler(kind, other_error)
    app.add_middleware(_UnforeseenErrors, respond=respond)


class _UnforeseenErrors:
    """An ASGI middleware that answers errors nobody foresaw. A handler of the framework for them raises them again, which ends
    the client's connection."""

    def __init__(self, app: ASGIApp, respond: Callable[[Problem], JSONResponse]) -> None:
        self._app = app
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_begun = False

        async def noted(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            return
        except Exception as error:
            if is_begun:
                raise
            await self._respond(problem_of(error))(scope, receive, send)
