"""Tries the language model, for `python -m rag doctor`."""

from __future__ import annotations

from collections import deque

from rag.config import Settings
from rag.llm.model import LanguageModel
from rag.llm.session import ModelSession, in_session
from rag.schema import ModelUse, WendaError

_PROMPT = "只回答两个字：你好"


class NoModel(WendaError):
    """There is no language model to try."""


def try_model(settings: Settings) -> ModelUse:
    """Ask the model one short question.

    Returns: its use of time and tokens.

    Raises:
        NoModel: the settings name no model.
        LlmUnusable, LlmFailed: it does not work; the message says what is wrong and what to do.
    """
    if not settings.llm:
        raise NoModel(
            "WENDA_LLM is empty: answers are the paper's own sentences, which needs no language model. To use one, write "
            "WENDA_LLM=openai:MODEL, WENDA_LLM_URL and WENDA_LLM_KEY in .env."
        )
    session = ModelSession()
    deque(in_session(LanguageModel.load(settings).stream(_PROMPT), session), maxlen=0)
    use = session.use()
    assert use is not None, "the model was asked"
    return use
