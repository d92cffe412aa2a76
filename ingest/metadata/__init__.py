"""What a page says about itself and its articles: date, page, section, paper, bylines, datelines.

All functions take repaired text (`ingest.clean`): one line, or one paragraph.
"""

from ingest.metadata.bylines import (
    NamedSpan,
    byline_names,
    closing_byline,
    dispatch_byline,
    is_byline,
    is_dispatch,
)
from ingest.metadata.closings import is_bare_date, is_signature
from ingest.metadata.dates import printed_date
from ingest.metadata.furniture import FurnitureKind, PageFurniture, furniture_kind, read_furniture

__all__ = [
    "FurnitureKind",
    "NamedSpan",
    "PageFurniture",
    "byline_names",
    "closing_byline",
    "dispatch_byline",
    "furniture_kind",
    "is_bare_date",
    "is_byline",
    "is_dispatch",
    "is_signature",
    "printed_date",
    "read_furniture",
]
