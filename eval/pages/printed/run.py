"""Makes pages, prints them, reads them, and scores what was read."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, TypeVar

from rich.console import Console
from rich.progress import track

from eval.pages.news import Half, Story, stories
from eval.pages.printed import office
from eval.pages.printed.chromium import print_pdf, printer
from eval.pages.printed.design import Design
from eval.pages.printed.designs import TUNE_DESIGNS
from eval.pages.printed.english import english_stories
from eval.pages.printed.held_out import REPORT_DESIGNS
from eval.pages.printed.marks import DesignedPage
from eval.pages.printed.page import make_page
from eval.pages.printed.reading import FileDrafts, read_files
from eval.pages.printed.scan import scan
from eval.pages.score import Score, score_page
from eval.processes import peak_memory

T = TypeVar("T")
Medium = Literal["pdf", "scan"]
DESIGNS: dict[Half, tuple[Design, ...]] = {"tune": TUNE_DESIGNS, "report": REPORT_DESIGNS}


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page and the file that it was printed to."""

    path: Path
    page: DesignedPage


@dataclass(frozen=True, slots=True)
class Result:
    """Figures of a run.

    Attributes:
        scores: of each page, by design.
        problems: what the readers said.
        seconds: of reading, without printing.
        megabytes: the most that this process and those that read had together.
    """

    scores: dict[str, list[Score]]
    problems: list[str]
    seconds: float
    megabytes: float

    @property
    def all_scores(self) -> list[Score]:
        return [score for scores in self.scores.values() for score in scores]


def evaluate(
    corpus: Path, medium: Medium, *, half: Half, seed: int, pages: int, keep: Path | None = None
) -> Result:
    """Score `pages` pages of the designs of one half in turn.

    Args:
        keep: folder for the pages and what was read of each; by default they are removed.
    """
    with _folder(keep) as folder:
        printed = print_pages(stories(corpus, half), medium, half, seed, pages, folder)
        scores: dict[str, list[Score]] = {page.page.design: [] for page in printed}
        problems = [] if office.is_installed() else [office.MISSING]
        seconds = 0.0
        with peak_memory() as peak:
            read = read_files([page.path for page in printed])
            for page, found in zip(printed, _progress(read, pages, "reading"), strict=True):
                score = score_page(page.page.articles, found.drafts, page.page.beside)
                scores[page.page.design].append(score)
                problems += found.problems
                seconds += found.seconds
                if keep:
                    _write_reading(page, found, score)
    return Result(scores, problems, seconds, peak.megabytes)


def print_pages(
    source: Sequence[Story], medium: Medium, half: Half, seed: int, pages: int, folder: Path
) -> list[PrintedPage]:
    """Print pages of one half's designs, in turn, into a folder; the same for the same seed. Without LibreOffice its
    designs are left out."""
    designs = [design for design in DESIGNS[half] if not design.office or office.is_installed()]
    made: list[PrintedPage] = []
    documents: list[Path] = []
    with printer() as browser:
        for number in _progress(range(pages), pages, "printing"):
            design = designs[number % len(designs)]
            rng = random.Random(f"{seed} {design.name} {number // len(designs)}")
            path = folder / f"{number:03}-{design.name.replace(' ', '-')}.pdf"
            if design.office:
                office_page = office.make_office_page(design, source, rng)
                documents.append(path.with_suffix(".fodt"))
                documents[-1].write_text(office_page.document, encoding="utf-8")
                page = office_page.page
            else:
                page = make_page(design, english_stories(half, rng, 40) if design.english else source, rng)
                print_pdf(page, path, browser, english=design.english)
            made.append(PrintedPage(path, page))
    if documents:
        office.print_documents(documents)
    return made if medium == "pdf" else [_scanned(page, seed) for page in _progress(made, pages, "scanning")]


def _scanned(printed: PrintedPage, seed: int) -> PrintedPage:
    picture = printed.path.with_suffix(".jpg")
    scan(printed.path, picture, random.Random(f"{seed} {printed.path.name}"))
    return PrintedPage(picture, printed.page)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with TemporaryDirectory() as folder:
            yield Path(folder)
    else:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep


def _progress(steps: Iterable[T], total: int, what: str) -> Iterator[T]:
    return iter(track(steps, what, total=total, console=Console(stderr=True), transient=True))


def _write_reading(page: PrintedPage, found: FileDrafts, score: Score) -> None:
    """Beside a page's file: its true articles, what was read, and the score, as JSON."""
    drafts = [
        {name: getattr(draft, name) for name in ("headline", "subheadline", "column", "byline", "text")}
        for draft in found.drafts
    ]
    record = {
        "score": asdict(score),
        "problems": found.problems,
        "true": [asdict(truth) for truth in page.page.articles],
        "read": drafts,
    }
    page.path.with_suffix(".json").write_text(
        json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8"
    )
