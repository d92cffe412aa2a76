"""The OpenAPI document of the REST API, and a page that shows it. The page loads nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse

from web.api.problems import KINDS
from web.rendering import render


@dataclass(frozen=True, slots=True)
class Field:
    """A field, parameter or property, with its type in words."""

    name: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked for."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    body: str
    answer: str


@dataclass(frozen=True, slots=True)
class Schema:
    """What a body or an answer contains."""

    name: str
    description: str
    fields: tuple[Field, ...]


def add_docs(app: FastAPI, path: str) -> None:
    """Serve the document at `/openapi.json` and the page at `/docs` of the app.

    Args:
        path: where the app is mounted.
    """

    @app.get("/openapi.json", include_in_schema=False)
    def document() -> JSONResponse:
        return JSONResponse({**app.openapi(), "servers": [{"url": path}]})

    @app.get("/docs", include_in_schema=False)
    def page() -> HTMLResponse:
        spec = app.openapi()
        return HTMLResponse(
            render(
                "api/docs.html",
                title=spec["info"]["title"],
                description=spec["info"]["description"],
                path=path,
                operations=tuple(_operations(spec)),
                schemas=tuple(_schemas(spec)),
                problems=KINDS,
            )
        )


def _operations(spec: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            yield Operation(
                method=method.upper(),
                path=path,
                summary=operation["summary"],
                description=operation.get("description", ""),
                parameters=tuple(
                    Field(p["name"], _type(p["schema"]), p["required"], p.get("description", ""))
                    for p in operation.get("parameters", ())
                ),
                body=_content(operation.get("requestBody", {})),
                answer=_content(next(iter(operation["responses"].values()))),
            )


def _schemas(spec: dict[str, Any]) -> Iterator[Schema]:
    for name, schema in spec["components"]["schemas"].items():
        if name not in ("HTTPValidationError", "ValidationError"):  # the framework's own, which are not used
            required = schema.get("required", ())
            fields = tuple(
                Field(field, _type(given), field in required, given.get("description", ""))
                for field, given in schema.get("properties", {}).items()
            )
            yield Schema(name, schema.get("description", ""), fields)


def _content(part: dict[str, Any]) -> str:
    """The type of a body or a response; its media type if it has no schema."""
    for media_type, content in part.get("content", {}).items():
        return _type(content["schema"]) if content.get("schema") else media_type
    return ""


def _type(schema: dict[str, Any]) -> str:
    """A JSON schema in a few words: `list of Turn`, `string or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if "anyOf" in schema:
        return " or ".join(map(_type, schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}" if "items" in schema else "list"
    return str(schema.get("format") or schema.get("type", "any"))
