"""Draws a question and its answer as HTML. Everything that is not fixed wording is escaped: it is data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import groupby

from rag.schema import Answer, Citation, Nearest, Statement
from web.residents.chips import chips_html
from web.residents.exchange import Exchange
from web.residents.wording import PageLanguage, how_long_ago, paper_name, printed_day, words


@dataclass(frozen=True, slots=True)
class Setting:
    """What a card is drawn for: the reader's language, and what the newsroom has set."""

    language: PageLanguage
    paper: str
    contact: str

    def words(self, key: str, **values: object) -> str:
        """Fixed wording with `values` filled in, escaped."""
        return escape(words(self.language, key, **values))

    @property
    def paper_name(self) -> str:
        return paper_name(self.language, self.paper)


def conversation_html(exchanges: Iterable[Exchange], setting: Setting) -> str:
    return "".join(_exchange(exchange, index, setting) for index, exchange in enumerate(exchanges))


def _exchange(exchange: Exchange, index: int, setting: Setting) -> str:
    return (
        f'<section class="exchange" data-exchange="{index}" data-stage="{exchange.stage}">'
        f'<h2 class="question"><span class="unseen">{setting.words("asked")}</span>{_printed(exchange.question)}</h2>'
        f'<div class="answer" aria-live="polite">{_answer(exchange, setting)}</div></section>'
    )


def _answer(exchange: Exchange, setting: Setting) -> str:
    statements = _statements(exchange, setting)
    if exchange.answer:
        chips = chips_html(exchange.question, exchange.answer.understood, exchange.today, setting)
        body = statements or _without_statements(exchange, exchange.answer, setting)
        return chips + body + _report_button(setting)
    if exchange.stage == "failed":
        return f'{statements}<p class="notice">{setting.words("failed")}</p>'
    return f'{statements}<p class="progress" role="status">{setting.words(exchange.stage)}</p>'


# --- answered ---


def _statements(exchange: Exchange, setting: Setting) -> str:
    """The statements, each run of the same kind under its name."""
    runs = groupby(exchange.statements, key=lambda statement: statement.kind)
    return "".join(
        f'<div class="run {kind}"><p class="kind">{setting.words(kind)}</p>'
        + "".join(_statement(statement, exchange, setting) for statement in run)
        + "</div>"
        for kind, run in runs
    )


def _statement(statement: Statement, exchange: Exchange, setting: Setting) -> str:
    cited = [exchange.citation(n) for n in statement.citations]
    sources = "".join(_source(citation, exchange, setting) for citation in cited if citation)
    return (
        f'<div class="statement"><p class="said">{_printed(statement.text)}</p>'
        f'<p class="sources">{sources}</p></div>'
    )


def _source(citation: Citation, exchange: Exchange, setting: Setting) -> str:
    headline = citation.headline or words(setting.language, "no_headline")
    label = setting.words("open_source", n=citation.n, headline=headline)
    ago = how_long_ago(setting.language, citation.date, exchange.today) if citation.date else ""
    return (
        f'<button type="button" class="cite" data-n="{citation.n}" aria-label="{label}">'
        f'<span class="number">[{citation.n}]</span> '
        f"<time>{escape(printed_day(setting.language, citation.date))}</time>"
        f"{f'<span class=ago>{escape(ago)}</span>' if ago else ''}"
        f'<span class="headline">{escape(headline)}</span></button>{_copies(citation, setting)}'
    )


def _copies(citation: Citation, setting: Setting) -> str:
    """Where and when else the quoted words were printed."""
    if not citation.copies:
        return ""
    printings = "、" if setting.language == "zh" else ", "
    listed = printings.join(
        f"{copy.paper} {printed_day(setting.language, copy.date)}".strip() for copy in citation.copies
    )
    return f'<span class="copies">{setting.words("copies", printings=listed)}</span>'


def _report_button(setting: Setting) -> str:
    return f'<p class="tools"><button type="button" class="report">{setting.words("report")}</button></p>'


# --- not answered ---


def _without_statements(exchange: Exchange, answer: Answer, setting: Setting) -> str:
    match answer.status:
        case "not_reported":
            return _not_reported(exchange, answer, setting)
        case "archive_empty" | "index_rebuilding":
            return f'<p class="notice">{setting.words(answer.status)}</p>'
    return f'<p class="said">{_printed(answer.text)}</p>'


def _not_reported(exchange: Exchange, answer: Answer, setting: Setting) -> str:
    key = "not_reported" if exchange.as_of else "not_reported_undated"
    said = setting.words(key, paper=setting.paper_name, newest=exchange.as_of)
    contact = setting.words("contact", contact=setting.contact) if setting.contact else ""
    return f'<p class="notice">{said}</p>{_nearest(answer.nearest, exchange, setting)}' + (
        f'<p class="contact">{contact}</p>' if contact else ""
    )


def _nearest(nearest: tuple[Nearest, ...], exchange: Exchange, setting: Setting) -> str:
    if not nearest:
        return ""
    items = "".join(f"<li>{_near_article(article, exchange, setting)}</li>" for article in nearest)
    return f'<p class="kind">{setting.words("nearest")}</p><ul class="nearest">{items}</ul>'


def _near_article(article: Nearest, exchange: Exchange, setting: Setting) -> str:
    ago = how_long_ago(setting.language, article.date, exchange.today) if article.date else ""
    return (
        f'<button type="button" class="article" data-article="{escape(article.article_id)}">'
        f'<span class="headline">{escape(article.headline) or setting.words("no_headline")}</span> '
        f"<time>{escape(printed_day(setting.language, article.date))}</time>"
        f"{f'<span class=ago>{escape(ago)}</span>' if ago else ''}</button>"
    )


def _printed(text: str) -> str:
    """`text` as it stands, line ends kept."""
    return escape(text).replace("\n", "<br>")
