"""An answer: its statements with their citations, what was understood, and how the language model was used."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from rag.schema.articles import FieldName
from rag.schema.model import Model

Status = Literal["answered", "not_reported", "small_talk", "archive_empty", "index_rebuilding"]


class Copy(Model):
    """Another printing of a cited article: a reprint, an agency copy, or the same article from another file."""

    article_id: str
    headline: str
    paper: str
    date: date | None
    page: str


class PrintedBox(Model):
    """Where a line is printed: the page of its source file, from 1, and its sides as fractions of the page's width and height."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Citation(Model):
    """A checked span of an article: ``version[field][start:end] == quote``.

    ``highlight``: start and end, in the field, of the words within the quote that answer the question; None if not known.
    ``facts``: if the question is in another language than the quote, what the quote says in numbers, days and names, told in the
    question's language by code. ``translation``: the quote in that language by a language model; empty without one. Neither is
    printed. ``boxes``: where the quote stands on the page, if that is known (PDF, scans). ``copies``: other printings
    that contain the quoted words too, newest first.
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


class Statement(Model):
    """A sentence of an answer, with the numbers of its citations.

    ``quoted``: verbatim from the paper; ``written``: by a language model, ``edited``: by an editor of the newsroom, both
    checked against the quotes; ``added``: composed by the program from fields of a cited article.
    """

    text: str
    kind: Literal["quoted", "written", "edited", "added"]
    citations: tuple[int, ...]


class Nearest(Model):
    """An article similar to the question, shown if there is no answer."""

    article_id: str
    headline: str
    date: date | None


class Respelled(Model):
    """A word of a question that no article prints, and the word that was searched for in its place."""

    typed: str
    taken: str


class Understood(Model):
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


class ModelUse(Model):
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


class Struck(Model):
    """A sentence of the language model that was left out of an answer, why, and the words at fault."""

    text: str
    reasons: tuple[str, ...]
    words: tuple[str, ...] = ()


class Corrected(Model):
    """Says that the newsroom corrected the answer to this question: on which day, and what was wrong."""

    on: date
    reason: str = ""


class AiMark(Model):
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


class Answer(Model):
    """The answer to a question.

    ``text``: the statements joined, without citation numbers. ``nearest_lines``: if nothing was reported, the numbers of up to
    three citations, the printed sentences nearest to the question; they are no answer. ``nearest``: the nearest articles.
    ``corrected``: set if an editor chose these statements.
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
    timings_ms: dict[str, float] = Field(default={})
    without_model: bool = False
    model_use: ModelUse | None = None
    struck: tuple[Struck, ...] = ()
    corrected: Corrected | None = None
    aigc: AiMark | None = None

    def for_readers(self) -> Answer:
        """The answer without what only staff may see."""
        return self.model_copy(update={"model_use": None, "struck": ()})


class Found(Model):
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


class Event(Model):
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
