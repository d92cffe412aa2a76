"""Formats articles of the archive for `list` and `show`: as data for JSON, and as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rag.archive import Correction, PassageDays
from rag.archive.archive import State
from rag.schema import Draft, Version


def list_json(versions: Iterable[Version]) -> list[dict[str, Any]]:
    omitted = ("text", "paragraphs", "added_at")
    return [
        {name: value for name, value in version_json(version).items() if name not in omitted}
        for version in versions
    ]


def list_lines(versions: Sequence[Version], total: int) -> Iterator[str]:
    """
    Args:
        total: number of articles, of which these are the newest.
    """
    for version in versions:
        day = version.date.isoformat() if version.date else "-" * 10
        headline = version.headline or " ".join(version.text[:30].split())
        yield f"{version.article_id}  {day}  {headline}  {version.paper} {version.page}".rstrip()
    if total > len(versions):
        yield f"… and {total - len(versions):,} more (-n {total} lists all)"


def version_json(version: Version, state: State | None = None) -> dict[str, Any]:
    """Every field of a version; dates as ISO text."""
    values = {
        **asdict(version),
        "date": version.date.isoformat() if version.date else None,
        "added_at": f"{version.added_at.isoformat(timespec='seconds')}Z",
    }
    return values if state is None else {"article_id": version.article_id, "state": state, **values}


def days_json(dated: Iterable[PassageDays]) -> list[dict[str, Any]]:
    """The dates that each passage mentions; passages without dates are omitted."""
    return [
        {
            "start": passage.span.start,
            "end": passage.span.end,
            "days": [str(period) for period in passage.days],
        }
        for passage in dated
        if passage.days
    ]


def copies_json(copies: Iterable[Version]) -> list[dict[str, Any]]:
    """Other printings of the same story, or other parts of the same article."""
    return [
        {
            "article_id": copy.article_id,
            "headline": copy.headline,
            "paper": copy.paper,
            "date": copy.date.isoformat() if copy.date else None,
            "page": copy.page,
        }
        for copy in copies
    ]


def corrections_json(corrections: Iterable[Correction]) -> list[dict[str, Any]]:
    """The sentences that correct an article, with the articles that contain them."""
    return [
        {
            "article_id": correction.version.article_id,
            "start": correction.start,
            "end": correction.end,
            "quote": correction.version.text[correction.start : correction.end],
        }
        for correction in corrections
    ]


def version_lines(
    version: Version,
    state: State,
    dated: Sequence[PassageDays],
    parts: Sequence[Version],
    copies: Sequence[Version],
    corrections: Sequence[Correction],
    embargo_until: datetime | None,
    file_name: str,
) -> Iterator[str]:
    days = dict.fromkeys(str(period) for passage in dated for period in passage.days)
    yield from labelled(
        article=f"{version.article_id} version {version.version} ({state})",
        embargo=f"not used before {embargo_until:%Y-%m-%d %H:%M}" if embargo_until else "",
        quote_only="residents see quotations, never the whole text" if version.quote_only else "",
        column=version.column,
        headline=version.headline,
        subheadline=version.subheadline,
        byline=version.byline,
        printed=imprint(version),
        url=version.url,
        lang=version.lang,
        source=" ".join(part for part in (version.source, version.source_id) if part),
        file=f"{file_name} (SHA-256 {version.source_sha256[:12]}…)",
        speaks_of=", ".join(days),
        parts=_named(parts),
        copies=_named(copies),
        corrected_by=", ".join(correction.version.article_id for correction in corrections),
    )
    yield ""
    yield version.text


def imprint(article: Draft | Version) -> str:
    """Paper, date, page and section, as far as they are known."""
    day = article.date.isoformat() if article.date else ""
    page = f"page {article.page}" if article.page else ""
    return " ".join(part for part in (article.paper, day, page, article.section) if part)


def labelled(**values: str) -> Iterator[str]:
    width = max(len(name) for name in values)
    for name, value in values.items():
        if value:
            yield f"{name.replace('_', ' '):>{width}}: {value}"


def _named(versions: Iterable[Version]) -> str:
    return ", ".join(f"{version.article_id} ({imprint(version)})" for version in versions)
