"""Articles are found by the words of their headlines or by their id."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rag.archive import Archive, Intake, PreparedArticle, SourceFile, find_headlines
from rag.schema import Draft
from rag.text.sentences import Span

HEADLINES = {
    "a": "地铁2号线12月通车",
    "b": "地铁2号线票价公布",
    "c": "50%的居民支持Metro Line 3",
}


@pytest.fixture
def ids(archive: Archive) -> dict[str, str]:
    intake, found = Intake(archive), {}
    for day, (name, headline) in enumerate(HEADLINES.items(), 1):
        draft = Draft(text=f"正文{name}。", headline=headline, date=date(2024, 3, day), source_id=name)
        prepared = PreparedArticle(draft, (Span(0, 4),), np.zeros((1, 4)), "none", "float16")
        [outcome] = intake.add_lines(SourceFile(f"{name}.jsonl", name.encode(), "utf-8"), "", [prepared])
        found[name] = outcome.article_id
    return found


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("地铁 2号线", "ba"),
        ("通车", "a"),
        ("地鐵 票價", "b"),
        ("metro", "c"),
        ("50%", "c"),
        ("%", "c"),
        ("_", ""),
        ("", ""),
        ("  ", ""),
        ("没有这样的标题", ""),
    ],
)
def test_headlines_that_have_all_words_come_newest_first(
    archive: Archive, ids: dict[str, str], typed: str, names: str
) -> None:
    found = [version.article_id for version in find_headlines(archive, typed, 10)]
    assert found == [ids[name] for name in names]


def test_an_article_is_found_by_its_id(archive: Archive, ids: dict[str, str]) -> None:
    assert [version.headline for version in find_headlines(archive, ids["b"], 10)] == [HEADLINES["b"]]


def test_a_withdrawn_article_is_not_found(archive: Archive, ids: dict[str, str]) -> None:
    Intake(archive).remove([ids["a"]])
    assert find_headlines(archive, "通车", 10) == []
