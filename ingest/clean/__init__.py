"""Typographic repair of extracted text, as pure functions, and the decoding of files into text.

A PDF-to-text step strews spaces between characters (``经 费 税 务``) and around digits (``2024 年``), and
breaks lines at the column's width. What is repaired here keeps, for every character, the place in the
decoded file that it came from (`AlignedText`), so that staff can be shown the printed lines.
"""

from ingest.clean.aligned import AlignedText, clean_line, join_wrapped, to_half_width
from ingest.clean.characters import cjk_only, is_cjk, is_wide_punctuation
from ingest.clean.decode import NotText, decode
from ingest.clean.spaces import body_mask, headline_mask, is_letter_spaced, unspace_body, unspace_headline

__all__ = [
    "AlignedText",
    "NotText",
    "body_mask",
    "cjk_only",
    "clean_line",
    "decode",
    "headline_mask",
    "is_cjk",
    "is_letter_spaced",
    "is_wide_punctuation",
    "join_wrapped",
    "to_half_width",
    "unspace_body",
    "unspace_headline",
]
