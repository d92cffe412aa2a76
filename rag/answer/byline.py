"""Who wrote a report: said from its byline, not from a sentence."""

from __future__ import annotations

from rag.cite import Claim, Support, headline_support
from rag.language import Locale, wording
from rag.schema import Version


def byline_claim(version: Version, locale: Locale) -> Claim:
    """The byline of a report as a statement of ours, carried by the printed byline and headline."""
    names = wording(locale, "names_joint").join(version.byline.split())
    byline = Support(version, "byline", 0, len(version.byline))
    return Claim(
        wording(locale, "byline", headline=version.headline, names=names),
        "added",
        tuple(filter(None, (byline, headline_support(version)))),
    )
