"""The words that BM25 counts, of passages and questions alike.

Traditional script, full width and capitals make no difference. Chinese is given as the words of a
segmenter and as all pairs of characters, so that a word cut differently in question and passage still meets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from rag.text.normalise import search_form

WORD_RULES_VERSION = (
    1  # raise it when words come out differently: indexes made by other rules are then built anew
)

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"(?P<chinese>[{_CHINESE}]+)|(?P<latin>[^\W_{_CHINESE}]{{1,64}})")
_LETTER = rf"[^\W\d_{_CHINESE}]"
_OTHER_SCRIPT = re.compile(rf"({_LETTER}*[^\W\d_a-zA-Z{_CHINESE}]{_LETTER}*)")
_AMOUNT = re.compile(rf"(?P<number>\d{{1,64}}(?:\.\d{{1,64}})?)\s?(?P<unit>[十百千万亿]+|°c|[%‰{_CHINESE}])?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’](?:s(?![a-z]))?")
_PAIR = "2:"  # no word holds a colon, so a pair never counts as a word


def words(text: str) -> list[str]:
    """The words of `text`, in its order and with repetitions; punctuation is dropped.

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


@lru_cache(maxsize=8192)  # passages are met again for each question
def word_set(text: str) -> frozenset[str]:
    """The words of `text`, each once."""
    return frozenset(words(text))


@lru_cache(maxsize=8192)
def pos_tagged(text: str) -> Sequence[tuple[str, str]]:
    """What a segmenter cuts a simplified Chinese text into, with parts of speech (`nr` a person, `ns` a place)."""
    found: list[tuple[str, str]] = rjieba.tag(text)
    return found


def segment(text: str) -> list[str]:
    """All of `text` in pieces: Chinese as a segmenter cuts it, words of other scripts whole (`café`, which it cuts apart)."""
    pieces: list[str] = []
    for i, part in enumerate(_OTHER_SCRIPT.split(text)):
        pieces += [part] if i % 2 else rjieba.cut(part)
    return pieces


def index_terms(word: str) -> list[str]:
    """What an index has of every text in which `word` stands, however the text was cut: its pairs of characters."""
    runs = (match["chinese"] or "" for match in _TOKEN.finditer(normalised(word)))
    pairs = [_PAIR + run[i : i + 2] for run in runs for i in range(len(run) - 1)]
    return pairs or words(word)


def normalised(text: str) -> str:
    """`text` as it is `search_form`, without apostrophes and thousands separators."""
    return _APOSTROPHE.sub("", _THOUSANDS.sub("", search_form(text)))


def surface_form(word: str) -> str:
    """How `word` stands in a `normalised` text (a plural perhaps longer)."""
    return word.removeprefix(_PAIR)


def _chinese(run: str) -> list[str]:
    pairs = [_PAIR + run[i : i + 2] for i in range(len(run) - 1)]
    return [*rjieba.cut(run), *pairs]


def _amount(text: str, start: int, found: list[str]) -> int:
    """Add the number at `start`, bare and with its unit; the unit stays where it is, to be read as a word too."""
    match = _AMOUNT.match(text, start)
    assert match, "a number begins with a digit"
    number, unit = match["number"], match["unit"]
    found += [number, number + unit] if unit else [number]
    return match.end("number")


def _singular(word: str) -> str:
    """Harman's weak stemmer ("How effective is suffixing?", JASIS 42, 1991), for English plurals only."""
    if not word.isascii() or not word.isalpha() or len(word) < 4:
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word
