"""The project's data types: frozen dataclasses for internal use, pydantic models for pages, journal and API.

Offsets count Unicode code points in a named field of one version of an article.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

FieldName = Literal["text", "headline", "subheadline", "column", "byline"]
FIELDS: tuple[FieldName, ...] = ("text", "headline", "subheadline", "column", "byline")


class WendaError(Exception):
    """Base class of all errors that users can see. The message says what is wrong and what to do."""


# --- articles ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Where part of a field comes from in the source file.

    ``[start, end)`` of the field was made from ``[raw_start, raw_end)`` of the decoded file; both count code points.
    """

    field: FieldName
    start: int
    end: int
    raw_start: int
    raw_end: int


@dataclass(frozen=True, slots=True)
class Jump:
    """A printed mark that an article goes on on another page (`to`) or begins on another (`from`): ``下转第4版``, ``From A1``.

    Attributes:
        page: that page's number, ``4`` or ``A4``.
        on: number of the page that the mark is printed on; empty if it is the article's own page.
    """

    direction: Literal["to", "from"]
    page: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as read from a file, before the archive has given it an id."""

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
    jumps: tuple[Jump, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article, as printed. ``version[field][start:end] == quote`` for every citation.

    Attributes:
        quote_only: a sentence of it may be quoted, but residents never see the whole text (agency copy).
        jumps: marks that lead to its other parts, which are articles of their own if they were read from other files.
    """

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
    quote_only: bool = False
    jumps: tuple[Jump, ...] = ()

    def __getitem__(self, name: FieldName) -> str:
        value: str = getattr(self, name)
        return value


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences of a version's text; the unit of search.

    Attributes:
        passage_id: assigned by the archive, never reused.
        text: ``version.text[start:end]``.
        version: the whole version of the article it is part of.
    """

    passage_id: int
    start: int
    end: int
    version: Version = field(repr=False)

    @property
    def text(self) -> str:
        return self.version.text[self.start : self.end]


# --- requests and answers ----------------------------------------------------------------------------

Status = Literal["answered", "not_reported", "small_talk", "archive_empty", "index_rebuilding"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


LONGEST_QUESTION = 2000  # characters
LONGEST_ANSWER = 4000
LONGEST_FILTER = 200
MOST_TURNS = 20


class Turn(_Model):
    """One message of the conversation so far, sent by the caller; a long one is cut off (see `LONGEST_ANSWER`)."""

    role: Literal["user", "assistant"]
    content: str

    @field_validator("content", mode="before")
    @classmethod
    def _cut(cls, content: Any, given: ValidationInfo) -> Any:
        longest = LONGEST_QUESTION if given.data.get("role") == "user" else LONGEST_ANSWER
        return content[:longest] if isinstance(content, str) else content


FilterText = Annotated[str, Field(max_length=LONGEST_FILTER)]


class Filters(_Model):
    """Filters set by the user; they override what the system understood from the question.

    ``None``: not set, the question decides. An empty string: no filter, whatever the question says. ``any_time``: no period,
    whatever the question says. ``as_typed``: no word of the question is respelled.
    """

    author: FilterText | None = None
    place: FilterText | None = None
    section: FilterText | None = None
    since: date | None = None
    until: date | None = None
    any_time: bool = False
    as_typed: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Filters:
        if self.since and self.until and self.since > self.until:
            raise ValueError("since must not lie after until")
        return self


class Request(_Model):
    """A question with its conversation, filters and date; the server stores nothing about a user.

    Only the newest `MOST_TURNS` turns of the history are kept.

    Raises:
        pydantic.ValidationError: the question is empty or longer than `LONGEST_QUESTION`, or a field is invalid.
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
    """Another printing of a cited article: a reprint, an agency copy, or the same article from another file."""

    article_id: str
    headline: str
    paper: str
    date: date | None
    page: str


class PrintedBox(_Model):
    """Where a line is printed: the page of its source file, from 1, and its sides as fractions of the page's width and height."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Citation(_Model):
    """A checked span of an article: ``version[field][start:end] == quote``.

    ``highlight``: start and end, in the field, of the words within the quote that answer the question; None if not known.
    ``facts``: if the question is in another language than the quote, what the quote says in numbers, days and names, told in the
    question's language by code. ``translation``: the quote in that language by a language model; empty without one. Neither is
    printed. ``boxes``: where the quote stands on the page, if that is known (PDF, scans, e-paper). ``copies``: other printings
    that contain the quoted words too, newest first.
    contain the quoted words too, newest first.
    """

    n: int
    article_id: str
    version: int
    source_id: str
    field: FieldName
    quote: str
    start: int
    end: int
    highlight: tuple[int, int] | None = None
    facts: tuple[str, ...] = ()
    translation: str = ""
    headline: str
    paper: str
    date: date | None
    page: str
    byline: str
    url: str
    boxes: tuple[PrintedBox, ...] = ()
    copies: tuple[Copy, ...] = ()


class Statement(_Model):
    """A sentence of an answer, with the numbers of its citations.

    ``quoted``: verbatim from the paper; ``written``: by a language model, checked against the quotes; ``added``: composed by
    the program from fields of a cited article.
    """

    text: str
    kind: Literal["quoted", "written", "added"]
    citations: tuple[int, ...]


class Nearest(_Model):
    """An article similar to the question, shown if there is no answer."""

    article_id: str
    headline: str
    date: date | None


class Respelled(_Model):
    """A word of a question that no article prints, and the word that was searched for in its place."""

    typed: str
    taken: str


class Understood(_Model):
    """What the system understood: the standalone question as typed, its respelled words, period, author, place and section."""

    question: str
    respelled: tuple[Respelled, ...] = ()
    period: str = ""
    author: str = ""
    place: str = ""
    section: str = ""


ModelFailure = Literal[
    "unreachable",
    "unauthorized",
    "no_credit",
    "unknown_model",
    "rate_limited",
    "server_error",
    "too_large",
    "rejected",
    "timeout",
    "endless",
    "cut_off",
    "empty",
    "malformed",
    "busy",
]
"""What can go wrong with a language model; `rag.llm` has the words for it."""


class ModelUse(_Model):
    """An answer's use of the language model.

    ``calls``: how often it was asked; 0 if it was left alone because of an earlier failure. Tokens: 0 if the provider does not
    tell them. ``first_ms``: milliseconds from the first call to the first statement shown; ``total_ms``: in all calls.
    """

    model: str
    calls: int
    input_tokens: int = 0
    output_tokens: int = 0
    first_ms: float = 0.0
    total_ms: float = 0.0
    failure: ModelFailure | None = None


class Struck(_Model):
    """A sentence of the language model that was left out of an answer, why, and the words at fault."""

    text: str
    reasons: tuple[str, ...]
    words: tuple[str, ...] = ()


class AiMark(_Model):
    """Says that a text is AI-worded, in the fields of GB 45438-2025 (annex E), which are its names in JSON.

    ``label``: "1", the text is AI-worded. ``content_producer``: the newspaper. ``produce_id``: the answer's id.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        serialize_by_alias=True,
    )

    label: Literal["1"] = Field("1", alias="Label")
    content_producer: str = Field(alias="ContentProducer")
    produce_id: str = Field(alias="ProduceID")


class Answer(_Model):
    """The answer to a question.

    ``text``: the statements joined, without citation numbers. ``nearest_lines``: if nothing was reported, the numbers of up to
    three citations, the printed sentences nearest to the question; they are no answer. ``nearest``: the nearest articles.
    ``aigc``: the mark of an answer with AI-worded sentences or translations.
    ``without_model``: the language model failed, and the answer came without it. ``model_use``, ``struck``: for staff only; they
    are in the journal, and never in an answer that a reader gets (see `for_readers`).
    """

    answer_id: str
    question: str
    status: Status
    confidence: float = Field(ge=0, le=1)
    text: str
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest_lines: tuple[int, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    understood: Understood
    timings_ms: dict[str, float] = {}
    without_model: bool = False
    model_use: ModelUse | None = None
    struck: tuple[Struck, ...] = ()
    aigc: AiMark | None = None

    def for_readers(self) -> Answer:
        """The answer without what only staff may see."""
        return self.model_copy(update={"model_use": None, "struck": ()})


class Found(_Model):
    """A passage or article that was found, with its rank; what ``search`` prints and the journal stores."""

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
    """One event of a streamed answer, in this order: understood, found, one for each statement, done."""

    kind: Literal["understood", "found", "statement", "done"]
    understood: Understood | None = None
    found: tuple[Found, ...] = ()
    statement: Statement | None = None
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None

    def for_readers(self) -> Event:
        """The event without what only staff may see."""
        return self.model_copy(update={"answer": self.answer.for_readers()}) if self.answer else self
