"""What the board's pages show beside the groups themselves: sparklines, and the articles to link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rag.archive import Archive, find_headlines
from rag.board import NearArticle, QuestionGroup
from rag.schema import Request, Version, WendaError
from rag.service import Assistant

MOST_CHOICES = 20  # articles to choose from
MOST_SUGGESTED = 5  # before anything was searched

SPARK_HEIGHT = 22
SPARK_STEP = 8


@dataclass(frozen=True, slots=True)
class SparkBar:
    """A bar of a sparkline; a week without questions has a flat one, so that each week is seen."""

    x: int
    y: float
    height: float


def sparkline(by_week: Sequence[int]) -> list[SparkBar]:
    most = max(*by_week, 1)
    heights = [round(max(SPARK_HEIGHT * count / most, 1), 1) for count in by_week]
    return [
        SparkBar(week * SPARK_STEP, round(SPARK_HEIGHT - height, 1), height)
        for week, height in enumerate(heights)
    ]


def article_choices(assistant: Assistant, question: str, search: str, today: date) -> list[Version]:
    """The articles that an editor may link to a question: those that were searched for, else those that the question finds."""
    if search:
        return find_headlines(assistant.archive, search, MOST_CHOICES)
    try:
        found = assistant.search(Request(question=question, today=today))
    except WendaError:  # the indexes are away or being built: the editor can still search by headline
        return []
    ids = list(dict.fromkeys(passage.article_id for passage in found))[:MOST_SUGGESTED]
    return [version for version in (_version(assistant.archive, one) for one in ids) if version]


def near_versions(archive: Archive, group: QuestionGroup) -> list[tuple[NearArticle, Version | None]]:
    """The nearest articles of a group as the archive has them; None where it has one no longer."""
    return [(near, _version(archive, near.article_id)) for near in group.nearest]


def _version(archive: Archive, article_id: str) -> Version | None:
    try:
        return archive.version(article_id)
    except Archive.NotFound:
        return None
