"""The board as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from rag.archive import Archive
from rag.board import WEEKS, QuestionGroup
from web.desk.spreadsheet import Cell
from web.wording import Wording


def board_heading(first_week: date, words: Wording) -> list[str]:
    """The names of the columns.

    Args:
        first_week: the Monday of the first week that is counted.
    """
    weeks = [first_week + timedelta(weeks=week) for week in range(WEEKS)]
    return [
        words("col_group"),
        words("col_wordings"),
        words("col_state"),
        words("col_total", weeks=WEEKS),
        words("col_last"),
        *(words("col_week_of", day=week) for week in weeks),
        words("col_nearest"),
        words("col_nearest_ids"),
        words("col_article"),
        words("col_headline"),
        words("col_reason"),
        words("col_person"),
        words("col_decided"),
        words("col_since"),
    ]


def board_rows(
    groups: Iterable[QuestionGroup], archive: Archive, words: Wording, moment: Callable[[datetime], str]
) -> Iterator[list[Cell]]:
    """One row per group.

    Args:
        moment: writes a moment in the newsroom's time.
    """
    for group in groups:
        decision = group.decision
        yield [
            group.wording,
            "\n".join(one.question for one in group.wordings if one.question != group.wording),
            words(f"state_{group.state}"),
            group.asked(),
            moment(group.last_at) if group.last_at else "",
            *group.by_week,
            "\n".join(f"{near.date or ''} {near.headline or words('no_headline')}" for near in group.nearest),
            "\n".join(near.article_id for near in group.nearest),
            decision.article_id if decision else "",
            _headline(archive, decision.article_id, words) if decision and decision.article_id else "",
            decision.reason if decision else "",
            (decision.person or words("by_key")) if decision else "",
            moment(decision.decided_at) if decision else "",
            group.asked_since if decision else "",
        ]


def _headline(archive: Archive, article_id: str, words: Wording) -> str:
    try:
        return archive.version(article_id).headline or words("no_headline")
    except Archive.NotFound:
        return words("article_gone", article_id=article_id)
