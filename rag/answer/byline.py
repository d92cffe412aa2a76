"""Answers who wrote a report, from its byline."""

from __future__ import annotations

from rag.cite import Claim, Support, headline_support
from rag.language import Locale, wording
from rag.schema import Version
from rag.text.authors import authors_of


def byline_claim(version: Version, locale: Locale) -> Claim:
    """A claim that names the report's authors; it cites the byline and the headline."""
    names = _listed(authors_of(version.byline) or [version.byline], locale)
    byline = Support(version, "byline", 0, len(version.byline))
    return Claim(
        wording(locale, "byline", headline=version.headline, names=names),
        "added",
        tuple(filter(None, (byline, headline_support(version)))),
    )


def _listed(names: list[str], locale: Locale) -> str:
    """Names as a sentence lists them: ``Mara Quill and Tomas Ferreira``, 石白、高立仁. A name in Latin script has a space on
    either side in Chinese."""
    *others, last = names
    listed = wording(locale, "last_name_joint").join(
        filter(None, (wording(locale, "names_joint").join(others), last))
    )
    if locale == "en":
        return listed
    return f"{' ' * listed[0].isascii()}{listed}{' ' * listed[-1].isascii()}"
