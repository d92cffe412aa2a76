"""What every part of the checking page is rendered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rag.journal import Judgement, Verdict
from web.check.wording import TEXTS
from web.dates import PageLanguage
from web.rendering import render
from web.urls import is_web_address
from web.wording import Wording


@dataclass(frozen=True, slots=True)
class PageContext:
    """The page's texts in the reader's language, and the newsroom's time zone."""

    words: Wording
    zone: ZoneInfo

    @classmethod
    def of(cls, language: PageLanguage, zone: ZoneInfo) -> PageContext:
        return cls(Wording(language, TEXTS), zone)

    def render(self, template: str, **values: object) -> str:
        """The HTML of a template in `web/templates/check`."""
        return render(
            f"check/{template}", page=self, words=self.words, is_web_address=is_web_address, **values
        )

    def moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def imprint(self, paper: str, day: date | None, page: str, today: date) -> str:
        """Paper, date and how long before `today`, page."""
        ago = self.words.ago(day, today)
        printed = self.words("day_and_ago", day=self.words.day(day), ago=ago) if ago else self.words.day(day)
        return " ".join(part for part in (self.words.paper(paper), printed, self.words.page(page)) if part)

    def verdict(self, verdict: Verdict, statement: int | None) -> str:
        """A verdict on a statement, or where that is None on an answer that was declined."""
        return self.words("rightly_declined" if statement is None and verdict == "right" else verdict)

    def judgement(self, judgement: Judgement) -> str:
        return self.verdict(judgement.verdict, judgement.statement)
