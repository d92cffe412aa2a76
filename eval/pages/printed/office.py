"""Pages set by LibreOffice, as small papers and bulletins are: it breaks the lines and balances the columns itself."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.pages.article import Truth
from eval.pages.news import Story
from eval.pages.printed import opendocument
from eval.pages.printed.content import draw_heads, fit, truth_of
from eval.pages.printed.design import Design
from eval.pages.printed.furniture import draw_issue, printed_day
from eval.pages.printed.marks import DesignedPage
from eval.pages.printed.page import grid_of, take
from eval.pages.printed.regions import Grid, divide
from ingest.page.printed import Rect
from rag.schema import WendaError

MISSING = "LibreOffice is missing, its pages are left out: `apt install --no-install-recommends libreoffice-writer`."
_FULL = 0.85  # share of the lines that are filled: LibreOffice breaks some lines earlier than we count
_FEWEST_ROWS = 16  # of an article in a flow
_SECONDS = 300
_HEAD = 34.0  # points of the running head


class OfficeFailed(WendaError):
    """LibreOffice did not print the pages. The message says why."""


@dataclass(frozen=True, slots=True)
class OfficePage:
    """A page as an OpenDocument text, in one XML file, with its truth (it has no marks)."""

    page: DesignedPage
    document: str


@dataclass(slots=True)
class _Content:
    """The articles so far, and their XML."""

    xml: str
    truths: list[Truth]
    beside: list[str]


def is_installed() -> bool:
    """Whether there is LibreOffice."""
    return shutil.which("soffice") is not None


def make_office_page(design: Design, source: Sequence[Story], rng: random.Random) -> OfficePage:
    """One page, with stories drawn from `source`."""
    stories = rng.sample(source, min(len(source), 60))
    width, height = design.size
    body = Rect(design.margin, design.margin + _HEAD, width - design.margin, height - design.margin)
    grid = grid_of(body, rng.choice(design.columns), design)
    content = (_flow if design.office == "flow" else _frames)(grid, design, stories, rng)
    issue = draw_issue(design, rng)
    head = f"{issue.paper}  {printed_day(design, issue)}  第{issue.page}版  {issue.section}"
    document = opendocument.document(design, opendocument.paragraph("Running", head) + content.xml)
    page = DesignedPage(design.name, design.size, (), tuple(content.truths), tuple(content.beside))
    return OfficePage(page, document)


def print_documents(documents: Sequence[Path]) -> None:
    """Print documents to PDF files beside them.

    Raises:
        OfficeFailed
    """
    with TemporaryDirectory() as profile:
        command = [
            "soffice",
            f"-env:UserInstallation={Path(profile).as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        command += ["--outdir", str(documents[0].parent), *map(str, documents)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            raise OfficeFailed(f"LibreOffice did not print the pages: {error}") from error
    if missing := [path.name for path in documents if not path.with_suffix(".pdf").exists()]:
        raise OfficeFailed(f"LibreOffice did not print {', '.join(missing)}.")


def _frames(grid: Grid, design: Design, stories: list[Story], rng: random.Random) -> _Content:
    """Each article in a frame at its place, its text in columns below its headline."""
    made = _Content("", [], [])
    for region in divide(grid, design, rng).regions:
        box, columns = grid.rect(region.cells), region.cells.columns
        story = take(stories, columns * region.cells.rows * grid.width / design.body * 0.7)
        heads = draw_heads(story, design, rng)
        inner = box.right - box.left - 2 * opendocument.PADDING
        title = opendocument.title(heads, inner, design)
        rows = int((box.bottom - box.top - title.height - 2 * opendocument.PADDING) / design.leading) - 1
        width = (inner + grid.gutter) / columns - grid.gutter
        paragraphs = fit(story, heads, design, width / design.body - 0.5, int(rows * columns * _FULL), rng)
        if not paragraphs:
            continue
        text = opendocument.section(f"s{len(made.truths)}", columns, opendocument.running_text(paragraphs))
        made.xml += opendocument.frame(box, title.xml + text, boxed=rng.random() < design.boxed)
        made.truths.append(truth_of(heads, paragraphs))
        made.beside.append(heads.byline)
    made.xml = f'<text:p text:style-name="Byline">{made.xml}</text:p>'
    return made


def _flow(grid: Grid, design: Design, stories: list[Story], rng: random.Random) -> _Content:
    """All articles one after the other in the columns of the page, each headline as wide as a column."""
    made = _Content("", [], [])
    left = int(grid.columns * grid.rows * _FULL)
    while left > _FEWEST_ROWS and stories:
        story = stories.pop()
        heads = draw_heads(story, design, rng)
        title = opendocument.title(heads, grid.width, design)
        above = round(title.height / design.leading) + 1
        rows = min(left - above, rng.randint(18, 60))
        paragraphs = fit(story, heads, design, grid.width / design.body - 0.5, rows, rng)
        if not paragraphs:
            break
        left -= above + sum(len(paragraph.lines) + paragraph.crosshead for paragraph in paragraphs)
        made.xml += title.xml + opendocument.running_text(paragraphs)
        made.truths.append(truth_of(heads, paragraphs))
        made.beside.append(heads.byline)
    made.xml = opendocument.section("flow", grid.columns, made.xml)
    return made
