"""What a correction says of a report comes before what the report says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rag.archive import Archive, Copies, Correction, Corrections
from rag.cite import Claim, Support
from rag.schema import Version


def with_corrections(claims: Iterable[Claim], archive: Archive) -> Iterator[Claim]:
    """The claims, each report's first one led by the words of the paper that correct it or another printing of it."""
    seen: set[str] = set()
    said: list[Support] = []
    for claim in claims:
        new = [version for version in _versions(claim) if version.article_id not in seen]
        seen.update(version.article_id for version in new)
        for correction in (found for version in new for found in _corrections(archive, version)):
            support = Support(correction.version, "text", correction.start, correction.end)
            if not _is_said(support, said):
                said.append(support)
                yield Claim.quoting(support)
        if claim.kind == "added":
            yield claim
        elif not all(_is_said(support, said) for support in claim.supports):
            said += claim.supports
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


def _is_said(support: Support, said: Iterable[Support]) -> bool:
    return any(other.contains(support) for other in said)
