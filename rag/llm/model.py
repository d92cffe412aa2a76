"""`LanguageModel`: any LangChain chat model, asked with a time limit and left alone for a while after it failed."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessageChunk, convert_to_messages
from langchain_core.messages.ai import UsageMetadata
from langchain_core.prompt_values import PromptValue
from pydantic import SecretStr

from rag.config import Settings
from rag.llm.breaker import CircuitBreaker
from rag.llm.call import Call
from rag.llm.failure import LlmFailed
from rag.llm.inside import require_inside
from rag.llm.session import ModelSession
from rag.schema import ModelFailure, WendaError

MOST_CALLS = 32  # at once, with those that were given up and have not ended yet
CUT_SHORT = ("length", "content_filter")  # why a provider may end an answer early

_log = logging.getLogger(__name__)


class LlmUnusable(WendaError):
    """The model named in the settings cannot be set up."""


class LanguageModel:
    """A chat model that answers in time or fails with `LlmFailed`. Thread-safe.

    How long it may take depends on when the reader asked, see `ModelSession.deadline`.
    """

    def __init__(self, chat: BaseChatModel, name: str, timeout: float) -> None:
        """
        Args:
            name: for staff, e.g. `openai:MODEL`.
            timeout: seconds in which a reader must see the first statement.
        """
        self.name = name
        self.timeout = timeout
        self.chat = chat
        self._breaker = CircuitBreaker()
        self._free = BoundedSemaphore(MOST_CALLS)

    @classmethod
    def load(cls, settings: Settings) -> LanguageModel:
        """Set up the model named in the settings; its server is not asked yet.

        Raises:
            LlmUnusable: the provider is unknown, its package is not installed, or a key is missing.
            QuestionsWouldLeave: questions must stay inside, and the model is elsewhere.
        """
        require_inside(settings)
        name = settings.llm
        connection = _connection(settings)
        try:
            chat = init_chat_model(
                name, temperature=0, timeout=settings.llm_timeout, max_retries=0, **connection
            )
        except ImportError:
            package = f"langchain-{name.partition(':')[0]}".replace("_", "-")
            raise LlmUnusable(
                f"WENDA_LLM={name} needs a package that is not installed: `pip install {package}`, or write `openai:MODEL` "
                "if its server speaks OpenAI's format."
            ) from None
        except Exception:  # noqa: BLE001 - each provider has its own errors, and they may contain the key
            raise LlmUnusable(
                f"WENDA_LLM={name} cannot be used: the provider is unknown, its package is not installed, or its key is "
                "missing. Write `openai:MODEL` with WENDA_LLM_URL and WENDA_LLM_KEY, or leave WENDA_LLM empty for answers "
                "without a language model."
            ) from None
        return cls(chat, name, settings.llm_timeout)

    def invoke(self, prompt: LanguageModelInput) -> str:
        """The whole answer.

        Raises:
            LlmFailed
        """
        return "".join(self.stream(prompt))

    def stream(self, prompt: LanguageModelInput) -> Iterator[str]:
        """The answer in pieces, as they arrive.

        Raises:
            LlmFailed: it cannot be asked now, or failed; pieces may have been returned before.
        """
        session = ModelSession.current()
        if before := self._breaker.enter():
            session.failed(self.name, before)
            raise LlmFailed(before.kind)
        try:
            yield from self._pieces(prompt, session)
        except LlmFailed as failure:
            self._breaker.failed(failure)
            session.failed(self.name, failure)
            _log.warning("%s (%s)", failure, self.name)
            raise
        except BaseException:  # the reader has gone, or the program ends: this tells nothing about the model
            self._breaker.left()
            raise
        self._breaker.succeeded()

    def _pieces(self, prompt: LanguageModelInput, session: ModelSession) -> Iterator[str]:
        asked = last = time.monotonic()
        if session.deadline(self.timeout, last) <= asked:  # the archive took all the time
            raise LlmFailed("timeout", concerns_next=False)
        session.call_begins(self.name)
        reply = _Reply()
        masked = _masked(prompt, session.mask)
        call = Call(lambda: self.chat.stream(masked), self._free)
        try:
            while (piece := self._next(call, session, asked, last, reply)) is not None:
                last = time.monotonic()
                if text := reply.add(piece):
                    yield text
            reply.check_complete()
        finally:
            call.give_up()
            session.call_ended(time.monotonic() - asked, reply.usage)

    def _next(
        self, call: Call, session: ModelSession, asked: float, last: float, reply: _Reply
    ) -> AIMessageChunk | None:
        """The next piece, or None at the end; a model that had half of its time at least is blamed if it comes too late."""
        try:
            return call.next_piece(session.deadline(self.timeout, last) - time.monotonic())
        except TimeoutError:
            now = time.monotonic()
            is_flowing = reply.has_text and now - last < self.timeout / 2
            kind: ModelFailure = "endless" if is_flowing else "timeout"
            raise LlmFailed(kind, concerns_next=now - asked >= self.timeout / 2) from None


@dataclass
class _Reply:
    """What the pieces of an answer told besides its text."""

    has_text: bool = False
    usage: UsageMetadata | None = None
    _is_openai: bool = False
    _end: str = ""

    def add(self, piece: AIMessageChunk) -> str:
        """Note what a piece tells; returns its text."""
        self._is_openai |= piece.response_metadata.get("model_provider") == "openai"
        self._end = (
            piece.response_metadata.get("finish_reason")
            or piece.response_metadata.get("done_reason")
            or self._end
        )
        self.usage = piece.usage_metadata or self.usage
        text = str(piece.text)
        self.has_text |= bool(text.strip())
        return text

    def check_complete(self) -> None:
        """
        Raises:
            LlmFailed: the answer is empty or broke off. In OpenAI's format a complete answer ends with a reason.
        """
        if self._end in CUT_SHORT:
            raise LlmFailed("cut_off", concerns_next=False)
        if not self.has_text:
            raise LlmFailed("empty" if self._end else "malformed")
        if self._is_openai and not self._end:
            raise LlmFailed("cut_off")


def _masked(prompt: LanguageModelInput, mask: Callable[[str], str]) -> LanguageModelInput:
    """The prompt without personal numbers; it is masked here, so that no caller can forget to."""
    if isinstance(prompt, str):
        return mask(prompt)
    messages = prompt.to_messages() if isinstance(prompt, PromptValue) else convert_to_messages(prompt)
    return [message.model_copy(update={"content": mask(str(message.text))}) for message in messages]


def _connection(settings: Settings) -> dict[str, Any]:
    """The arguments of LangChain for address and key; what is not set here, the provider's own variables tell."""
    key = settings.read_llm_key()
    given: dict[str, Any] = {"base_url": settings.llm_url} if settings.llm_url else {}
    if settings.llm.startswith("openai:"):
        given["stream_usage"] = True  # else only OpenAI's own server tells the tokens
        is_elsewhere = settings.llm_url or os.environ.get("OPENAI_BASE_URL")
        if not key and is_elsewhere and not os.environ.get("OPENAI_API_KEY"):
            key = "none"  # a server in the house needs no key, but LangChain asks for one
    return given | ({"api_key": SecretStr(key)} if key else {})
