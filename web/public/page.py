"""What the pages for everybody share: layout, languages, names."""

from __future__ import annotations

from rag.config import Settings
from web.rendering import render
from web.wording import Wording

LANGUAGES = (("zh-Hans", "简体"), ("zh-Hant", "繁體"), ("en", "English"))


class PublicPage:
    """Renders such pages of one newsroom."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def html(self, template: str, words: Wording, **values: object) -> str:
        """
        Args:
            template: in `web/templates/public`.
            values: further variables of the template.
        """
        settings = self._settings
        return render(
            f"public/{template}",
            words=words,
            languages=LANGUAGES,
            place=settings.city or settings.paper,
            paper=words.own_paper(settings.paper),
            contact=settings.contact,
            today=settings.today(),
            **values,
        )
