"""Errors as OpenAI's clients read them."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse

from web.api.problems import Problem

_TYPES = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
}
_CODES = {
    "needs-key": "invalid_api_key",
    "key-lacks-scope": "insufficient_permissions",
    "too-many": "rate_limit_exceeded",
    "not-found": "not_found",
}


def error_document(problem: Problem) -> dict[str, Any]:
    kind = _TYPES.get(problem.status, "server_error" if problem.status >= 500 else "invalid_request_error")
    code = problem.members.get("code") or _CODES.get(problem.kind, problem.kind.replace("-", "_"))
    param = problem.members.get("param") or next(
        (e["field"] for e in problem.members.get("errors", ())), None
    )
    return {"error": {"message": problem.detail, "type": kind, "param": param, "code": code}}


def error_response(problem: Problem) -> JSONResponse:
    status = 400 if problem.kind == "invalid" else problem.status  # what OpenAI answers to invalid requests
    return JSONResponse(error_document(problem), status, headers=problem.headers)
