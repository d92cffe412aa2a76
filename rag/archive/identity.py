"""Whether two texts are the same article: which old article each newly read one continues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.schema import Draft, Version

CONTENT_FIELDS = (
    "text",
    "headline",
    "subheadline",
    "column",
    "byline",
    "date",
    "paper",
    "page",
    "section",
    "url",
    "lang",
)
LIKE = 0.5  # share of raw span or text that two readings of one article have in common at least
UNLIKE = 0.3  # under this, another text under a known id is another article


def same_content(version: Version, draft: Draft) -> bool:
    """Whether nothing that is printed or shown has changed (offsets into the file may have)."""
    return all(getattr(version, name) == getattr(draft, name) for name in CONTENT_FIELDS)


def likeness(a: str, b: str) -> float:
    """Dice coefficient of the character bigrams of two texts, 0–1, spaces ignored."""
    bigrams_a, bigrams_b = _bigrams(a), _bigrams(b)
    total = bigrams_a.total() + bigrams_b.total()
    return 2 * (bigrams_a & bigrams_b).total() / total if total else float(a == b)


def match(old: Sequence[Version], new: Sequence[Draft], *, same_file: bool) -> dict[int, int]:
    """Pair articles of two readings of a page, best likeness first.

    Args:
        same_file: both were read from the same bytes, so that places in the file tell as much as the text.

    Returns:
        Index in `new` -> index in `old`; each at most once, and only where they are alike.
    """
    scored = sorted(
        (
            (_overlap(version, draft) if same_file else 0.0, likeness(version.text, draft.text), i, j)
            for i, draft in enumerate(new)
            for j, version in enumerate(old)
        ),
        key=lambda row: max(row[0], row[1]),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for overlap, like, i, j in scored:
        if max(overlap, like) >= LIKE and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _bigrams(text: str) -> Counter[str]:
    text = "".join(text.split())
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _overlap(version: Version, draft: Draft) -> float:
    """Share of raw characters that both readings took (of the smaller one)."""
    a, b = _raw_places(version), _raw_places(draft)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _raw_places(article: Version | Draft) -> set[int]:
    return {
        place
        for paragraph in article.paragraphs
        if paragraph.field == "text"
        for place in range(paragraph.raw_start, paragraph.raw_end)
    }
