"""Reads a document that is one article (a press release, a manuscript, a post) or a few: headline, byline, date and text.

A reader turns its format into `DocumentLine`s, a paragraph each; `draft_of` finds out which of them are what.
"""

from ingest.document.draft import draft_of
from ingest.document.lines import DocumentLine, plain_lines, printed_lines

__all__ = ["DocumentLine", "draft_of", "plain_lines", "printed_lines"]
