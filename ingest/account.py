"""The account of an ingest that adds up: what became of every file, by format, as a table and as a page with plots."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from rich.console import Console
from rich.table import Table

from ingest.report import ACTIONS, FileAccount, Report
from rag.archive.write_article import Action
from rag.text.path_names import one_line

MOST_BARS = 120  # days of a plot; more are put together by month
MOST_LINES = 2000  # failures that the page lists
UNKNOWN = "unknown format"

_WORDS: dict[Action, str] = {
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


@dataclass(frozen=True, slots=True)
class FormatRow:
    """What became of the files of one format; `seen` is the sum of the three after it."""

    format: str
    seen: int
    read: int
    skipped: int
    failed: int
    pages: int
    articles: int
    problems: int


def rows(report: Report) -> list[FormatRow]:
    """A row for each format, the most files first; and one for all of them, if there are several."""
    by_format: dict[str, list[FileAccount]] = {}
    for account in report.files:
        by_format.setdefault(account.format or UNKNOWN, []).append(account)
    ordered = sorted(by_format.items(), key=lambda item: -len(item[1]))
    each = [_row(name, accounts) for name, accounts in ordered]
    return [*each, _row("all", report.files)] if len(each) > 1 else each


def _row(name: str, accounts: Iterable[FileAccount]) -> FormatRow:
    accounts = list(accounts)
    states = Counter(account.status for account in accounts)
    return FormatRow(
        name,
        len(accounts),
        states["read"],
        states["skipped"],
        states["failed"],
        sum(account.pages for account in accounts),
        sum(account.articles for account in accounts),
        sum(len(account.failures) for account in accounts),
    )


def print_table(report: Report, console: Console) -> None:
    """Print the account as a table; nothing for a single file, of which the other lines say all."""
    if len(report.files) < 2:
        return
    drawn = Table(title=None, box=None, pad_edge=False)
    drawn.add_column("format")
    for name in ("files", "read", "skipped", "failed", "pages", "articles", "problems"):
        drawn.add_column(name, justify="right")
    for row in rows(report):
        numbers = (row.seen, row.read, row.skipped, row.failed, row.pages, row.articles, row.problems)
        drawn.add_row(row.format, *(str(n) if n else "·" for n in numbers))
    console.print(drawn)


def count_lines(report: Report) -> Iterator[str]:
    """How many articles were added, replaced and so on: `3 added`."""
    return (f"{report.counts[action]} {_WORDS[action]}" for action in ACTIONS if report.counts[action])


def skipped_lines(report: Report) -> Iterator[str]:
    """What was passed over and why, put together by kind of file: `skipped: 3 files (.css 2, .ico 1): …`."""
    reasons: dict[str, list[str]] = {}
    for account in report.files:
        if account.skipped:
            reasons.setdefault(account.skipped, []).append(account.file)
    for reason, files in reasons.items():
        if len(files) == 1:
            yield one_line(f"skipped: {files[0]}: {reason}")
        else:
            kinds = Counter(one_line(Path(file).suffix.lower()) or "no suffix" for file in files)
            counts = ", ".join(f"{kind} {n}" for kind, n in kinds.most_common())
            yield f"skipped: {len(files)} files ({counts}): {reason}"


# --- as a page ---


def write_page(report: Report, path: Path, now: datetime) -> None:
    """Write the account as one HTML file, with plots of articles by day and of files by format.

    Raises:
        OSError
    """
    environment = Environment(
        loader=PackageLoader("ingest", "templates"), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("account.html").render(
        now=now,
        rows=rows(report),
        counts=list(count_lines(report)),
        bars=_bars(report.days),
        problems=Counter(_kind(failure.reason) for failure in report.failures).most_common(12),
        failures=report.failures[:MOST_LINES],
        more_failures=max(0, len(report.failures) - MOST_LINES),
        skipped=list(skipped_lines(report)),
        gaps=report.gaps,
        notes=report.notes,
        files=report.files,
    )
    path.write_text(page, "utf-8")


def _bars(days: Counter[date]) -> list[tuple[str, int]]:
    """Articles by day, without gaps; by month, if that is too many days."""
    if not days:
        return []
    first, last = min(days), max(days)
    if (last - first).days < MOST_BARS:
        span = range(first.toordinal(), last.toordinal() + 1)
        return [(day.isoformat(), days[day]) for day in map(date.fromordinal, span)]
    months: Counter[int] = Counter()
    for day, n in days.items():
        months[day.year * 12 + day.month - 1] += n
    return [(f"{m // 12}-{m % 12 + 1:02}", months[m]) for m in range(min(months), max(months) + 1)]


def _kind(reason: str) -> str:
    """The beginning of a reason, which names its kind; what follows are particulars."""
    return re.split(r"[:(]|\. ", reason, maxsplit=1)[0].strip()


def report_data(report: Report) -> dict[str, Any]:
    """The account as data for JSON."""
    return {
        "files": [
            {
                "file": account.file,
                "format": account.format,
                "status": account.status,
                "pages": account.pages,
                "articles": account.articles,
                "skipped": account.skipped,
                "failures": len(account.failures),
            }
            for account in report.files
        ],
        "missing": [str(gap) for gap in report.gaps],
    }
