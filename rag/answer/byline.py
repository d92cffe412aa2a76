"""Who wrote a report: said from its byline, not from a sentence."""

from __future__ import annotations

from rag.cite import Claim, Support, headline_of
from rag.schema import Version
from rag.text.script import Language


def byline_claim(version: Version, language: Language) -> Claim:
    """The byline of a report as a statement of ours, carried by the printed byline and headline."""
    names, headline = version.byline.split(), version.headline
    if language == "en":
        text = f"“{headline}” was reported by {', '.join(names)}."
    elif language == "zh-Hant":
        text = f"《{headline}》由{'、'.join(names)}採寫。"
    else:
        text = f"《{headline}》由{'、'.join(names)}采写。"
    byline = Support(version, "byline", 0, len(version.byline))
    return Claim(text, "added", tuple(filter(None, (byline, headline_of(version)))))
