"""Gaps in a paper's editions: pages between two others, days without an edition, editions much shorter than usual."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from rag.archive import Archive, Catalogue

USUAL_WEEKS = 8  # a weekday has an edition if most of so many of its last ones had
USUAL_EDITIONS = 10  # the usual length is the median of so many editions before and after
SHORT = 0.5  # of the usual length

_PAGE = re.compile(r"([A-Za-z]*)0*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing of a paper on one day.

    Attributes:
        pages: numbers of missing pages; empty if the whole edition is missing or only short.
        found, usual: number of pages that are there, and that the paper usually has.
    """

    paper: str
    day: date
    pages: tuple[str, ...] = ()
    found: int = 0
    usual: float = 0.0

    def __str__(self) -> str:
        what = f"{self.paper} of {self.day}".strip()
        if not self.found:
            return f"{what}: no edition, though it usually appears on a {self.day:%A}"
        if self.pages:
            return f"{what}: page{'s' * (len(self.pages) > 1)} {', '.join(self.pages)} missing"
        return f"{what}: only {self.found} of the usual {self.usual:.0f} pages"


def find_gaps(archive: Archive, days: Iterable[date]) -> list[Gap]:
    """What is missing around the given days, of each paper that appears in numbered pages."""
    wanted = set(days)
    if not wanted:
        return []
    found: list[Gap] = []
    for paper, editions in _editions(archive).items():
        if touched := wanted & editions.keys():
            found += _incomplete_editions(paper, editions, touched)
            found += _missing_days(paper, editions, min(touched), max(touched))
    return sorted(found, key=lambda gap: (gap.paper, gap.day))


def _editions(archive: Archive) -> dict[str, dict[date, set[str]]]:
    """The pages of each paper by day."""
    papers: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for paper, day, page in Catalogue(archive).pages():
        papers[paper][day].add(page)
    return papers


def _incomplete_editions(
    paper: str, editions: Mapping[date, set[str]], days: Iterable[date]
) -> Iterator[Gap]:
    """Editions with a gap in their page numbers, or much shorter than those around them."""
    in_order = sorted(editions)
    for day in days:
        pages = editions[day]
        at = in_order.index(day)
        around = in_order[max(0, at - USUAL_EDITIONS) : at] + in_order[at + 1 : at + 1 + USUAL_EDITIONS]
        usual = median(len(editions[other]) for other in around) if around else 0.0
        missing = tuple(_between(pages))
        if missing or len(pages) < SHORT * usual:
            yield Gap(paper, day, missing, len(pages), usual)


def _between(pages: Iterable[str]) -> Iterator[str]:
    """The numbers that are missing from 1 to the last page, of each section (A, B …)."""
    sections: dict[str, set[int]] = defaultdict(set)
    for page in pages:
        if match := _PAGE.fullmatch(page):
            sections[match[1]].add(int(match[2]))
    for section, numbers in sorted(sections.items()):
        yield from (f"{section}{n}" for n in range(1, max(numbers)) if n not in numbers)


def _missing_days(paper: str, editions: Mapping[date, set[str]], first: date, last: date) -> Iterator[Gap]:
    """Days without an edition from `first` to `last` whose weekday usually has one."""
    for n in range((last - first).days + 1):
        day = first + timedelta(n)
        weeks = [day + timedelta(weeks=w) for w in range(-USUAL_WEEKS, USUAL_WEEKS + 1) if w]
        inside = [week for week in weeks if min(editions) <= week <= max(editions)]
        if day not in editions and 2 * sum(week in editions for week in inside) > max(len(inside), 3):
            yield Gap(paper, day)
