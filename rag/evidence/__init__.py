"""How well a passage, and a sentence of it, answers a question: all that can be measured of them."""

from rag.evidence.asked import asked_words, search_text
from rag.evidence.evidence import Evidence
from rag.evidence.features import (
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
