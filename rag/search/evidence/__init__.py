"""Measures how well a passage, and each sentence in it, answers a question."""

from rag.search.evidence.evidence import Evidence
from rag.search.evidence.features import (
    AnswerFeatures,
    Candidate,
    PassageFeatures,
    ReadFeatures,
    Sentence,
    SentenceFeatures,
    sentences,
)
from rag.search.evidence.query_words import query_words, search_text

__all__ = [
    "AnswerFeatures",
    "Candidate",
    "Evidence",
    "PassageFeatures",
    "ReadFeatures",
    "Sentence",
    "SentenceFeatures",
    "query_words",
    "search_text",
    "sentences",
]
