"""Finds the names in a claim that the cited articles do not print."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.cite.claim import Support
from rag.language import is_foreign, locale_of, people
from rag.language.en.glossary import expressions, occurrences, romanised_names
from rag.text.normalise import match_form, search_form
from rag.text.script import to_simplified
from rag.text.words import pos_tagged

_LATIN = re.compile(r"[a-z]{2,}")
_QUOTED = re.compile(r"[“《「]([^”》」]{1,40})[”》」]")
_PLACE_TAGS = frozenset(("ns", "nt"))
_PLACE_END = re.compile(r"[省市县区镇乡村州城局院校所]$")


def unprinted_names(claim: str, printed: Sequence[Support]) -> tuple[str, ...]:
    """Names of people, places and organisations, words in quotation marks, and Latin words that no cited article prints.

    In an English claim about a Chinese article a name is printed if some of its characters are read like it.
    """
    versions = {support.version.article_id: support.version for support in printed}.values()
    whole = match_form("\n".join(f"{v.headline}\n{v.subheadline}\n{v.text}" for v in versions))
    if is_foreign(whole, locale_of(claim)):
        return _unread_names(claim, whole)
    words = set(_LATIN.findall(search_form(whole)))
    latin = (word for word in _LATIN.findall(search_form(claim)) if word not in words)
    quoted = (name for name in _QUOTED.findall(claim) if match_form(name) not in whole)
    return (*latin, *quoted, *(name for name in _names(claim) if not _is_printed(name, whole)))


def _unread_names(claim: str, whole: str) -> tuple[str, ...]:
    names = [name for name in romanised_names(claim) if not expressions(name)]  # `police` is pinyin as well
    found = {pinyin for _, _, pinyin in occurrences(whole, names)}
    return tuple(name for name in names if not any(name in other or other in name for other in found))


def _names(claim: str) -> Iterator[str]:
    """People, and places and organisations of three characters or more: the segmenter takes many shorter words for names."""
    yield from people(claim)
    for word, tag in pos_tagged(to_simplified(claim)):
        if tag in _PLACE_TAGS and len(word) > 2 and _PLACE_END.search(word):
            yield word


def _is_printed(name: str, whole: str) -> bool:
    """Whether a name is printed, if need be without its last character: the segmenter takes `李佳去` for a name."""
    wanted = match_form(name)
    return wanted in whole or (len(wanted) > 2 and wanted[:-1] in whole)
