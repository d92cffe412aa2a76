"""Reads date, page number, section, paper, bylines and dispatch lines from a page's text.

All functions take one line or one paragraph of text repaired by `ingest.clean`.
"""

from ingest.metadata.bylines import (
    NamedSpan,
    byline_names,
    closing_byline,
    dispatch_byline,
    is_byline,
    is_dispatch,
    joined_names,
    plain_byline,
    text_byline,
)
from ingest.metadata.closings import is_bare_date, is_signature
from ingest.metadata.dates import printed_date
from ingest.metadata.furniture import FurnitureKind, PageFurniture, furniture_kind, read_furniture
from ingest.metadata.numbering import Number, number_of

__all__ = [
    "FurnitureKind",
    "NamedSpan",
    "Number",
    "PageFurniture",
    "byline_names",
    "closing_byline",
    "dispatch_byline",
    "furniture_kind",
    "is_bare_date",
    "is_byline",
    "is_dispatch",
    "is_signature",
    "joined_names",
    "number_of",
    "plain_byline",
    "printed_date",
    "read_furniture",
    "text_byline",
]
