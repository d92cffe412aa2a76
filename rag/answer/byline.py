"""Answers who wrote a report, from its byline."""

from __future__ import annotations

from rag.cite import Claim, Support, headline_support
from rag.language import Locale, wording
from rag.schema import Version


def byline_claim(version: Version, locale: Locale) -> Claim:
    """A claim that names the report's authors; it cites the byline and the headline."""
    names = wording(locale, "names_joint").join(version.byline.split())
    byline = Support(version, "byline", 0, len(version.byline))
    return Claim(
        wording(locale, "byline", headline=version.headline, names=names),
        "added",
        tuple(filter(None, (byline, headline_support(version)))),
    )
