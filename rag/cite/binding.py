"""Finds the printed sentences that support a language model's sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.cite.claim import Support
from rag.cite.values import wrong_values
from rag.schema import Version
from rag.text.normalise import search_form
from rag.text.sentences import sentence_spans

SHARED_PAIRS = 0.6  # share of a sentence's character pairs that the printed words must contain


def bind(text: str, versions: Iterable[tuple[Version, int, int]]) -> tuple[Support, ...]:
    """The one or two printed sentences that support `text`; empty if none do. See `is_supported`.

    Args:
        versions: (version, start, end) of the passages to search.
    """
    wanted = _pairs(text)
    scored = sorted(
        (
            (len(wanted & _pairs(version.text[a:b])) / max(1, len(wanted)), version, a, b)
            for version, start, end in versions
            for a, b in _sentences(version, start, end)
        ),
        key=lambda row: row[0],
        reverse=True,
    )
    supports = tuple(Support(version, "text", a, b) for share, version, a, b in scored[:2] if share > 0)
    for count in (1, 2):
        if is_supported(text, supports[:count]):
            return supports[:count]
    return ()


def is_supported(text: str, supports: Sequence[Support]) -> bool:
    """Whether the printed words support `text`.

    Each amount, day and time of day in `text` must be printed in the words or close to them (`Support.surroundings`), in
    whatever form; Latin words and quoted names must be printed as they are, and so must most of its character pairs
    (`SHARED_PAIRS`).
    """
    if not supports:
        return False
    unprinted = (wrong_values(text, s.surroundings, s.version.date) for s in supports)
    if set.intersection(*map(set, unprinted)):
        return False
    printed = search_form(" ".join(s.quote for s in supports))
    words_printed = set(_LATIN.findall(printed))
    words_ok = all(word in words_printed for word in _LATIN.findall(search_form(text)))
    names_ok = all(search_form(name) in printed for name in _QUOTED.findall(text))
    wanted = _pairs(text)
    return words_ok and names_ok and len(wanted & _pairs(printed)) >= SHARED_PAIRS * len(wanted)


_LATIN = re.compile(r"[a-z]{2,}")
_QUOTED = re.compile(r"[“《「]([^”》」]{1,40})[”》」]")


def _pairs(text: str) -> set[str]:
    bare = "".join(filter(str.isalnum, search_form(text)))
    return {bare[i : i + 2] for i in range(len(bare) - 1)}


def _sentences(version: Version, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + s.start, start + s.end) for s in sentence_spans(version.text[start:end])]
