"""A short name for a question that does not hold its words."""

from __future__ import annotations

from hashlib import sha256

from rag.text.normalise import search_form

_DIGITS = 16


def question_key(question: str) -> str:
    """Hexadecimal digits that are the same however a question is punctuated, spaced and in which script it is written."""
    letters = "".join(sign for sign in search_form(question) if sign.isalnum())
    return sha256(letters.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
