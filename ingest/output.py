"""Formats the results of the commands: as data for JSON, and as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ingest.account import report_data, skipped_lines
from ingest.report import ACTIONS, MOST_LISTED, Report
from rag.archive import Correction, Outcome, PassageDays, WaitingProblem
from rag.archive.archive import State
from rag.schema import Draft, Version

if TYPE_CHECKING:
    from ingest.maintenance import RebuildReport
    from ingest.readers import FileRead
    from ingest.readers.base import Columns
    from rag.index import SyncReport

_WORDS = {
    "added": "added",
    "replaced": "replaced by a new version",
    "revived": "restored",
    "embargoed": "with a new embargo",
    "refused": "refused: taken down",
    "released": "released from an embargo",
    "skipped": "already in the archive",
    "withdrawn": "withdrawn",
    "kept_withdrawn": "withdrawn earlier and still withdrawn (`add --again` restores them)",
}


# --- add, remove ---


def report_json(report: Report) -> dict[str, Any]:
    return {
        **{action: report.counts[action] for action in ACTIONS},
        "failed": len(report.failures),
        "passages": report.passages,
        "indexed": report.indexed,
        "articles": [asdict(outcome) for action in ACTIONS for outcome in report.listed.get(action, [])],
        "failures": [asdict(failure) for failure in report.failures],
        "notes": report.notes,
        **report_data(report),
    }


def report_lines(report: Report) -> Iterator[str]:
    """The result of an ingest: counts, changed and withdrawn articles, notes and failures."""
    counts = [f"{report.counts[action]} {_WORDS[action]}" for action in ACTIONS if report.counts[action]]
    counts += [f"{len(report.failures)} failed"] if report.failures else []
    yield "; ".join(counts) or "nothing to add"
    if report.interrupted:
        yield "interrupted: the articles added so far are kept; run the same command again to continue"
    if report.seconds > 0:
        rate = report.passages / report.seconds
        yield f"{report.passages} passages embedded in {report.seconds:.0f} s ({rate:.0f}/s)"
    for action in ("replaced", "revived", "embargoed", "released", "withdrawn", "kept_withdrawn", "refused"):
        outcomes = report.listed.get(action, [])
        yield from outcome_lines(outcomes)
        yield from _more(report.counts[action] - len(outcomes))
    yield from skipped_lines(report)
    yield from (f"missing: {lack}" for lack in report.lacks[:MOST_LISTED])
    yield from _more(len(report.lacks) - MOST_LISTED)
    yield from report.notes[:MOST_LISTED]
    yield from _more(len(report.notes) - MOST_LISTED)
    for failure in report.failures[:MOST_LISTED]:
        yield f"failed: {failure}"
    yield from _more(len(report.failures) - MOST_LISTED)


def outcome_lines(outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        if outcome.why:
            yield f"{outcome.action}: {outcome.article_id} {outcome.why}"
        else:
            yield f"{outcome.action}: {outcome.article_id} version {outcome.version} {outcome.headline}".rstrip()


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield f"… and {count} more (--json lists all failures)"


# --- problems ---


def problems_json(problems: Iterable[WaitingProblem]) -> list[dict[str, str]]:
    return [
        {
            "file": problem.file,
            "where": problem.where,
            "reason": problem.reason,
            "since": f"{problem.since.isoformat(timespec='seconds')}Z",
        }
        for problem in problems
    ]


def problems_lines(problems: Sequence[WaitingProblem]) -> Iterator[str]:
    if not problems:
        yield "nothing waits: all that was added could be read"
        return
    for problem in problems:
        place = f"{problem.file}, {problem.where}" if problem.where else problem.file
        yield f"{problem.since:%Y-%m-%d}  {place}: {problem.reason}"
    yield "try again: `python -m ingest problems --retry`; give one up: `python -m ingest problems --forget FILE`"


# --- preview ---


def preview_json(read: FileRead) -> dict[str, Any]:
    return {
        "columns": [
            {
                "used": {name: list(names) for name, names in columns.used.items()},
                "unused": list(columns.unused),
            }
            for columns in read.columns
        ],
        "articles": [
            {
                "headline": draft.headline,
                "subheadline": draft.subheadline,
                "column": draft.column,
                "byline": draft.byline,
                "text": draft.text,
                "raw_spans": raw_spans(draft),
            }
            for draft in read.drafts
        ],
        "leftover": list(read.leftover),
    }


def raw_spans(draft: Draft) -> list[list[int]]:
    """The parts of the decoded file that an article was read from, as merged ``[start, end)`` in code points."""
    spans: list[list[int]] = []
    for start, end in sorted((p.raw_start, p.raw_end) for p in draft.paragraphs):
        if spans and start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    return spans


def preview_lines(read: FileRead) -> Iterator[str]:
    for columns in read.columns:
        yield from _column_lines(columns)
    for number, draft in enumerate(read.drafts, start=1):
        yield f"── {number} ──"
        yield from _labelled(
            column=draft.column,
            headline=draft.headline,
            subheadline=draft.subheadline,
            byline=draft.byline,
            printed=_imprint(draft),
        )
        yield draft.text
        yield ""
    if read.leftover:
        yield "── not in any article ──"
        yield from read.leftover


def _column_lines(columns: Columns) -> Iterator[str]:
    """Which columns are read as which fields. Of several for one field, the first that an article fills in counts."""
    yield "── columns ──"
    yield from (f"{' or '.join(names)} → {field}" for field, names in columns.used.items())
    if columns.unused:
        yield f"not used: {', '.join(columns.unused)}"
    yield ""


# --- list, show, status ---


def list_json(versions: Iterable[Version]) -> list[dict[str, Any]]:
    omitted = ("text", "paragraphs", "added_at")
    return [
        {name: value for name, value in version_json(version).items() if name not in omitted}
        for version in versions
    ]


def list_lines(versions: Iterable[Version]) -> Iterator[str]:
    for version in versions:
        day = version.date.isoformat() if version.date else "-" * 10
        headline = version.headline or " ".join(version.text[:30].split())
        yield f"{version.article_id}  {day}  {headline}  {version.paper} {version.page}".rstrip()


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
    embargo_until: datetime | None = None,
) -> Iterator[str]:
    days = dict.fromkeys(str(period) for passage in dated for period in passage.days)
    yield from _labelled(
        article=f"{version.article_id} version {version.version} ({state})",
        embargo=f"not used before {embargo_until:%Y-%m-%d %H:%M}" if embargo_until else "",
        quote_only="residents see quotations, never the whole text" if version.quote_only else "",
        column=version.column,
        headline=version.headline,
        subheadline=version.subheadline,
        byline=version.byline,
        printed=_imprint(version),
        url=version.url,
        lang=version.lang,
        source=" ".join(part for part in (version.source, version.source_id) if part),
        file=version.source_sha256,
        speaks_of=", ".join(days),
        parts=_named(parts),
        copies=_named(copies),
        corrected_by=", ".join(correction.version.article_id for correction in corrections),
    )
    yield ""
    yield version.text


def _named(versions: Iterable[Version]) -> str:
    return ", ".join(f"{version.article_id} ({_imprint(version)})" for version in versions)


def status_lines(status: dict[str, Any]) -> Iterator[str]:
    yield from _labelled(**{name: str(value) for name, value in status.items() if value is not None})


def sync_lines(done: SyncReport | None, waiting: int) -> Iterator[str]:
    if done is None:
        yield _pending_line(waiting)
        return
    yield f"{done.added} passages indexed, {done.dropped} removed, in {done.seconds:.1f} s"
    if done.rebuilt:
        yield "the indexes were rebuilt"


def rebuilt_lines(done: RebuildReport, waiting: int) -> Iterator[str]:
    yield f"{done.articles} articles split or embedded again, {done.embedded} passages embedded"
    if done.dated:
        yield f"the dates that {done.dated} articles mention were read again"
    if done.compared:
        yield f"{done.compared} articles were compared with the others to find copies of the same story"
    if done.indexes is None:
        yield _pending_line(waiting)
    else:
        yield f"{done.indexes.added} passages indexed in {done.indexes.seconds:.1f} s"


def _pending_line(waiting: int) -> str:
    if not waiting:
        return "the search indexes are up to date"
    return f"{waiting} passages not indexed yet: another process (the running app) owns the search indexes and will do it"


def _imprint(article: Draft | Version) -> str:
    """Paper, date, page and section, as far as they are known."""
    day = article.date.isoformat() if article.date else ""
    page = f"page {article.page}" if article.page else ""
    return " ".join(part for part in (article.paper, day, page, article.section) if part)


def _labelled(**values: str) -> Iterator[str]:
    width = max(len(name) for name in values)
    for name, value in values.items():
        if value:
            yield f"{name:>{width}}: {value}"
