"""Tells whether a sentence speaks of the past or of what is to come: it decides which Friday or National Day is meant."""

from __future__ import annotations

import re

from rag.language.merged_vocabulary import time_words

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
    first = max((match.end() for match in separator.finditer(text, 0, start)), default=0)
    following = separator.search(text, end)
    last = following.start() if following else len(text)
    return text[first:last], start - first, end - first


def _tense(text: str) -> int:
    words = time_words()
    return bool(words.future.search(text)) - bool(words.past.search(text))
