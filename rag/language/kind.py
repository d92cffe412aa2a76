"""Determines the kind of thing that a question asks for from its question words."""

from __future__ import annotations

from rag.language.any_language import asked_office
from rag.language.merged_vocabulary import question_words
from rag.language.vocabulary import Kind

KINDS: tuple[Kind, ...] = ("time", "number", "person", "place", "reason", "yes_no", "manner")
"""In the order in which they are tried."""


def kind_of(search: str) -> tuple[Kind, str]:
    """The kind of a question, and the unit that is counted or the office that is asked for (see `Query.unit`)."""
    asked, words = search.rstrip(" ?!。"), question_words()
    for kind in KINDS:
        match = words.kinds[kind].search(asked)
        if match and kind == "person":
            return kind, asked_office(asked[: match.start()])
        if match:
            unit = match.groupdict().get("unit") or ""
            return kind, words.printed_units.get(unit[:1], unit)
    return "thing", ""
