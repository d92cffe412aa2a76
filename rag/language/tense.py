"""Tells whether a sentence speaks of the past or of what is to come: it decides which Friday or National Day is meant."""

from __future__ import annotations

import re

from rag.language.merged_vocabulary import time_words

REACH = 200  # characters on each side that count at most, however long the sentence: the time stays linear

_SENTENCE_END = re.compile(r"[。！？!?；;\n]|(?<!\b[ap]\.m)\.(?=\s|$)")
_CLAUSE_END = re.compile(r"[，,：:]")


def tense_at(plain: str, start: int, end: int) -> int:
    """-1 if the words around `plain[start:end]` speak of the past, 1 if of the future, 0 if they do not say.

    The clause decides; the rest of the sentence counts only if the clause has no verb that shows a tense.

    Args:
        plain: a text in `match_form`.
    """
    sentence, start, end = _around(_SENTENCE_END, plain, start, end)
    clause, _, _ = _around(_CLAUSE_END, sentence, start, end)
    return _tense(clause) or _tense(sentence)


def _around(separator: re.Pattern[str], text: str, start: int, end: int) -> tuple[str, int, int]:
    """The part of a text between separators that contains `text[start:end]`, and these offsets in the part."""
    first = max(0, start - REACH)
    first = max((match.end() for match in separator.finditer(text, first, start)), default=first)
    last = min(len(text), end + REACH)
    following = separator.search(text, end, last)
    last = following.start() if following else last
    return text[first:last], start - first, end - first


def _tense(text: str) -> int:
    words = time_words()
    return bool(words.future.search(text)) - bool(words.past.search(text))
