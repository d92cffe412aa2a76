"""Renders the conversation (each question and its answer so far), and the welcome shown before the first question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rag.schema import Citation, Nearest, Statement
from web.residents.chips import Chip, chips_of
from web.residents.context import PageContext
from web.residents.copying import text_to_copy
from web.residents.exchange import Exchange
from web.residents.quotation import Quotation, shown_quotation


@dataclass(frozen=True, slots=True)
class Source:
    """A citation; with `names_article` it is shown with date and headline, else with its number only."""

    citation: Citation
    names_article: bool


@dataclass(frozen=True, slots=True)
class CitedStatement:
    """A statement and its sources; a number without a citation is left out.

    Attributes:
        day: the day on which what it quotes was printed; None for what the assistant added, which names its days itself.
        is_ai_worded: whether a language model worded it.
        quotation: the printed words with the answering ones marked; None for a statement that is not one citation's words.
    """

    text: str
    day: date | None
    is_ai_worded: bool
    quotation: Quotation | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Adjacent statements of one kind, shown under one heading."""

    kind: str
    statements: tuple[CitedStatement, ...]


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """An exchange with its statements grouped by kind and its chips, for the template.

    Attributes:
        number: of the exchange in its conversation, from 0.
        nearest_lines: quoted lines, if nothing answers the question.
        nearest: the articles near the question that none of these lines comes from.
        copied: the answer with its sources as plain text; empty if there is nothing to copy.
    """

    number: int
    exchange: Exchange
    runs: tuple[Run, ...]
    chips: tuple[Chip, ...]
    nearest_lines: tuple[CitedStatement, ...]
    nearest: tuple[Nearest, ...]
    copied: str


def conversation_html(exchanges: Iterable[Exchange], page: PageContext, *, first: int = 0) -> str:
    """The exchanges as HTML.

    Args:
        first: the number of the first one in its conversation, from 0.
    """
    views = [_view(exchange, page, number) for number, exchange in enumerate(exchanges, first)]
    return page.render("conversation.html", views=views)


def welcome_html(questions: Sequence[str], today: date, longest: int, page: PageContext) -> str:
    """The page before the first question: a greeting, what the page does, and example questions.

    It includes an empty exchange that the browser copies to show a question until the server answers.

    Args:
        questions: the example questions.
        today: the date of the empty exchange.
        longest: maximum length of a question in characters.
        page: texts and settings.
    """
    blank = _view(Exchange(question="", today=today, as_of=None), page)
    return page.render("welcome.html", questions=questions, views=[blank], longest=longest)


def _view(exchange: Exchange, page: PageContext, number: int = 0) -> ExchangeView:
    lines = tuple(
        Statement(text=line.quote, kind="quoted", citations=(line.n,)) for line in exchange.nearest_lines
    )
    cited = _cited_statements(exchange.statements or lines, exchange)
    runs = groupby(zip(exchange.statements, cited, strict=False), key=lambda pair: pair[0].kind)
    named = {line.article_id for line in exchange.nearest_lines}
    nearest = exchange.answer.nearest if exchange.answer else ()
    return ExchangeView(
        number=number,
        exchange=exchange,
        runs=tuple(Run(kind, tuple(shown for _, shown in pairs)) for kind, pairs in runs),
        chips=chips_of(exchange, page.words),
        nearest_lines=() if exchange.statements else cited,
        nearest=tuple(article for article in nearest if article.article_id not in named),
        copied=text_to_copy(exchange, page) if exchange.answer else "",
    )


def _cited_statements(statements: Sequence[Statement], exchange: Exchange) -> tuple[CitedStatement, ...]:
    """The statements with their sources.

    An article is named once: at its first quotation, else at the note with the fewest sources.
    """
    by_importance = sorted(
        statements, key=lambda s: (s.kind == "added", len(s.citations) * (s.kind == "added"))
    )
    named_at: dict[str, tuple[Statement, int]] = {}
    for statement in by_importance:
        for citation in _citations(statement, exchange):
            named_at.setdefault(citation.article_id, (statement, citation.n))
    return tuple(_cited(statement, exchange, named_at) for statement in statements)


def _cited(
    statement: Statement, exchange: Exchange, named_at: Mapping[str, tuple[Statement, int]]
) -> CitedStatement:
    cited = _citations(statement, exchange)
    is_quotation = statement.kind == "quoted" and len(cited) == 1 and cited[0].quote == statement.text
    return CitedStatement(
        statement.text,
        cited[0].date if cited and statement.kind != "added" else None,
        statement.kind == "written",
        shown_quotation(cited[0]) if is_quotation else None,
        tuple(Source(c, named_at[c.article_id] == (statement, c.n)) for c in cited),
    )


def _citations(statement: Statement, exchange: Exchange) -> list[Citation]:
    return [citation for n in statement.citations if (citation := exchange.citation(n))]
