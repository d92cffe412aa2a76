"""Tells a hyphen that divides a word at a line's end (``coun-``, ``cil``) from one of the word (``part-``, ``time``)."""

from __future__ import annotations

import re

_LAST_WORD = re.compile(r"(?<![A-Za-z\d-])[A-Za-z]{2,}[-\u2010]$")
_FIRST_WORD = re.compile(r"[a-z]+(?![A-Za-z-])")
_HEADS_OF_COMPOUNDS = frozenset(
    "one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety hundred first "
    "second third half quarter double single part full long short high low well self all cross best better big small "
    "large old new young early late last next near far hard soft free fast slow open close deep top right left north "
    "south east west year month week day hour minute mile foot dollar city county state town village school college "
    "community family home house street water air land public private world middle working upper car bus bike food fire "
    "wind solar oil gas gun drug much most least less more ever still once newly widely locally recently previously "
    "brother sister mother father son daughter vice non anti".split()
)
_NEVER_SECOND_WORDS = frozenset(  # endings, and second parts of words written together: `longer`, `highway`
    "a able ace age aged ages al ally an ance ant ants ard ary ate ated ation ed en end ends ening er ers ery es est et "
    "eth fold ful fully gy iable ial ible ic ical icle icles ies ily ing ings ion ish ism ist ity ive ize land lands less "
    "let ler lers light lights line lines liness ling lings lish ly maker man mark men ment mental ments most ner ners ness "
    "ning or ors ous per phere port riage round ry ship sion some son sons stance st sure ted teen ten ter tern ters th "
    "tial ticular tion tional tions tle ture ty ular ward wards way ways wide y".split()
)


def is_word_break(before: str, after: str) -> bool:
    """Whether a line break divides a word, so that the hyphen before it is not part of the word.

    A hyphen is part of a compound (``part-time``, ``two-year``, ``11-year-old``), is between two equal vowels, and stands
    before a capital or a digit.

    Args:
        before: the text up to the line break (its last word is enough).
        after: the next line.
    """
    first, second = _LAST_WORD.search(before), _FIRST_WORD.match(after)
    if first is None or second is None:
        return False
    if first.group()[-2].lower() == second.group()[0] and second.group()[0] in "aeio":
        return False  # `re-elected`, `co-operate`, `anti-inflation`
    return first.group()[:-1].lower() not in _HEADS_OF_COMPOUNDS or second.group() in _NEVER_SECOND_WORDS
