"""Pages of every tune design are printed as their truth says: no character more, less or elsewhere."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from eval.pages.news import Story
from eval.pages.printed import office
from eval.pages.printed.chromium import CHROMIUM, print_pdf, printer
from eval.pages.printed.design import Design
from eval.pages.printed.designs import TUNE_DESIGNS
from eval.pages.printed.english import english_stories
from eval.pages.printed.marks import DesignedPage, TextLine
from eval.pages.printed.page import make_page
from eval.pages.score import score_page
from rag.schema import Draft

pytestmark = pytest.mark.skipif(
    not Path(CHROMIUM).exists(), reason=f"{CHROMIUM} is missing: `apt install chromium`"
)

EXACT = [design for design in TUNE_DESIGNS if not design.office]  # every line at a place of our choice
OFFICE = [design for design in TUNE_DESIGNS if design.office]

_PLACES = "白鹭大桥 城南小学 市图书馆 柳渡街道 竹溪茶园 人民医院 体育公园 老城菜场 气象台 公交集团 文化馆 水务公司".split()
_ACTS = (
    "{}今天上午举行了启用仪式，现场来了约{}名市民。",
    "据介绍，{}的改造历时{}个月，新增了无障碍通道和休息区。",
    "“方便多了！”家住附近的王女士说，她每周要去{}{}次。",
    "下一步，{}还将延长开放时间，并增设{}个志愿服务岗。",
    "{}负责人表示，全年接待量预计增长{}%，创下新高。",
    "记者在现场看到，{}门前的道路已经拓宽到{}米。",
)


def _stories(rng: random.Random) -> list[Story]:
    """Invented stories of 300 to 800 characters."""
    return [
        Story(
            f"{place}{deed}",
            tuple(rng.choice(_ACTS).format(place, rng.randint(2, 99)) for _ in range(rng.randint(12, 30))),
        )
        for place in _PLACES
        for deed in ("正式启用", "迎来首批访客", "改造提升工程完工 居民点赞", "将于下月对外开放")
    ]


def _print_all(folder: Path) -> dict[str, tuple[DesignedPage, pdfium.PdfPage]]:
    pages = {}
    with printer() as browser:
        for design in EXACT:
            rng = random.Random(design.name)
            stories = english_stories("tune", rng, 40) if design.english else _stories(rng)
            page = make_page(design, stories, rng)
            print_pdf(page, folder / f"{design.name}.pdf", browser, english=design.english)
            pages[design.name] = (page, pdfium.PdfDocument(folder / f"{design.name}.pdf")[0])
    return pages


@pytest.fixture(scope="module")
def printed(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, tuple[DesignedPage, pdfium.PdfPage]]]:
    folder = tmp_path_factory.mktemp("printed")
    with ThreadPoolExecutor(1) as thread:  # the browser tests may have another Playwright in this one
        pages = thread.submit(_print_all, folder).result()
    yield pages


def _bare(text: str) -> str:
    """Without spaces and variants of a character, of which fonts have one picture; PDFium marks hyphens at line ends."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\ufffe", "-").replace("\x02", "-").split())


DESIGNS = [design.name for design in EXACT]


@pytest.mark.parametrize("design", DESIGNS)
def test_a_page_has_exactly_the_characters_of_its_lines(design, printed):
    page, pdf = printed[design]
    lines = [mark for mark in page.marks if isinstance(mark, TextLine)]
    once = Counter("".join(_bare(line.text) for line in lines))
    doubled = once + Counter("".join(_bare(line.text) for line in lines if line.doubled))
    found = Counter(_bare(pdf.get_textpage().get_text_range()))
    assert once <= found <= doubled, (once - found, found - doubled)


@pytest.mark.parametrize("design", DESIGNS)
def test_the_lines_of_an_article_make_up_its_true_fields(design, printed):
    page, _ = printed[design]
    assert page.articles
    for number, truth in enumerate(page.articles):
        for role in ("headline", "subheadline", "text"):
            lines = [
                m.text
                for m in page.marks
                if isinstance(m, TextLine) and (m.article, m.role) == (number, role)
            ]
            assert Counter(_bare("".join(lines)).replace("-", "")) == Counter(
                _bare(getattr(truth, role)).replace("-", "")
            )


@pytest.mark.parametrize("design", DESIGNS)
def test_every_line_stands_in_its_place(design, printed):
    page, pdf = printed[design]
    text, height = pdf.get_textpage(), page.size[1]
    for line in (mark for mark in page.marks if isinstance(mark, TextLine) and not mark.doubled):
        box = line.box
        found = text.get_text_bounded(
            box.left - 2, height - box.bottom - 1, box.right + 2, height - box.top + 1
        )
        missing = Counter(_bare(line.text)) - Counter(_bare(found))
        assert not missing, (line.text, found)


@pytest.mark.parametrize("design", DESIGNS)
def test_no_two_lines_overlap(design, printed):
    page, _ = printed[design]
    boxes = [
        m.box
        for m in page.marks
        if isinstance(m, TextLine) and m.role in ("text", "headline", "byline", "caption")
    ]
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            across = min(a.right, b.right) - max(a.left, b.left)
            down = min(a.bottom, b.bottom) - max(a.top, b.top)
            assert across < 1 or down < 1, (a, b)


@pytest.mark.skipif(
    not office.is_installed(), reason="LibreOffice is missing: `apt install libreoffice-writer`"
)
@pytest.mark.parametrize("design", OFFICE, ids=lambda design: design.name)
def test_libreoffice_prints_all_of_every_article(design: Design, tmp_path: Path):
    made = office.make_office_page(design, _stories(random.Random(1)), random.Random(2))
    document = tmp_path / "page.fodt"
    document.write_text(made.document, encoding="utf-8")
    office.print_documents([document])
    found = Counter(_bare(pdfium.PdfDocument(tmp_path / "page.pdf")[0].get_textpage().get_text_range()))
    true = Counter(
        _bare(
            "".join(article.headline + article.subheadline + article.text for article in made.page.articles)
        )
    )
    assert (
        made.page.articles and (true - found).total() <= 0.002 * true.total()
    )  # PDFium misses a comma here and there


def test_a_page_is_the_same_for_the_same_seed():
    first, second = (make_page(EXACT[0], _stories(random.Random(1)), random.Random(7)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("design", EXACT, ids=lambda design: design.name)
def test_a_perfect_reading_has_a_perfect_score(design: Design):
    rng = random.Random(3)
    page = make_page(design, english_stories("tune", rng, 40) if design.english else _stories(rng), rng)
    drafts = [Draft(text=truth.text, headline=truth.headline, byline=truth.byline) for truth in page.articles]
    score = score_page(page.articles, drafts, page.beside)
    assert score.found == score.predicted == score.true == score.headline == score.byline > 0
    assert (score.merged, score.pairs_right, score.pairs_foreign) == (0, score.pairs, 0)
