"""Reads what a PDF's page shows: its characters as lines of text, its rules, tints and pictures.

`characters` (the characters with their places) -> `lines` (runs of them in one line of one column), `shapes` (lines, areas
and pictures) and `legibility` (whether the characters are text at all) -> a `PrintedPage`, which `ingest.page` splits.
"""

from ingest.pdf.characters import TooMuchOnPage
from ingest.pdf.document import (
    LONGEST_SHAPE,
    PICTURE_SIDE,
    Document,
    NoDocument,
    ReadPage,
    as_webp,
    open_document,
)

__all__ = [
    "LONGEST_SHAPE",
    "PICTURE_SIDE",
    "Document",
    "NoDocument",
    "ReadPage",
    "TooMuchOnPage",
    "as_webp",
    "open_document",
]
