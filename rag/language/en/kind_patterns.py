"""Patterns of the things in English text that can answer each kind of question."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.language.vocabulary import Kind, words

KIND_PATTERNS: Mapping[Kind, re.Pattern[str]] = {
    "time": words(
        r"january|february|march|april|may|june|july|august|september|october|november|december"
        r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    ),
    "reason": words("because|due to|result of|caused"),
    "manner": words("through|by |via"),
    "place": words("street|road|park|square|hall|cent(?:re|er)"),
}
