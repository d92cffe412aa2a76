"""The page `/about`: what Wenda is, how it answers, how far the archive goes, how often it was right, and privacy."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from rag.archive import Archive, Coverage, FreshnessReader, SourceFreshness, first_day
from rag.config import Settings
from rag.database import DatabaseUnusable
from rag.journal import Journal
from web.public.accuracy import FEW, Accuracy, AccuracyReader
from web.public.page import PublicPage
from web.public.plot import BOTTOM, GRID, HEIGHT, LEFT, RIGHT, WIDTH, dots, height
from web.wording import Wording

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the archive goes.

    Attributes:
        first: the day of the oldest article; None if none has a date.
    """

    coverage: Coverage
    first: date | None
    sources: tuple[SourceFreshness, ...]


class AboutPage:
    """Renders the page from archive and journal. Thread-safe."""

    def __init__(self, archive: Archive, journal: Journal, settings: Settings) -> None:
        self._archive = archive
        self._page = PublicPage(settings)
        self._settings = settings
        self._zone = ZoneInfo(settings.timezone)
        self._freshness = FreshnessReader(archive)
        self._accuracy = AccuracyReader(journal, self._zone)

    def html(self, words: Wording) -> str:
        """The page in the language of `words`. What cannot be read at the moment is said to be so."""
        settings, found = self._settings, self._found()
        return self._page.html(
            "about.html",
            words,
            model=bool(settings.llm),
            inside=settings.questions_stay_inside,
            days=settings.journal_days,
            reach=self._reach(),
            moment=self._moment,
            accuracy=found,
            few=FEW,
            dots=dots(found.by_month) if found else (),
            plot={
                "width": WIDTH,
                "height": HEIGHT,
                "left": LEFT,
                "right": WIDTH - RIGHT,
                "bottom": HEIGHT - BOTTOM,
                "grid": [(share, height(share)) for share in GRID],
            },
        )

    def _reach(self) -> Reach | None:
        today = self._settings.today()
        try:
            recent = self._freshness.read(today, datetime.now(UTC))
            shown = tuple(source for source in recent.sources if source.articles)
            return Reach(self._archive.coverage(), first_day(self._archive), shown)
        except DatabaseUnusable as error:
            log.warning("the archive cannot be read: %s", error)
            return None

    def _found(self) -> Accuracy | None:
        try:
            return self._accuracy.read()
        except DatabaseUnusable as error:
            log.warning("the journal cannot be read: %s", error)
            return None

    def _moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"
