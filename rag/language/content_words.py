"""The content words of a question: the words that say what it is about."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.language.merged_vocabulary import question_words
from rag.text.normalise import match_form
from rag.text.words import segment


@lru_cache(maxsize=1024)
def word_spans(text: str) -> tuple[tuple[int, int, str], ...]:
    """The words of a text with start and end, without question words. No word spans a removed question word."""
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
    """The words that an article on the question's topic should contain; numbers are included.

    Question words, particles and words that fit any question are left out.
    """
    return tuple(word for _, _, word in word_spans(text) if is_content_word(word))


def is_content_word(word: str) -> bool:
    """Whether a word says something about a question's topic."""
    known = question_words()
    if word in known.stop_words or word in known.generic_words or not _WORD.fullmatch(word):
        return False
    return len(word) > 1 or word.isdecimal()


def contains_word(text: str, word: str) -> bool:
    """Whether a text in `match_form` contains a word. English words also match as the beginning of a word (plurals)."""
    return word in text if not word.isascii() else f" {word}" in f" {text}"


_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
