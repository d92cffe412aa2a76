"""The values that every part of the residents' page is rendered with."""

from __future__ import annotations

from dataclasses import dataclass

from rag.language import wording
from web.dates import PageLanguage
from web.rendering import render
from web.residents.wording import TEXTS
from web.wording import Wording


@dataclass(frozen=True, slots=True)
class PageContext:
    """The page's texts in the reader's language, and the paper and contact from the settings."""

    words: Wording
    paper: str
    contact: str

    @classmethod
    def of(cls, language: PageLanguage, *, paper: str, contact: str) -> PageContext:
        return cls(Wording(language, TEXTS), paper, contact)

    @property
    def paper_name(self) -> str:
        return self.words.own_paper(self.paper)

    @property
    def label_note(self) -> str:
        """What the label of AI-worded sentences means."""
        return wording(self.words.locale, "label_note")

    def render(self, template: str, **values: object) -> str:
        """The HTML of a template in `web/templates/residents`."""
        return render(f"residents/{template}", page=self, words=self.words, **values)
