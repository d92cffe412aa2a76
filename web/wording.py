"""The fixed texts of a page in the reader's language, and how dates, pages and papers are written in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import gradio as gr
from markupsafe import Markup, escape

from web.dates import PageLanguage, how_long_ago, period_words

Texts = Mapping[str, tuple[str, str]]
"""Each text by its key, in Chinese and in English; `{name}` stands for a value."""

ON_BOTH_PAGES: Texts = {
    "unknown_date": ("日期不详", "undated"),
    "page": ("第{page}版", "page {page}"),
    "the_paper": ("《{name}》", "{name}"),
    "no_headline": ("（无标题）", "(untitled)"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one page in one language; templates know it as `words`."""

    language: PageLanguage
    texts: Texts

    def __call__(self, key: str, **values: object) -> str:
        """The text `key` with `values` filled in; plain text, which templates escape."""
        texts = self.texts if key in self.texts else ON_BOTH_PAGES
        return texts[key][self.language == "en"].format(**values)

    def around(self, key: str, **values: Markup) -> Markup:
        """The text `key` around HTML that a template has made."""
        return escape(self(key, **{name: f"{{{name}}}" for name in values})).format(**values)

    def day(self, day: date | None) -> str:
        return str(day) if day else self("unknown_date")

    def ago(self, day: date | None, today: date) -> str:
        """How long before `today` something was printed; empty where that is unknown or lies ahead."""
        return how_long_ago(self.language, day, today) if day else ""

    def period(self, period: str, today: date) -> str:
        return period_words(self.language, period, today)

    def page(self, page: str) -> str:
        """`第2版` for `02`; a page that has a name of its own keeps it."""
        return self("page", page=int(page)) if page.isdecimal() else page

    def paper(self, name: str) -> str:
        """The name of a paper as it is written in running text; empty where it has none."""
        return self("the_paper", name=name) if name else ""


def page_language(request: gr.Request) -> PageLanguage:
    """The language of the page for this browser: Chinese where it asks for Chinese or says nothing."""
    preferred = request.headers.get("accept-language", "").split(",")[0].strip().lower()
    return "zh" if not preferred or preferred.startswith(("zh", "*")) else "en"
