"""The clauses, subjects and names of a Chinese text, by the tags of the word segmenter."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

import rjieba

NAME_TAGS = frozenset(("nr", "nrt", "nrfg", "ns", "nt", "nz"))


def clauses_of(text: str) -> list[str]:
    """The clauses of a text that could stand alone."""
    clauses = (c.strip("“”\"' 　") for c in re.split(r"[，。；！？\n]", text))
    return [c for c in clauses if 6 <= len(c) <= 34 and any(tag == "v" for _, tag, _ in tagged_words(c))]


def names_of(text: str) -> dict[str, list[str]]:
    """The names in a text, by the tag of the word segmenter."""
    found = defaultdict[str, list[str]](list)
    for word, tag, _ in tagged_words(text):
        if tag in NAME_TAGS and len(word) > 1:
            found[tag].append(word)
    return found


def subject_of(clause: str) -> str:
    """What stands before the first verb, if it is a short noun phrase."""
    for _, tag, at in tagged_words(clause):
        if tag in ("v", "p", "d"):
            return clause[:at] if 2 <= at <= 16 else ""
    return ""


def without_subject(clause: str) -> str:
    for _, tag, at in tagged_words(clause):
        if tag in ("v", "d") and len(clause) - at >= 5:
            return clause[at:]
    return ""


@lru_cache(maxsize=65536)
def tagged_words(text: str) -> tuple[tuple[str, str, int], ...]:
    """(word, tag, start)"""
    found, at = [], 0
    for word, tag in rjieba.tag(text):
        found.append((word, tag, at))
        at += len(word)
    return tuple(found)
