"""Puts the paper's corrections of a report before the statements taken from that report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rag.archive import Archive, Copies, Correction, Corrections
from rag.cite import Claim, Support
from rag.schema import Version


def with_corrections(claims: Iterable[Claim], archive: Archive) -> Iterator[Claim]:
    """The claims, with the corrections of a report (or of a reprint of it) before the report's first claim.

    Words that have been quoted already are not quoted again.
    """
    seen: set[str] = set()
    quoted: list[Support] = []
    for claim in claims:
        new = [version for version in _versions(claim) if version.article_id not in seen]
        seen.update(version.article_id for version in new)
        for correction in (found for version in new for found in _corrections(archive, version)):
            support = Support(correction.version, "text", correction.start, correction.end)
            if not is_quoted(support, quoted):
                quoted.append(support)
                yield Claim.quoting(support)
        if claim.kind == "added":
            yield claim
        elif not all(is_quoted(support, quoted) for support in claim.supports):
            quoted += claim.supports
            yield claim


def _versions(claim: Claim) -> list[Version]:
    return list({support.version.article_id: support.version for support in claim.supports}.values())


def _corrections(archive: Archive, report: Version) -> list[Correction]:
    corrections = Corrections(archive)
    return [
        correction
        for printing in (report, *Copies(archive).same_story(report.article_id))
        for correction in corrections.find(printing)
    ]


def is_quoted(support: Support, quoted: Iterable[Support]) -> bool:
    """Whether words lie within others that are quoted."""
    return any(other.contains(support) for other in quoted)
