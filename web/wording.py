"""Gives a page's fixed texts in the reader's language, and writes dates, page numbers and paper names in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import gradio as gr
from markupsafe import Markup, escape

from rag.language import Locale
from rag.text.script import to_traditional
from web.dates import PageLanguage, how_long_ago, pause_words, period_words

Texts = Mapping[str, tuple[str, str]]
"""Maps a key to its text in Chinese and in English; `{name}` is replaced by a value."""

ON_BOTH_PAGES: Texts = {
    "unknown_date": ("日期不详", "undated"),
    "page": ("第{page}版", "page {page}"),
    "the_paper": ("《{name}》", "{name}"),
    "respelled": ("“{typed}”已按“{taken}”查找。", "“{typed}” was taken as “{taken}”."),
    "between_words": ("”“", "”, “"),
    "ai_label": ("AI 生成", "AI-generated"),
    "display": ("显示", "Display"),
    "large_type": ("大字", "Large type"),
    "dark": ("深色", "Dark"),
    "no_headline": ("（无标题）", "(untitled)"),
    "page_picture": ("版面图", "The printed page"),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "whole_page": ("整版", "Whole page"),
    "added": ("系统说明", "Note by Wenda"),
    "a_paper": ("本报", "the paper"),
    # --- said in place of an answer ---
    "not_reported_undated": (
        "{paper}收录的报道里，没有找到能回答这个问题的内容。",
        "Nothing in the articles of {paper} was found to answer this question.",
    ),
    "archive_empty": (
        "这里还没有收录任何报道，所以现在无法回答。请等报纸入库后再来。",
        "No articles have been taken in yet, so nothing can be answered. Please come back later.",
    ),
    "index_rebuilding": (
        "正在整理报道的索引，暂时无法查找，请过几分钟再问一次。",
        "The index of the articles is being rebuilt. Please ask again in a few minutes.",
    ),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one page in one language; the variable `words` of templates.

    Attributes:
        traditional: whether Chinese is written in traditional script; names, headlines and quotations stay as printed.
    """

    language: PageLanguage
    texts: Texts
    traditional: bool = False

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key` with `values` filled in, as plain text that templates escape."""
        texts = self.texts if key in self.texts else ON_BOTH_PAGES
        return self._in_script(texts[key][self.language == "en"]).format(**values)

    @property
    def locale(self) -> Locale:
        """The locale of the page, for texts that the assistant writes."""
        return "en" if self.language == "en" else "zh-Hant" if self.traditional else "zh-Hans"

    def with_html(self, key: str, **values: Markup) -> Markup:
        """The text of `key`, escaped, with values that are HTML already."""
        return escape(self(key, **{name: f"{{{name}}}" for name in values})).format(**values)

    def day(self, day: date | None) -> str:
        return str(day) if day else self("unknown_date")

    def ago(self, day: date | None, today: date) -> str:
        """How long before `today` a day was; empty if the day is unknown or later."""
        return self._in_script(how_long_ago(self.language, day, today)) if day else ""

    def period(self, period: str, today: date) -> str:
        return self._in_script(period_words(self.language, period, today))

    def pause(self, seconds: int) -> str:
        return self._in_script(pause_words(self.language, seconds))

    def page(self, page: str) -> str:
        """A page number in words, such as `第2版` for `02`; a page with another name (A02) keeps it."""
        return self("page", page=int(page)) if page.isdecimal() else page

    def paper(self, name: str) -> str:
        """The name of a paper as written in running text, such as `《栖川日报》`; empty if there is none."""
        return self("the_paper", name=name) if name else ""

    def own_paper(self, name: str) -> str:
        """The paper that the answers come from; `本报` if the settings do not name it."""
        return self.paper(name) or self("a_paper")

    def _in_script(self, text: str) -> str:
        return to_traditional(text) if self.traditional and self.language == "zh" else text


def page_language(request: gr.Request) -> PageLanguage:
    """The page language for a browser: Chinese if it prefers Chinese or states no language, else English."""
    return _language(request.headers.get("accept-language", "").split(",")[0].strip())


def asked_wording(texts: Texts, asked: str, accepted: str) -> Wording:
    """The texts in the language that an address asks for, else in the browser's.

    Args:
        asked: `zh-Hans`, `zh-Hant` or `en`; anything else counts as not asked.
        accepted: the header Accept-Language.
    """
    locale = asked if asked in ("zh-Hans", "zh-Hant", "en") else accepted.split(",")[0].split(";")[0].strip()
    return Wording(_language(locale), texts, is_traditional(locale))


def is_traditional(locale: str) -> bool:
    """Whether a locale (BCP 47) writes Chinese in traditional script."""
    parts = locale.lower().split("-")
    return parts[0] == "zh" and "hans" not in parts and bool({"hant", "tw", "hk", "mo"} & set(parts))


def _language(locale: str) -> PageLanguage:
    return "zh" if not locale or locale.lower().startswith(("zh", "*")) else "en"
