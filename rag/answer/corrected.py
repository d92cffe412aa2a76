"""Puts the paper's corrections of a report before the statements taken from that report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from rag.archive import Archive, Continuations, Copies, Correction, Corrections
from rag.cite import Claim, Support
from rag.schema import Version
from rag.text.sentences import sentence_spans


def with_corrections(claims: Iterable[Claim], archive: Archive) -> Iterator[Claim]:
    """The claims, with the corrections of a report (or of a reprint of it) before the first claim that has the wrong words.

    Words that have been quoted already are not quoted again.
    """

    @cache
    def corrections_of(report: Version) -> list[Correction]:
        return _corrections(archive, report)

    quoted: list[Support] = []
    for claim in claims:
        for printed in claim.supports:
            for correction in corrections_of(printed.version):
                support = Support(correction.version, "text", correction.start, correction.end)
                if _concerns(correction, printed) and not is_quoted(support, quoted):
                    quoted.append(support)
                    yield Claim.quoting(support)
        if claim.kind == "added":
            yield claim
        elif not all(is_quoted(support, quoted) for support in claim.supports):
            quoted += claim.supports
            yield claim


def _corrections(archive: Archive, report: Version) -> list[Correction]:
    corrections = Corrections(archive)
    return [
        correction
        for printing in (
            *Continuations(archive).parts(report),
            *Copies(archive).same_story(report.article_id),
        )
        for correction in corrections.find(printing)
    ]


def _concerns(correction: Correction, printed: Support) -> bool:
    """Whether the printed words have what was wrong. If no single sentence of the report has it, any of them may."""
    text = printed.version.text
    one_sentence = any(correction.concerns(text[span.start : span.end]) for span in sentence_spans(text))
    return correction.concerns(printed.quote) or not one_sentence


def is_quoted(support: Support, quoted: Iterable[Support]) -> bool:
    """Whether words lie within others that are quoted."""
    return any(other.contains(support) for other in quoted)
