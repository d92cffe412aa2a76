"""A request for a completion. Parameters that are not named here are ignored; those that would change the answer are refused."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.schema import LONGEST_QUESTION, MOST_TURNS, Request, Turn
from web.api.openai.content import said
from web.api.problems import Problem

MODEL = "wenda"


class Part(BaseModel):
    """A part of a message; only text can be asked."""

    type: str
    text: str = ""


class Message(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """The text of the message.

        Raises:
            Problem: it has parts that are no text.
        """
        parts = [self.content] if isinstance(self.content, str) else self.content or []
        if any(isinstance(part, Part) and part.type != "text" for part in parts):
            raise invalid("messages", "only text can be asked")
        return "".join(part if isinstance(part, str) else part.text for part in parts)


class StreamOptions(BaseModel):
    include_usage: bool = False


class ChatRequest(BaseModel):
    """A conversation whose last message is the question."""

    model_config = ConfigDict(extra="ignore")

    model: str
    messages: list[Message] = Field(min_length=1)
    stream: bool = False
    stream_options: StreamOptions = StreamOptions()
    n: Literal[1] | None = None
    response_format: dict[str, Any] | None = None
    tool_choice: Any = None

    def request(self, today: date) -> Request:
        """The question with its conversation.

        Raises:
            Problem: it cannot be asked.
        """
        if self.model != MODEL:
            raise Problem(
                "not-found",
                f"There is no model of this name; the model here is `{MODEL}`.",
                members={"code": "model_not_found", "param": "model"},
            )
        if (self.response_format or {}).get("type", "text") != "text":
            raise invalid("response_format", "answers are text with sources; ask /api/v1/ask for JSON")
        if self.tool_choice not in (None, "none", "auto"):
            raise invalid("tool_choice", "this model calls no tools")
        *earlier, last = self.messages
        if last.role != "user":
            raise invalid("messages", "the last message must be the user's question")
        history = tuple(
            Turn(role="assistant", content=said(message.text))
            if message.role == "assistant"
            else Turn(role="user", content=message.text)
            for message in earlier[-MOST_TURNS:]
            if message.role in ("user", "assistant")
        )
        try:
            return Request(question=last.text.strip(), history=history, today=today)
        except ValidationError as error:
            raise invalid("messages", f"a question has 1 to {LONGEST_QUESTION} characters") from error

    def prompt(self) -> str:
        """All that was sent, for the count of tokens."""
        return "\n".join(message.text for message in self.messages)


def invalid(param: str, detail: str) -> Problem:
    return Problem("invalid", f"{param}: {detail}.", members={"param": param})
