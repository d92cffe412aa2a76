"""Greetings, thanks, insults and questions about the assistant itself: short fixed replies, never a citation."""

from __future__ import annotations

from typing import get_args

from rag.language import SmallTalkKind, small_talk_words, wording
from rag.question.query import Query
from rag.text.normalise import match_form

KINDS: tuple[SmallTalkKind, ...] = get_args(SmallTalkKind)
"""The kind that decides the reply first."""

_ADDRESSED = str.maketrans("您妳", "你你")


def reply(query: Query) -> str | None:
    """The reply to small talk in the asker's language, or nothing where it is a question for the archive."""
    kinds = _kinds(query.text)
    return next((wording(query.language, kind) for kind in KINDS if kind in kinds), None)


def is_small_talk(text: str) -> bool:
    """Whether a text says nothing but small talk."""
    return bool(_kinds(text))


def _kinds(text: str) -> set[SmallTalkKind]:
    """The kinds of small talk of which a text consists; none where anything else is in it."""
    said = match_form(text).rstrip("?？!！。.~～ ").translate(_ADDRESSED)
    words, kinds = small_talk_words(), set[SmallTalkKind]()
    while rest := _after_fillers(said):
        found = [(match.end(), kind) for kind, said in words.patterns.items() if (match := said.match(rest))]
        longest, kind = max(found, key=lambda pair: pair[0], default=(0, KINDS[0]))
        if not longest:
            return set()
        kinds.add(kind)
        said = rest[longest:]
    return kinds


def _after_fillers(said: str) -> str:
    """`said` without what stands between two pieces of small talk, at its beginning."""
    between, place = small_talk_words().fillers, 0
    while match := between.match(said, place):
        place = match.end()
    return said[place:]
