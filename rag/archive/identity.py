"""Decides which article of the archive a newly read article is: by its content, its text, or its place in the file."""

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
SAME_ARTICLE = 0.5  # from this overlap or similarity on, two readings are the same article
OTHER_ARTICLE = 0.3  # below this similarity, a text with a known id is another article


def same_content(version: Version, draft: Draft) -> bool:
    """Whether all printed and displayed fields are equal. Offsets into the file may differ."""
    return all(getattr(version, name) == getattr(draft, name) for name in CONTENT_FIELDS)


def similarity(a: str, b: str) -> float:
    """Dice coefficient of the character bigrams of two texts, 0–1. Spaces are ignored."""
    bigrams_a, bigrams_b = _bigrams(a), _bigrams(b)
    total = bigrams_a.total() + bigrams_b.total()
    return 2 * (bigrams_a & bigrams_b).total() / total if total else float(a == b)


def match(old: Sequence[Version], new: Sequence[Draft], *, same_file: bool) -> dict[int, int]:
    """Pair the articles of two readings of a page, the most similar ones first, and of equally similar ones (a notice on
    several pages of one file) those in the same place of the file, or on the same page.

    Args:
        same_file: both readings are of the same bytes, so articles can also be matched by their place in the file.

    Returns:
        Index in `new` -> index in `old`. Each index occurs at most once; articles without a match are left out.
    """
    scored = sorted(
        (
            (_overlap(version, draft) if same_file else 0.0, similarity(version.text, draft.text), i, j)
            for i, draft in enumerate(new)
            for j, version in enumerate(old)
        ),
        key=lambda row: (max(row[0], row[1]), row[0], _same_page(old[row[3]], new[row[2]])),
        reverse=True,
    )
    pairs: dict[int, int] = {}
    matched_old: set[int] = set()
    for overlap, text_similarity, i, j in scored:
        if max(overlap, text_similarity) >= SAME_ARTICLE and i not in pairs and j not in matched_old:
            pairs[i] = j
            matched_old.add(j)
    return pairs


def _same_page(version: Version, draft: Draft) -> bool:
    return (version.paper, version.date, version.page) == (draft.paper, draft.date, draft.page)


def _bigrams(text: str) -> Counter[str]:
    text = "".join(text.split())
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _overlap(version: Version, draft: Draft) -> float:
    """Shared raw characters of the two readings, as a share of the shorter one, 0–1."""
    a, b = _raw_offsets(version), _raw_offsets(draft)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _raw_offsets(article: Version | Draft) -> set[int]:
    return {
        offset
        for paragraph in article.paragraphs
        if paragraph.field == "text"
        for offset in range(paragraph.raw_start, paragraph.raw_end)
    }
