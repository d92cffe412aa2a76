"""A question: with the conversation before it, and the filters set by the user."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from rag.schema.model import Model

LONGEST_QUESTION = 2000  # characters
LONGEST_ANSWER = 4000
LONGEST_FILTER = 200
MOST_TURNS = 20


class Turn(Model):
    """One message of the conversation so far, sent by the caller; a long one is cut off (see `LONGEST_ANSWER`)."""

    role: Literal["user", "assistant"]
    content: str

    @field_validator("content", mode="before")
    @classmethod
    def _cut(cls, content: Any, given: ValidationInfo) -> Any:
        longest = LONGEST_QUESTION if given.data.get("role") == "user" else LONGEST_ANSWER
        return content[:longest] if isinstance(content, str) else content


FilterText = Annotated[str, Field(max_length=LONGEST_FILTER)]


class Filters(Model):
    """Filters set by the user; they override what the system understood from the question.

    ``None``: not set, the question decides. An empty string: no filter, whatever the question says. ``any_time``: no period,
    whatever the question says. ``as_typed``: no word of the question is respelled.
    """

    author: FilterText | None = None
    place: FilterText | None = None
    section: FilterText | None = None
    since: date | None = None
    until: date | None = None
    any_time: bool = False
    as_typed: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Filters:
        if self.since and self.until and self.since > self.until:
            raise ValueError("since must not lie after until")
        return self


class Request(Model):
    """A question with its conversation, filters and date; the server stores nothing about a user.

    Only the newest `MOST_TURNS` turns of the history are kept.

    Raises:
        pydantic.ValidationError: the question is empty or longer than `LONGEST_QUESTION`, or a field is invalid.
    """

    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    history: tuple[Turn, ...] = ()
    today: date
    filters: Filters = Filters()

    @field_validator("history", mode="before")
    @classmethod
    def _newest(cls, history: Any) -> Any:
        return history[-MOST_TURNS:] if isinstance(history, list | tuple) else history
