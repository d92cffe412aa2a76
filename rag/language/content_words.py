"""The words of a question that tell what it is about."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.language.merged_vocabulary import question_words
from rag.text.normalise import match_form
from rag.text.words import segment


@lru_cache(maxsize=1024)
def word_spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """The words of a text with their places, question words left out; no word reaches across one."""
    simple, found, position = match_form(text), [], 0
    for start, end in [
        *(m.span() for m in question_words().interrogatives.finditer(simple)),
        (len(simple), len(simple)),
    ]:
        for word in segment(simple[position:start]):
            found.append((position, position + len(word), word))
            position += len(word)
        position = end
    return tuple(found)


@lru_cache(maxsize=1024)
def content_words(text: str) -> tuple[str, ...]:
    """The words of a question that an article about it could have: no question words, no particles, nothing that
    any question could hold. Numbers among them."""
    return tuple(word for _, _, word in word_spans(text) if is_content_word(word))


def is_content_word(word: str) -> bool:
    """Whether a word can tell what a question is about."""
    known = question_words()
    if word in known.stop_words or word in known.generic_words or not _WORD.fullmatch(word):
        return False
    return len(word) > 1 or word.isdecimal()


def contains_word(text: str, word: str) -> bool:
    """Whether a text in `match_form` has the word; of English words, also as the beginning of one (plurals)."""
    return word in text if not word.isascii() else f" {word}" in f" {text}"


_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
