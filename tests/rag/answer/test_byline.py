"""Who wrote a report is said with whole names, in either language."""

from __future__ import annotations

import pytest

from rag.answer.byline import byline_claim
from rag.language import Locale
from rag.schema import Version


def version_by(byline: str) -> Version:
    names = "subheadline column paper page section url lang source source_id source_sha256".split()
    return Version(
        article_id="a", version=1, text="x", headline="Tolls", byline=byline, date=None, paragraphs=(), added_at=None,
        **dict.fromkeys(names, ""),
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize(
    ("byline", "locale", "said"),
    [
        ("Tomas Ferreira", "en", "was reported by Tomas Ferreira."),
        ("Mara Quill and Tomas Ferreira", "en", "was reported by Mara Quill and Tomas Ferreira."),
        ("Mara Quill, Ann Roe and Tomas Ferreira", "en", "by Mara Quill, Ann Roe and Tomas Ferreira."),
        ("柳明 方知远", "en", "was reported by 柳明 and 方知远."),
        ("Tomas Ferreira", "zh-Hans", "由 Tomas Ferreira 采写"),
        ("Mara Quill and Tomas Ferreira", "zh-Hans", "由 Mara Quill、Tomas Ferreira 采写"),
        ("柳明 方知远", "zh-Hans", "由柳明、方知远采写"),
        ("柳明 方知远", "zh-Hant", "由柳明、方知远採寫"),
    ],
)
def test_the_authors_are_listed(byline: str, locale: Locale, said: str) -> None:
    assert said in byline_claim(version_by(byline), locale).text
