"""Decodes files into text, and repairs the typography of extracted text.

A PDF-to-text tool inserts spaces between characters (``经 费 税 务``) and around digits (``2024 年``), and breaks lines
at the column's width. Repaired text keeps each character's offset in the decoded file (`AlignedText`), so that staff
can see the printed lines.
"""

from ingest.clean.aligned import AlignedText, clean_line, join_wrapped, to_half_width
from ingest.clean.characters import cjk_only, is_cjk, is_wide_punctuation
from ingest.clean.decode import NotText, damage_note, decode
from ingest.clean.legible import illegible
from ingest.clean.markup import has_markup, has_tags, plain_text
from ingest.clean.spaces import body_mask, headline_mask, is_letter_spaced, unspace_body, unspace_headline

__all__ = [
    "AlignedText",
    "NotText",
    "body_mask",
    "cjk_only",
    "clean_line",
    "damage_note",
    "decode",
    "has_markup",
    "has_tags",
    "headline_mask",
    "illegible",
    "is_cjk",
    "is_letter_spaced",
    "is_wide_punctuation",
    "join_wrapped",
    "plain_text",
    "to_half_width",
    "unspace_body",
    "unspace_headline",
]
