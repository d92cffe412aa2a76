"""Splits passages and questions into the words that BM25 counts.

Script (traditional or simplified), width and capitals make no difference. Chinese yields the segmenter's words and
every pair of neighbouring characters, so that a word still matches if it is segmented differently in the question
and in the passage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from rag.text.normalise import search_form

WORD_RULES_VERSION = 1  # raise it when `words` changes its output: indexes of another version are rebuilt

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"(?P<chinese>[{_CHINESE}]+)|(?P<latin>[^\W_{_CHINESE}]{{1,64}})")
_LETTER = rf"[^\W\d_{_CHINESE}]"
_OTHER_SCRIPT = re.compile(rf"({_LETTER}*[^\W\d_a-zA-Z{_CHINESE}]{_LETTER}*)")
_AMOUNT = re.compile(rf"(?P<number>\d{{1,64}}(?:\.\d{{1,64}})?)\s?(?P<unit>[十百千万亿]+|°c|[%‰{_CHINESE}])?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’](?:s(?![a-z]))?")
_PAIR = "2:"  # no word contains a colon, so no pair equals a word


def words(text: str) -> list[str]:
    """The words of `text` in order, with repetitions and without punctuation.

    >>> words("1,052次")
    ['1052', '1052次']
    """
    found: list[str] = []
    text, position = normalised(text), 0
    while match := _TOKEN.search(text, position):
        position = match.end()
        if run := match["chinese"]:
            found += _chinese(run)
        elif match["latin"].isdecimal():
            position = _amount(text, match.start(), found)
        else:
            found.append(_singular(match["latin"]))
    return found


@lru_cache(maxsize=8192)  # each question reads the same passages again
def word_set(text: str) -> frozenset[str]:
    """The distinct words of `text`."""
    return frozenset(words(text))


@lru_cache(maxsize=8192)
def pos_tagged(text: str) -> Sequence[tuple[str, str]]:
    """Segment a simplified Chinese text and tag each word with its part of speech (`nr` a person, `ns` a place)."""
    found: list[tuple[str, str]] = rjieba.tag(text)
    return found


def segment(text: str) -> list[str]:
    """Split all of `text`: the segmenter splits Chinese; words of other scripts stay whole (it would split `café`)."""
    pieces: list[str] = []
    for i, part in enumerate(_OTHER_SCRIPT.split(text)):
        pieces += [part] if i % 2 else rjieba.cut(part)
    return pieces


def character_pairs(run: str) -> list[str]:
    """The index terms of the neighbouring characters of a run of Chinese, as `normalised`."""
    return [_PAIR + run[i : i + 2] for i in range(len(run) - 1)]


def index_terms(word: str) -> list[str]:
    """The index terms of every text that contains `word`, however that text was segmented: its character pairs."""
    runs = (match["chinese"] or "" for match in _TOKEN.finditer(normalised(word)))
    pairs = [pair for run in runs for pair in character_pairs(run)]
    return pairs or words(word)


def normalised(text: str) -> str:
    """`search_form` of a text, without apostrophes and thousands separators."""
    return _APOSTROPHE.sub("", _THOUSANDS.sub("", search_form(text)))


def surface_form(word: str) -> str:
    """How an index term looks in a `normalised` text (a plural may be longer there)."""
    return word.removeprefix(_PAIR)


def _chinese(run: str) -> list[str]:
    return [*rjieba.cut(run), *character_pairs(run)]


def _amount(text: str, start: int, found: list[str]) -> int:
    """Add the number at `start`, alone and with its unit. Returns the end of the number: the unit is read as a word too."""
    match = _AMOUNT.match(text, start)
    assert match, "a number begins with a digit"
    number, unit = match["number"], match["unit"]
    found += [number, number + unit] if unit else [number]
    return match.end("number")


def _singular(word: str) -> str:
    """Strip an English plural ending by Harman's S stemmer ("How effective is suffixing?", JASIS 42, 1991)."""
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word
