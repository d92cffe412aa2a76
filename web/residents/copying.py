"""Writes an answer with its sources as plain text, for the copy button."""

from __future__ import annotations

from collections.abc import Iterable

from rag.label import labelled_text
from rag.schema import Citation
from web.residents.context import PageContext
from web.residents.exchange import Exchange


def text_to_copy(exchange: Exchange, page: PageContext) -> str:
    """The question, the statements or nearest lines with citation numbers, then one line a citation."""
    if not exchange.citations:
        return ""
    statements = [
        f"{labelled_text(s, page.words.locale)}{_numbers(s.citations)}" for s in exchange.statements
    ]
    nearest = [f"{line.quote}{_numbers([line.n])}" for line in exchange.nearest_lines]
    heading = [page.words("nearest_lines")] if nearest else []
    sources = [_source(citation, page) for citation in exchange.citations]
    return "\n".join([exchange.question, *statements, *heading, *nearest, "", *sources])


def _numbers(numbers: Iterable[int]) -> str:
    return "".join(f"[{n}]" for n in numbers)


def _source(citation: Citation, page: PageContext) -> str:
    words = page.words
    headline = citation.headline or words("no_headline")
    parts = (words.paper(citation.paper), words.day(citation.date), words.page(citation.page), headline)
    return " ".join([f"[{citation.n}]", *filter(None, parts)])
