"""Draws the side panel: an article as printed with the cited words marked, or the form to report an error."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape
from urllib.parse import urlsplit

from rag.schema import Citation, FieldName, Version
from web.article_view import marked, marked_paragraphs
from web.residents.answer_card import Setting
from web.residents.exchange import Exchange
from web.residents.wording import REASONS, how_long_ago, page_number, printed_day

NOTE_LIMIT = 500
"""How many characters a reader may add to a report."""

OLD_AFTER_DAYS = 180
"""From when on an article is marked as one that things may have moved on from."""


def source_panel(
    version: Version, cited: Citation | None, *, today: date, superseded: bool, setting: Setting
) -> str:
    """An article as printed.

    Args:
        cited: the citation that was opened, whose words are marked; None where the article was.
        superseded: whether the article has a newer version.
    """

    def field(name: FieldName) -> str:
        here = [(cited.start, cited.end)] if cited and cited.field == name else []
        return marked_paragraphs(version[name], here) if name == "text" else marked(version[name], here)

    headline = field("headline") or setting.words("no_headline")
    return _panel(
        setting.words("source"),
        _line("column", field("column"))
        + f'<h2 class="headline">{headline}</h2>'
        + _line("subheadline", field("subheadline"))
        + _line("imprint", _imprint(version, today, setting))
        + _line(
            "byline", setting.words("byline", byline="{}").format(field("byline")) if version.byline else ""
        )
        + "".join(_line("caution", note) for note in _cautions(version, today, superseded, setting))
        + _line("legend", setting.words("marked") if cited else "")
        + f'<div class="printed">{field("text")}</div>'
        + _paper_link(version.url, setting),
        setting,
    )


def report_form(exchange: Exchange, answer_id: str, setting: Setting) -> str:
    """The form to report an error in an answer."""
    reasons = "".join(
        f'<label><input type="radio" name="reason" value="{reason}"{" checked" if not index else ""}>'
        f"<span>{setting.words(reason)}</span></label>"
        for index, reason in enumerate(REASONS)
    )
    return _panel(
        setting.words("report"),
        f'<p class="aside">{setting.words("report_about")}</p><p class="about">{escape(exchange.question)}</p>'
        f'<form class="report-form" data-answer="{escape(answer_id)}">'
        f"<fieldset><legend>{setting.words('report_reason')}</legend>{reasons}</fieldset>"
        f'<label class="note"><span>{setting.words("report_note", limit=NOTE_LIMIT)}</span>'
        f'<textarea name="note" rows="3" maxlength="{NOTE_LIMIT}"></textarea></label>'
        f'<p class="aside">{setting.words("report_privacy")}</p>'
        f'<button type="submit" class="primary">{setting.words("report_send")}</button></form>',
        setting,
    )


def notice_panel(title: str, notice: str, setting: Setting) -> str:
    """A panel that only says something; `title` and `notice` are keys of the wording."""
    return _panel(
        setting.words(title), f'<p class="notice" role="status">{setting.words(notice)}</p>', setting
    )


# --- parts ---


def _panel(title: str, body: str, setting: Setting) -> str:
    close = setting.words("close")
    return (
        f'<aside class="panel" aria-label="{title}"><header><h1 tabindex="-1">{title}</h1>'
        f'<button type="button" class="close" aria-label="{close}">{close}</button></header>'
        f'<div class="content">{body}</div></aside>'
    )


def _line(name: str, html: str) -> str:
    return f'<p class="{name}">{html}</p>' if html else ""


def _imprint(version: Version, today: date, setting: Setting) -> str:
    """Paper, date and how long ago, page, section."""
    day = printed_day(setting.language, version.date)
    ago = how_long_ago(setting.language, version.date, today) if version.date else ""
    parts = [
        setting.words("the_paper", name=version.paper) if version.paper else "",
        f"<time>{escape(day)}</time>" + (f' <span class="ago">({escape(ago)})</span>' if ago else ""),
        escape(page_number(setting.language, version.page)),
        escape(version.section),
    ]
    return '<span class="dot" aria-hidden="true"> · </span>'.join(part for part in parts if part)


def _cautions(version: Version, today: date, superseded: bool, setting: Setting) -> Iterable[str]:
    if superseded:
        yield setting.words("newer_version")
    if version.date and (today - version.date).days >= OLD_AFTER_DAYS:
        yield setting.words("old_article", ago=how_long_ago(setting.language, version.date, today))


def _paper_link(url: str, setting: Setting) -> str:
    if urlsplit(url).scheme not in ("http", "https"):
        return ""
    link = (
        f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{setting.words("paper_link")}</a>'
    )
    return f'<p class="paper-link">{link}</p>'
