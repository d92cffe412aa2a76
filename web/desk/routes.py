"""Which role each address and each event of the desk needs. What is in neither table does not exist for anybody.

`Guard` enforces the first table before anything under `/desk` is called, `RoleChecked` the second one around the handlers of
the checking page. A test walks both for every role.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

import gradio as gr

from rag.desk import Person, Role

DESK_PATH = "/desk"

Access = Role | Literal["anybody"]
"""The least role; "anybody" needs no session."""


@dataclass(frozen=True, slots=True)
class Route:
    """Addresses under `/desk` that need the same role.

    Attributes:
        path: below `/desk`; with a `*` at its end, everything that begins so.
        is_page: whether it is opened by people, who are led to the sign-in page if they must sign in first.
        needs_user: whether who came with the key is refused, because it is about users.
    """

    path: str
    least: Access
    methods: tuple[str, ...] = ("GET", "HEAD")
    is_page: bool = False
    needs_user: bool = False


_FORM = ("GET", "HEAD", "POST")

ROUTES = (
    Route("/sign-in", "anybody", _FORM),
    Route("/provider", "anybody"),
    Route("/provider-callback", "anybody"),
    # the checking page, and what Gradio needs for it
    Route("", "checker", is_page=True),
    Route("/", "checker", is_page=True),
    Route("/config", "checker"),
    Route("/theme.css", "checker"),
    Route("/assets/*", "checker"),
    Route("/static/*", "checker"),
    Route("/gradio_api/app_id", "checker"),
    Route("/gradio_api/startup-events", "checker"),
    Route("/gradio_api/heartbeat/*", "checker"),
    Route("/gradio_api/queue/*", "checker", _FORM),
    Route("/printed/*", "checker"),
    Route("/account", "checker", _FORM, is_page=True, needs_user=True),
    Route("/sign-out", "checker", ("POST",)),
    Route("/export.csv", "editor", is_page=True),
    Route("/export.xlsx", "editor", is_page=True),
    Route("/board", "checker", is_page=True),
    Route("/board-group", "checker", is_page=True),
    Route("/board-group", "editor", ("POST",)),
    Route("/board.csv", "editor", is_page=True),
    Route("/board.xlsx", "editor", is_page=True),
    Route("/article", "checker", is_page=True),
    Route("/numbers", "checker", is_page=True),
    Route("/ruling", "editor", _FORM, is_page=True),
    Route("/rulings", "editor", _FORM, is_page=True),
    Route("/erase", "admin", _FORM, is_page=True),
    Route("/people", "admin", _FORM, is_page=True, needs_user=True),
    Route("/audit", "admin", is_page=True),
)

EVENTS: dict[str, Role] = {
    "signed_in": "checker",
    "load": "checker",
    "freshness": "checker",
    "summary": "checker",
    "refresh": "checker",
    "open_view": "checker",
    "more_answers": "checker",
    "open_answer": "checker",
    "next_answer": "checker",
    "look_ahead": "checker",
    "judge": "checker",
    "expect_line": "checker",
    "undo": "checker",
    "add_note": "checker",
    "mark_point": "checker",
    "handle_reports": "checker",
    "search_lines": "checker",
}
"""The least role for each event of the checking page, by the name of its handler."""


def route_of(method: str, path: str) -> Route | None:
    """The row of the table for a request.

    Args:
        path: the whole path, which begins with `/desk`.
    """
    below = path.removeprefix(DESK_PATH)
    return next((r for r in ROUTES if _matches(r.path, below) and method in r.methods), None)


def _matches(pattern: str, below: str) -> bool:
    return below.startswith(pattern[:-1]) if pattern.endswith("*") else below == pattern


def person_of(request: gr.Request) -> Person:
    """Who is signed in, as the guard has found out."""
    person: Person = request.state.person
    return person


class RoleChecked:
    """The handlers of a Gradio page, each refusing who lacks the role that `EVENTS` demands."""

    def __init__(self, handlers: object) -> None:
        self._handlers = handlers

    def __getattr__(self, event: str) -> Callable[..., Any]:
        if event not in EVENTS:
            raise AttributeError(f"`EVENTS` does not say which role {event} needs.")
        handler = getattr(self._handlers, event)

        @wraps(handler)
        def checked(*arguments: Any) -> Any:
            least = EVENTS[event]
            request = next(one for one in arguments if isinstance(one, gr.Request))
            if not person_of(request).may_act_as(least):
                raise gr.Error(f"需要“{least}”权限。 This needs the role {least}.", print_exception=False)
            return handler(*arguments)

        return checked
