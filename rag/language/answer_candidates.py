"""The kinds of thing that questions ask for, as they look in a text."""

from __future__ import annotations

from functools import lru_cache

from rag.language.registry import languages
from rag.language.vocabulary import Kind

KINDS_WITHOUT_PATTERN: frozenset[Kind] = frozenset(("thing", "yes_no", "author"))


@lru_cache(maxsize=8192)  # passages are met again for each question
def answer_candidates(kind: Kind, text: str) -> frozenset[str]:
    """The stretches of `text` that are of the kind asked for; none for the `KINDS_WITHOUT_PATTERN` kinds."""
    found: set[str] = set()
    for language in languages():
        form = language.kind_patterns.get(kind)
        found.update(form.findall(text) if form else (), language.tagged_words(kind, text))
    return frozenset(found)


def names_office_holder(office: str, text: str) -> bool:
    """Whether a text names who holds an office (`局长曹法余`)."""
    return any(language.names_office_holder(office, text) for language in languages())
