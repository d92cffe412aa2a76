"""The project's data types: frozen dataclasses for internal use, pydantic models for pages, journal and API.

Offsets count Unicode code points in a named field of one version of an article.
"""

from rag.schema.answers import (
    AiMark,
    Answer,
    Citation,
    Copy,
    Corrected,
    Event,
    Found,
    ModelFailure,
    ModelUse,
    Nearest,
    PrintedBox,
    Respelled,
    Statement,
    Status,
    Struck,
    Understood,
)
from rag.schema.articles import FIELDS, Draft, FieldName, Jump, Paragraph, Passage, Version
from rag.schema.errors import WendaError
from rag.schema.requests import (
    LONGEST_ANSWER,
    LONGEST_FILTER,
    LONGEST_QUESTION,
    MOST_TURNS,
    Filters,
    FilterText,
    Request,
    Turn,
)

__all__ = [
    "FIELDS",
    "LONGEST_ANSWER",
    "LONGEST_FILTER",
    "LONGEST_QUESTION",
    "MOST_TURNS",
    "AiMark",
    "Answer",
    "Citation",
    "Copy",
    "Corrected",
    "Draft",
    "Event",
    "FieldName",
    "FilterText",
    "Filters",
    "Found",
    "Jump",
    "ModelFailure",
    "ModelUse",
    "Nearest",
    "Paragraph",
    "Passage",
    "PrintedBox",
    "Request",
    "Respelled",
    "Statement",
    "Status",
    "Struck",
    "Turn",
    "Understood",
    "Version",
    "WendaError",
]
