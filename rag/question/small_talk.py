"""Replies to greetings, thanks, insults and questions about the assistant with fixed texts, never with citations."""

from __future__ import annotations

from typing import get_args

from rag.language import SmallTalkKind, small_talk_words, wording
from rag.question.query import Query
from rag.text.normalise import match_form

KINDS: tuple[SmallTalkKind, ...] = get_args(SmallTalkKind)
"""In order of precedence: the first kind in a text decides the reply."""

_SAME_ADDRESS = str.maketrans("您妳", "你你")


def reply(query: Query) -> str | None:
    """The reply to small talk, in the language of the question; None if it is a question for the archive."""
    kinds = _kinds(query.text)
    return next((wording(query.language, kind) for kind in KINDS if kind in kinds), None)


def is_small_talk(text: str) -> bool:
    """Whether a text consists of small talk only."""
    return bool(_kinds(text))


def _kinds(text: str) -> set[SmallTalkKind]:
    """The kinds of small talk in a text; empty if it contains anything else."""
    remaining = match_form(text).rstrip("?？!！。.~～ ").translate(_SAME_ADDRESS)
    words, kinds = small_talk_words(), set[SmallTalkKind]()
    while remaining := _without_fillers(remaining):
        found = [
            (m.end(), kind) for kind, pattern in words.patterns.items() if (m := pattern.match(remaining))
        ]
        longest, kind = max(found, key=lambda pair: pair[0], default=(0, KINDS[0]))
        if not longest:
            return set()
        kinds.add(kind)
        remaining = remaining[longest:]
    return kinds


def _without_fillers(text: str) -> str:
    """`text` without fillers at its beginning."""
    fillers, position = small_talk_words().fillers, 0
    while match := fillers.match(text, position):
        position = match.end()
    return text[position:]
