"""What can go wrong with a language model, in plain words: `LlmFailed`.

Its message is written here and never taken from the provider, whose errors may repeat the key or the question.
"""

from __future__ import annotations

from json import JSONDecodeError
from typing import Any

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAPIError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)

from rag.schema import ModelFailure, WendaError

LONGEST_RETRY_AFTER = 3600.0  # seconds; a provider that asks for more is tried again after this

_MESSAGES: dict[ModelFailure, str] = {
    "unreachable": "Its server cannot be reached. Start it, or correct WENDA_LLM_URL.",
    "unauthorized": "Its server refuses the key. Correct WENDA_LLM_KEY or the file in WENDA_LLM_KEY_FILE.",
    "no_credit": "The account at its provider has no credit left. Top it up.",
    "unknown_model": (
        "Its server does not know this model or this address. Correct the name in WENDA_LLM, or WENDA_LLM_URL, which "
        "usually ends in /v1."
    ),
    "rate_limited": "Its server has had too many requests. Wait, or ask the provider for a higher limit.",
    "server_error": "Its server has an error of its own. Wait, or look into the server's log.",
    "too_large": "The passages are more than it can read. Lower WENDA_LLM_CONTEXT, or use a model with a larger context.",
    "rejected": "Its server rejects the request. Lower WENDA_LLM_CONTEXT; the server's log says more.",
    "timeout": "It did not answer in time. Use a faster model, or raise WENDA_LLM_TIMEOUT.",
    "endless": "Its answer did not end in time and was cut off. Use another model.",
    "cut_off": "Its answer broke off. Look into the server's log; its limit for the length of an answer may be too low.",
    "empty": "Its answer is empty. Use another model, or look into the server's log.",
    "malformed": (
        "The reply is not in the format of the provider's interface. Correct WENDA_LLM_URL, which usually ends in /v1."
    ),
    "busy": "It is answering too many questions at once. Use a faster server.",
}

_KINDS: dict[type[Exception], ModelFailure] = {
    ContextOverflowError: "too_large",
    ModelAuthenticationError: "unauthorized",
    ModelPermissionDeniedError: "unauthorized",
    ModelNotFoundError: "unknown_model",
    ModelRateLimitError: "rate_limited",
    ModelInvalidRequestError: "rejected",
    ModelAPIError: "server_error",
    ModelTimeoutError: "timeout",
    ModelConnectionError: "unreachable",
    JSONDecodeError: "malformed",
}

# These are about one request, or fail at once: the next question may be asked without a pause.
_OF_ONE_REQUEST: frozenset[ModelFailure] = frozenset({"too_large", "rejected", "empty", "busy"})


class LlmFailed(WendaError):
    """The language model gave no answer, or not all of it.

    Attributes:
        kind: what went wrong.
        retry_after: seconds after which the provider wants to be asked again; None if it does not say.
        concerns_next: whether the next question would probably fail as well.
    """

    def __init__(
        self,
        kind: ModelFailure,
        *,
        retry_after: float | None = None,
        concerns_next: bool | None = None,
    ) -> None:
        super().__init__(f"The language model failed. {_MESSAGES[kind]}")
        self.kind = kind
        self.retry_after = retry_after
        self.concerns_next = kind not in _OF_ONE_REQUEST if concerns_next is None else concerns_next


def failure_of(error: Exception, *, has_begun: bool) -> LlmFailed:
    """What an error of LangChain or of the provider's package means.

    Args:
        has_begun: whether part of the answer had arrived.
    """
    kind = next((kind for base, kind in _KINDS.items() if isinstance(error, base)), None)
    if kind is None:
        kind = _kind_of_status(getattr(error, "status_code", None), has_begun=has_begun)
    if kind == "unreachable" and has_begun:
        kind = "cut_off"
    return LlmFailed(kind, retry_after=_retry_after(error))


def _kind_of_status(status: Any, *, has_begun: bool) -> ModelFailure:
    if status == 402:
        return "no_credit"
    if isinstance(status, int):
        return "server_error" if status >= 500 else "rejected"
    return "cut_off" if has_begun else "malformed"


def _retry_after(error: Exception) -> float | None:
    """The seconds in the reply's `Retry-After` header; None if it has none, or names a date."""
    headers = getattr(getattr(error, "response", None), "headers", {})
    try:
        return min(max(float(headers["retry-after"]), 0.0), LONGEST_RETRY_AFTER)
    except (KeyError, TypeError, ValueError):
        return None
