"""Tells the name of a place or an institution in English: 栖川市第二人民医院 -> "Qichuan City No. 2 People's Hospital".

Its kind (大桥, 医院) is told in English, and so are the words of an institution's name that `terms.toml` knows (人民, 教育);
the rest is spelt in pinyin.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from rag.language.en.facts.pinyin import word_in_pinyin
from rag.language.en.facts.terms import any_of, terms
from rag.language.en.glossary import is_common_word
from rag.text.numerals import number
from rag.text.words import pos_tagged

KINDS = ("divisions", "roads", "parks", "places", "institutions")
"""The tables of what names end with."""

_AFTER_ANYTHING = ("roads", "parks")  # whose names may be common words

_DIVISION = re.compile(
    r"([^省市县区镇乡村街社]{0,6}(?:省|自治[州区县]|市(?![场民])|县区?|(?<![社地发新])区|[镇乡](?!村)|村(?![民委])|街道|社区(?=.)))"
)
_NUMERAL = r"第[一二三四五六七八九十\d]+|(?<=[市县区])[一二三四五六七八九]$|[一二三四五六七八九]$"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a name in English.

    Attributes:
        is_named: whether it names something by itself, as `栖川市` does and `市` does not.
        is_told: whether English was found for all of it.
    """

    english: str
    is_named: bool
    is_told: bool = True


def english_name(name: str) -> str:
    """A name in English; empty if it is not one (`大桥`, `定点医院`).

    Args:
        name: in simplified script.
    """
    if name in terms("english_names"):
        return terms("english_names")[name]
    parts = [_part(part) for part in _split(name)]
    is_of_the_city = len(parts) == 2 and len(_split(name)[0]) == 1  # 市水利局
    if not all(part.is_told for part in parts) or not (
        is_of_the_city or any(part.is_named for part in parts)
    ):
        return ""
    english = [part.english for part in parts]
    is_division = kind_of_name(name) in terms("divisions")
    return ", ".join(reversed(english)) if is_division else " ".join(english)


def kind_of_name(words: str) -> str:
    """The longest word for a kind of place or institution with which words end; empty if they end with none."""
    kinds = (kind for table in KINDS for kind in terms(table))
    return max((kind for kind in kinds if words.endswith(kind)), key=len, default="")


def _split(name: str) -> list[str]:
    """The name split after each administrative division: 栖川市 | 第二人民医院."""
    return [part for part in _DIVISION.split(name) if part]


def _part(part: str) -> _Part:
    if part in terms("english_names"):
        return _Part(terms("english_names")[part], is_named=True)
    kind = kind_of_name(part)
    table = next((table for table in KINDS if kind in terms(table)), "")
    body = part.removesuffix(kind)
    if table in ("institutions", "parks"):
        named = _institution(body)
    else:
        is_proper = not body or body in terms("english_names") or _is_proper(body)
        named = _Part(_spelt(body), is_named=bool(body), is_told=is_proper)
    if table in _AFTER_ANYTHING:
        named = replace(named, is_told=len(body) > 1)
    english = f"{named.english} {terms(table)[kind] if table else ''}".strip()
    return _Part(english, named.is_named, named.is_told)


def _institution(body: str) -> _Part:
    """The name of an institution, each of whose words is known, a number, or proper."""
    english, is_named, is_told = [], False, True
    position = 0
    for match in [*_known_word().finditer(body), None]:
        unknown = body[position : match.start() if match else len(body)]
        if unknown:
            english.append(_spelt(unknown))
            is_named, is_told = True, is_told and _is_proper(unknown)
        if match:
            english.append(_english_word(match))
            is_named = is_named or match["known"] is None
            position = match.end()
    return _Part(" ".join(english), is_named, is_told)


def _english_word(match: re.Match[str]) -> str:
    if match["numeral"]:
        return f"No. {number(match['numeral'].removeprefix('第'))}"
    if match["division"]:
        return terms("divisions")[match["division"]]
    tables = ("parts_of_names", "institutions", "english_names")
    return next(terms(table)[match["known"]] for table in tables if match["known"] in terms(table))


@cache
def _known_word() -> re.Pattern[str]:
    known = any_of([*terms("parts_of_names"), *terms("institutions"), *terms("english_names")])
    return re.compile(f"(?P<known>{known})|(?P<numeral>{_NUMERAL})|^(?P<division>[省市县区镇])")


def _is_proper(words: str) -> bool:
    """Whether words are not all in the dictionary; single characters, into which unknown names are split, count as one."""
    return not all(is_common_word(word) for word in _words(words))


def _spelt(name: str) -> str:
    """A name in pinyin, a word for each word that the segmenter finds."""
    known = terms("english_names")
    if name in known:
        return known[name]
    return " ".join(known.get(word) or word_in_pinyin(word) for word in _words(name))


def _words(name: str) -> list[str]:
    """The words of a name; neighbouring characters that stand alone make one word."""
    groups = groupby((word for word, _ in pos_tagged(name)), key=lambda word: len(word) > 1)
    return [word for is_word, run in groups for word in (run if is_word else ["".join(run)])]
