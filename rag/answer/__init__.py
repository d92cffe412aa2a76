"""Answerers: from found passages to claims that say what the paper printed."""

from rag.answer.base import Answerer, Verdict
from rag.answer.extractive import ExtractiveAnswerer

__all__ = ["Answerer", "ExtractiveAnswerer", "Verdict"]
