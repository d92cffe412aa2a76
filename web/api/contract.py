"""What the REST API takes and returns, beside `rag.schema.Answer`."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from rag.schema import LONGEST_QUESTION, Citation, Filters, Found, Request, Statement, Turn, Understood
from rag.schema.model import Model
from web.shown_articles import ShownArticle
from web.urls import is_web_address

MOST_RESULTS = 50
LONGEST_NOTE = 500  # characters of a report
HIGHEST_VERSION = 1_000_000


QuestionText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION)
]


class AskBody(Model):
    """A question. `today` is the day that relative dates count from, by default the newsroom's own. `history`: what was said
    before, oldest first; the server keeps none of it."""

    question: QuestionText = Field(examples=["白鹭大桥全长多少米？"])
    history: tuple[Turn, ...] = ()
    today: date | None = None
    filters: Filters = Filters()

    def request(self, today: date) -> Request:
        return Request(
            question=self.question, history=self.history, today=self.today or today, filters=self.filters
        )


class SearchQuery(Filters):
    """`q`: what to look for; `k`: how many passages. The other parameters are filters, as in a question."""

    q: QuestionText
    k: int = Field(10, ge=1, le=MOST_RESULTS)
    today: date | None = None

    def request(self, today: date) -> Request:
        filters = Filters.model_validate(self.model_dump(exclude={"q", "k", "today"}))
        return Request(question=self.q, today=self.today or today, filters=filters)


class SearchResults(Model):
    """The passages nearest to a question, best first; of a quote-only article one sentence."""

    results: tuple[Found, ...]


class ArticlePart(Model):
    """A part of an article that is printed on a page of its own. `text` is empty if the article is quote-only."""

    article_id: str
    version: int
    page: str
    headline: str
    text: str


class Article(Model):
    """An article as printed, as far as readers may see it.

    `newest_version`: answers rest on this one. `quote_only`: the paper may quote it, but not show it: `text` is empty.
    `url`: where the paper shows it, if that is known. `parts`: if it is printed on several pages, all its parts in order.
    """

    article_id: str
    version: int
    newest_version: int
    headline: str
    subheadline: str
    column: str
    byline: str
    date: date | None
    paper: str
    page: str
    section: str
    url: str
    lang: str
    quote_only: bool
    text: str
    parts: tuple[ArticlePart, ...] = ()

    @classmethod
    def of(cls, shown: ShownArticle) -> Article:
        version = shown.version
        names = ("article_id", "version", "headline", "subheadline", "column", "byline", "date", "paper")
        parts = shown.parts if len(shown.parts) > 1 else ()
        return cls(
            **{name: getattr(version, name) for name in (*names, "page", "section", "lang", "quote_only")},
            newest_version=shown.newest,
            url=version.url if is_web_address(version.url) else "",
            text="" if version.quote_only else version.text,
            parts=tuple(
                ArticlePart(
                    article_id=part.article_id,
                    version=part.version,
                    page=part.page,
                    headline=part.headline,
                    text="" if part.quote_only else part.text,
                )
                for part in parts
            ),
        )


class Report(Model):
    """What is wrong with an answer. Nothing about the one who reports is stored; the note must name nobody."""

    reason: Literal["wrong_content", "wrong_source", "outdated", "not_answered"]
    note: str = Field("", max_length=LONGEST_NOTE)


# --- events of a stream ---


class WaitingEvent(Model):
    """`waiting`: so many come before this question; sent only if any do, and when their number changes."""

    before: int


class FoundEvent(Model):
    """`found`: passages in which the answer is looked for."""

    found: tuple[Found, ...]


class StatementEvent(Model):
    """`statement`: one checked sentence, with the citations that are new in it."""

    statement: Statement
    citations: tuple[Citation, ...]


class UnderstoodEvent(Understood):
    """`understood`: how the question was taken."""
