"""Checks a language model's translation of a quotation: it may name no number that the quotation does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.text.normalise import search_form

Translate = Callable[[str, str], str]
"""Translates (quotation, locale); empty if it cannot."""

_NUMBER = re.compile(r"(?P<digits>\d[\d,]*(?:\.\d+)?)(?:\s(?P<size>thousand|million|billion))?")
_SIZES = {None: 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}


def no_translation(quote: str, locale: str) -> str:
    """Translates nothing: there is no language model."""
    return ""


def without_new_numbers(translation: str, quote: str, facts: Sequence[str]) -> str:
    """The translation; empty if it names a number that neither the printed words nor their facts have.

    Args:
        facts: all facts of the quotation, see `rag.language.facts_in`.
    """
    known = set().union(*(_numbers(text) for text in (search_form(quote), *facts)))
    return translation if _numbers(translation) <= known | {0} else ""


def _numbers(text: str) -> set[float]:
    return {float(m["digits"].replace(",", "")) * _SIZES[m["size"]] for m in _NUMBER.finditer(text)}
