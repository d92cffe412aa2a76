"""Formats what the commands have done or found: as data for JSON, and as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ingest.account import count_lines, report_data, skipped_lines
from ingest.article_output import imprint, labelled
from ingest.report import ACTIONS, MOST_LISTED, Report, place
from rag.archive import Outcome, WaitingProblem
from rag.schema import Draft
from rag.text.path_names import one_line

if TYPE_CHECKING:
    from ingest.maintenance import RebuildReport
    from ingest.preview import FileRead
    from ingest.readers.base import Columns
    from rag.index import SyncReport


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
    problems = len(report.failures)
    counts = [*count_lines(report), *([f"{problems} problem{'s' * (problems > 1)}"] if problems else [])]
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
    yield from (f"edition: {gap}" for gap in report.gaps[:MOST_LISTED])
    yield from _more(len(report.gaps) - MOST_LISTED)
    yield from report.notes[:MOST_LISTED]
    yield from _more(len(report.notes) - MOST_LISTED)
    for failure in report.failures[:MOST_LISTED]:
        yield f"failed: {failure}"
    yield from _more(len(report.failures) - MOST_LISTED)


def embargo_lines(until: datetime) -> Iterator[str]:
    yield f"not used before {until:%Y-%m-%d %H:%M}: `python -m ingest list --embargoed` lists what waits"


def round_lines(report: Report, now: datetime) -> Iterator[str]:
    """When `watch` took in what, above the account of it."""
    seen = [account.file for account in report.files]
    yield f"{now:%Y-%m-%d %H:%M}  {seen[0] if len(seen) == 1 else f'{len(seen)} files'}"


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
        yield one_line(f"{problem.since:%Y-%m-%d}  {place(problem.file, problem.where)}: {problem.reason}")
    yield "try again: `python -m ingest problems --retry`; give one up: `python -m ingest problems --forget FILE`"


def given_up_lines(problems: int, sources: int) -> Iterator[str]:
    if problems:
        yield f"{problems} problem{'s' * (problems > 1)} given up"
    if sources:
        yield f"{sources} source{'s' * (sources > 1)} of `watch` forgotten"
    if not problems and not sources:
        yield "nothing waits under this name: `python -m ingest problems` lists what does"


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
        yield from labelled(
            column=draft.column,
            headline=draft.headline,
            subheadline=draft.subheadline,
            byline=draft.byline,
            printed=imprint(draft),
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


# --- sync, rebuild ---


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
