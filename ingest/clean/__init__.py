"""Typographic repair of extracted text, as pure functions, and the decoding of files into text.

A PDF-to-text step strews spaces between characters (``经 费 税 务``) and around digits (``2024 年``), and
breaks lines at the column's width. What is repaired here keeps, for every character, the place in the
decoded file that it came from (`Printed`), so that staff can be shown the printed lines.
"""

from ingest.clean.characters import cjk_only, is_cjk, is_wide_punctuation
from ingest.clean.decode import NotText, decode
from ingest.clean.printed import Printed, halve, join_wrapped, printed
from ingest.clean.spaces import body_mask, headline_mask, is_strewn, unspace_body, unspace_headline

__all__ = [
    "NotText",
    "Printed",
    "body_mask",
    "cjk_only",
    "decode",
    "halve",
    "headline_mask",
    "is_cjk",
    "is_strewn",
    "is_wide_punctuation",
    "join_wrapped",
    "printed",
    "unspace_body",
    "unspace_headline",
]
