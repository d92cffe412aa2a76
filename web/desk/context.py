"""The values that every part of the checking page is rendered with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rag.journal import Entry, Judgement, Report, Verdict
from rag.schema import Answer, ModelFailure
from web.dates import PageLanguage
from web.desk.wording import TEXTS
from web.reasons import localized_reason
from web.rendering import render
from web.urls import is_web_address
from web.wording import Wording


@dataclass(frozen=True, slots=True)
class PageContext:
    """The page's texts in the checker's language, and the newsroom's time zone and paper."""

    words: Wording
    zone: ZoneInfo
    paper: str

    @classmethod
    def of(cls, language: PageLanguage, *, zone: ZoneInfo, paper: str) -> PageContext:
        return cls(Wording(language, TEXTS), zone, paper)

    def render(self, template: str, **values: object) -> str:
        """The HTML of a template in `web/templates/desk`."""
        return render(
            f"desk/{template}", page=self, words=self.words, is_web_address=is_web_address, **values
        )

    def moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    def imprint(self, paper: str, day: date | None, page: str, today: date) -> str:
        """Paper, date with how long before `today` it was, and page."""
        ago = self.words.ago(day, today)
        printed = self.words("day_and_ago", day=self.words.day(day), ago=ago) if ago else self.words.day(day)
        return " ".join(part for part in (self.words.paper(paper), printed, self.words.page(page)) if part)

    def verdict(self, verdict: Verdict, statement: int | None) -> str:
        """A verdict in words. With `statement` None it is on a declined answer, and "right" means rightly declined."""
        return self.words("rightly_declined" if statement is None and verdict == "right" else verdict)

    def said(self, entry: Entry, statement: int) -> str:
        """The text of a statement, or when it was erased."""
        removed = entry.removed_at(statement)
        return self.removed(removed) if removed else entry.answer.statements[statement].text

    def removed(self, moment: datetime) -> str:
        """When the words of an article were erased."""
        return self.words("taken_down", moment=self.moment(moment))

    def shown_instead(self, answer: Answer) -> str:
        """The text that the resident saw if the answer has no statements."""
        if answer.text:
            return answer.text
        key = "not_reported_undated" if answer.status == "not_reported" else answer.status
        return self.words(key, paper=self.words.own_paper(self.paper))

    def strike_reason(self, reason: str) -> str:
        """Why a sentence of the language model was left out; a reason that the page has no words for, as it is."""
        key = f"struck_{reason}"
        return self.words(key) if key in TEXTS else reason

    def model_failure(self, failure: ModelFailure) -> str:
        return self.words(f"model_{failure}")

    def reason(self, report: Report) -> str:
        return localized_reason(report.reason, self.words.language)

    def judgement(self, judgement: Judgement) -> str:
        return self.verdict(judgement.verdict, judgement.statement)
