"""Who wrote a report: answered from the byline, not from a sentence."""

from __future__ import annotations

from rag.answer.base import Verdict
from rag.cite import Claim, Support
from rag.evidence import Candidate, Evidence
from rag.fusion import probability
from rag.schema import Version


def byline_verdict(evidence: Evidence, candidates: list[tuple[Candidate, float]]) -> Verdict:
    """The byline of the report that the question is about; no confidence where that report prints none."""
    candidate, score = candidates[0]
    version = candidate.passage.version
    if not version.byline:
        return Verdict(0.0, iter(()))
    return Verdict(probability(score), iter((_claim(evidence.query.language == "en", version),)))


def _claim(english: bool, version: Version) -> Claim:
    if english:
        text = f"“{version.headline}” was reported by {version.byline}."
    else:
        text = f"《{version.headline}》由{'、'.join(version.byline.split())}采写。"
    supports = [Support(version, "byline", 0, len(version.byline))]
    if version.headline:
        supports.append(Support(version, "headline", 0, len(version.headline)))
    return Claim(text, "added", tuple(supports))
