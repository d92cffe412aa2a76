"""How well a passage, and a sentence of it, answers a question: all that can be measured of them."""

from rag.search.evidence.asked import asked_words, search_text
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

__all__ = [
    "AnswerFeatures",
    "Candidate",
    "Evidence",
    "PassageFeatures",
    "ReadFeatures",
    "Sentence",
    "SentenceFeatures",
    "asked_words",
    "search_text",
    "sentences",
]
