"""What anybody outside of the newsroom may read of an article. Every door asks here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from rag.archive import Archive, Continuations, Takedowns
from rag.schema import Version, WendaError

Reason = Literal["no_source", "withdrawn", "taken_down"]


class NotShown(WendaError):
    """The article is not shown.

    Attributes:
        reason: there is none for readers (an article under embargo is none yet), it was withdrawn, or it was erased.
        day: when it was erased.
    """

    def __init__(self, reason: Reason, day: date | None = None) -> None:
        self.reason = reason
        self.day = day
        words = {
            "no_source": "There is no such article.",
            "withdrawn": "This article has been withdrawn and is no longer shown.",
            "taken_down": f"This article was removed on {day}.",
        }
        super().__init__(words[reason])


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """A version of a live article.

    Attributes:
        newest: number of its newest version.
        parts: its parts on different pages in order, of which `version` is one. Of quote-only ones readers may see the heads
            alone.
    """

    version: Version
    newest: int
    parts: Sequence[Version]

    @property
    def is_superseded(self) -> bool:
        return self.version.version < self.newest


def shown_article(
    archive: Archive, article_id: str, number: int | None = None, *, timezone: str
) -> ShownArticle:
    """An article for readers.

    Args:
        number: of the version; None for the newest one.
        timezone: in which the day of a takedown is told.

    Raises:
        NotShown
    """
    try:
        state, newest = archive.state(article_id)
        version = archive.version(article_id, newest if number is None else number)
    except Archive.NotFound:
        takedown = Takedowns(archive).of_article(article_id)
        if takedown is None:
            raise NotShown("no_source") from None
        raise NotShown("taken_down", takedown.taken_at.astimezone(ZoneInfo(timezone)).date()) from None
    if state == "embargoed":
        raise NotShown("no_source")
    if state != "live":
        raise NotShown("withdrawn")
    return ShownArticle(version, newest, Continuations(archive).parts(version))
