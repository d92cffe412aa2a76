"""The nouns of the project. Offsets count Unicode code points in a named field of one version of an article.

Frozen dataclasses are what travels between the rooms; pydantic models are what crosses the border to
pages, journal and API (the contract of an answer).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

FieldName = Literal["text", "headline", "subheadline", "column", "byline"]
FIELDS: tuple[FieldName, ...] = ("text", "headline", "subheadline", "column", "byline")


class WendaError(Exception):
    """Base of every error a user can meet. Its message says what is wrong and what to do."""


# --- from the newspaper to the archive -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Where a stretch of an article's field was printed: ``[start, end)`` of the field was made from
    ``[raw_start, raw_end)`` of the decoded source file (both in code points)."""

    field: FieldName
    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a reader delivers it, before the archive has given it an identity."""

    text: str
    headline: str = ""
    subheadline: str = ""
    column: str = ""
    byline: str = ""
    date: date | None = None
    paper: str = ""
    page: str = ""
    section: str = ""
    url: str = ""
    lang: str = ""
    source_id: str = ""
    paragraphs: tuple[Paragraph, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, as printed. ``version[field][start:end] == quote`` for every citation."""

    article_id: str
    version: int
    text: str
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
    source: str
    source_id: str
    source_sha256: str
    paragraphs: tuple[Paragraph, ...]
    added_at: datetime

    def __getitem__(self, name: FieldName) -> str:
        value: str = getattr(self, name)
        return value


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of whole sentences of a version's text, the unit of search.

    Attributes:
        passage_id: given by the archive, never used twice.
        text: ``version.text[start:end]``.
        version: the version of the article it belongs to, in full.
    """

    passage_id: int
    start: int
    end: int
    version: Version = field(repr=False)

    @property
    def text(self) -> str:
        return self.version.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the archive holds, for the line that is always in sight."""

    articles: int
    newest: date | None
    updated_at: datetime | None


# --- the contract of an answer ---------------------------------------------------------------------

Status = Literal["answered", "not_reported", "small_talk", "archive_empty", "index_rebuilding"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


LONGEST_QUESTION = 2000  # characters
LONGEST_ANSWER = 4000
LONGEST_FILTER = 200
MOST_TURNS = 20


class Turn(_Model):
    """One message of the conversation so far, as the caller kept it; cut to the length that is read of one."""

    role: Literal["user", "assistant"]
    content: str

    @field_validator("content", mode="before")
    @classmethod
    def _cut(cls, content: Any, given: ValidationInfo) -> Any:
        longest = LONGEST_QUESTION if given.data.get("role") == "user" else LONGEST_ANSWER
        return content[:longest] if isinstance(content, str) else content


FilterText = Annotated[str, Field(max_length=LONGEST_FILTER)]


class Filters(_Model):
    """What the asker fixed by hand; overrides what the system understood.

    ``None``: not fixed, as understood. An empty string: no such restriction, whatever was understood;
    ``any_time`` says the same of the period.
    """

    author: FilterText | None = None
    place: FilterText | None = None
    section: FilterText | None = None
    since: date | None = None
    until: date | None = None
    any_time: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Filters:
        if self.since and self.until and self.since > self.until:
            raise ValueError("since must not lie after until")
        return self


class Request(_Model):
    """A question and what it needs: the server keeps no state of an asker.

    Of a long history the newest turns are kept.

    Raises:
        pydantic.ValidationError: the question is longer than `LONGEST_QUESTION` or empty, or something has not the shape
            that it should have.
    """

    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    history: tuple[Turn, ...] = ()
    today: date
    filters: Filters = Filters()

    @field_validator("history", mode="before")
    @classmethod
    def _newest(cls, history: Any) -> Any:
        return history[-MOST_TURNS:] if isinstance(history, list | tuple) else history


class Copy(_Model):
    """Another printing of a story: a reprint, agency copy, or the same article from another file."""

    article_id: str
    headline: str
    paper: str
    date: date | None
    page: str


class Citation(_Model):
    """A checked span of an article: ``version[field][start:end] == quote``.

    ``copies``: the other printings of the story that have the quoted words too, newest first.
    """

    n: int
    article_id: str
    version: int
    source_id: str
    field: FieldName
    quote: str
    start: int
    end: int
    headline: str
    paper: str
    date: date | None
    page: str
    byline: str
    url: str
    copies: tuple[Copy, ...] = ()


class Statement(_Model):
    """A sentence of an answer and the numbers of the citations that carry it.

    ``quoted``: verbatim from the paper; ``written``: a language model's words, checked against the
    quotes; ``added``: made by us from fields of a cited article.
    """

    text: str
    kind: Literal["quoted", "written", "added"]
    citations: tuple[int, ...]


class Nearest(_Model):
    """An article near the question, shown where nothing answers it."""

    article_id: str
    headline: str
    date: date | None


class Understood(_Model):
    """What the system took from the question."""

    question: str
    period: str = ""
    author: str = ""
    place: str = ""
    section: str = ""


class Answer(_Model):
    """What an asker gets. ``text``: the statements joined, without numbers in brackets."""

    answer_id: str
    question: str
    status: Status
    confidence: float = Field(ge=0, le=1)
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    understood: Understood
    timings_ms: dict[str, float] = {}


class Found(_Model):
    """A passage that the retriever found, best first; what ``search`` prints and the journal keeps."""

    rank: int
    score: float
    article_id: str
    version: int
    source_id: str
    headline: str
    date: date | None
    text: str
    start: int
    end: int


class Event(_Model):
    """One step of a streamed answer, in this order: understood, found, statement (each), done."""

    kind: Literal["understood", "found", "statement", "done"]
    understood: Understood | None = None
    found: tuple[Found, ...] = ()
    statement: Statement | None = None
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
