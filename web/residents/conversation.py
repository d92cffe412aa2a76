"""Renders the conversation (each question and its answer so far), and the welcome shown before the first question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rag.schema import Citation, Statement
from web.residents.chips import Chip, chips_of
from web.residents.context import PageContext
from web.residents.exchange import Exchange


@dataclass(frozen=True, slots=True)
class CitedStatement:
    """A statement and its citations; a number without a citation is left out."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Adjacent statements of one kind, shown under one heading."""

    kind: str
    statements: tuple[CitedStatement, ...]


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """An exchange with its statements grouped by kind and its chips, for the template."""

    exchange: Exchange
    runs: tuple[Run, ...]
    chips: tuple[Chip, ...]


def conversation_html(exchanges: Iterable[Exchange], page: PageContext) -> str:
    views = [_view(exchange, page) for exchange in exchanges]
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


def _view(exchange: Exchange, page: PageContext) -> ExchangeView:
    runs = groupby(exchange.statements, key=lambda statement: statement.kind)
    return ExchangeView(
        exchange=exchange,
        runs=tuple(Run(kind, tuple(_cited(s, exchange) for s in statements)) for kind, statements in runs),
        chips=chips_of(exchange, page.words) if exchange.answer else (),
    )


def _cited(statement: Statement, exchange: Exchange) -> CitedStatement:
    cited = (exchange.citation(n) for n in statement.citations)
    return CitedStatement(statement.text, tuple(citation for citation in cited if citation))
