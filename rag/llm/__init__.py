"""The optional language model: its connection, what can go wrong with it, and how long a reader waits for it."""

from rag.llm.failure import LlmFailed
from rag.llm.inside import QuestionsWouldLeave, require_inside
from rag.llm.model import LanguageModel, LlmUnusable
from rag.llm.session import ModelSession, in_session
from rag.llm.trial import try_model

__all__ = [
    "LanguageModel",
    "LlmFailed",
    "LlmUnusable",
    "ModelSession",
    "QuestionsWouldLeave",
    "in_session",
    "require_inside",
    "try_model",
]
