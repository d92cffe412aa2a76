"""An article that goes on on another page is one: joined within a file, linked between files."""

from __future__ import annotations

import itertools
from contextlib import closing
from datetime import date

import pytest
from jumping import BRIDGE, LIBRARY, POOL, REST, first_page, fourth_page
from models import open_assistant
from pdf_files import pdf
from printed import articles
from words_on_disk import files_with

from ingest.readers.base import Page
from ingest.readers.epaper_article import read_article
from ingest.readers.options import ReadOptions
from ingest.readers.pdf import Pdf
from rag.archive import Archive, Continuations, page_places
from rag.archive.continuity import next_parts
from rag.schema import Draft, Jump, Request

MARKS = [("（下转第4版）", "（上接第1版）"), ("下转第四版", "上接第一版"), ("（下轉第4版）", "▶上接1版")]
HEADLINE = "白鹭大桥正式通车"


def edition(tmp_path, name="edition.pdf", *pages):
    path = tmp_path / name
    path.write_bytes(pdf(*pages))
    return path


def one_page_a_file(tmp_path, **fourth):
    return edition(tmp_path, "01.pdf", first_page()), edition(tmp_path, "04.pdf", fourth_page(**fourth))


def by_text(archive):
    return {version.text: version for version in archive.newest(20)}


# --- pages of one file ---


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("title", ["大桥通车", ""])
@pytest.mark.parametrize("inline", [True, False])
def test_two_parts_in_a_pdf_are_one_article(tmp_path, marks, title, inline):
    to, from_ = marks
    path = edition(
        tmp_path, "edition.pdf", first_page(to, inline=inline), fourth_page(from_, title=title, inline=inline)
    )
    first, fourth = (item for item in Pdf().read(path, ReadOptions()) if isinstance(item, Page))
    assert [draft.text for draft in first.drafts] == [BRIDGE + REST, POOL]
    assert [draft.text for draft in fourth.drafts] == [LIBRARY]
    assert first.drafts[0].headline == HEADLINE and not first.drafts[0].jumps


def test_its_places_are_on_both_pages(wenda, tmp_path, settings):
    assert wenda("add", edition(tmp_path, "edition.pdf", first_page(), fourth_page()))[0] == 0
    with closing(Archive(settings.data_dir)) as archive:
        bridge = by_text(archive)[BRIDGE + REST]
        start = bridge.text.index("夜间限速")
        cited, other = page_places(archive, bridge, [("text", start, start + 8)])
        assert (cited.page, other.page) == (1, 0)
        assert cited.marks and not other.marks and other.outline
        source = archive.source_text(bridge.source_sha256)
        outlined = [source[place.raw_start : place.raw_end] for place in bridge.paragraphs]
        assert "大桥通车" in outlined  # the title of the second part


def test_a_takedown_blanks_both_parts_and_nothing_between(wenda, tmp_path, settings):
    wenda("add", edition(tmp_path, "edition.pdf", first_page(), fourth_page()))
    article_id = articles(wenda)[HEADLINE]["article_id"]
    assert wenda("takedown", article_id, "--why", "法院要求")[0] == 0
    assert ": 法院要求" in wenda("show", article_id)[2]
    assert files_with(settings.data_dir, "货车须绕行", "白鹭镇", "大桥通车") == set()
    with closing(Archive(settings.data_dir)) as archive:
        texts = by_text(archive)
        assert set(texts) == {POOL, LIBRARY}
        source = archive.source_text(texts[POOL].source_sha256)
        assert "第4版 综合" in source and "第1版 要闻" in source


# --- pages in files of their own ---


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_parts_of_two_files_are_linked_whichever_comes_first(wenda, tmp_path, settings, order):
    files = one_page_a_file(tmp_path, title="")
    for i in order:
        assert wenda("add", files[i])[0] == 0
    with closing(Archive(settings.data_dir)) as archive:
        texts = by_text(archive)
        first, second = texts[BRIDGE], texts[REST]
        assert Continuations(archive).parts(second) == Continuations(archive).parts(first) == [first, second]
        assert Continuations(archive).parts(texts[POOL]) == [texts[POOL]]
        assert (first.headline, second.headline) == (HEADLINE, HEADLINE)
        for part in (first, second):
            source = archive.source_text(part.source_sha256)
            place = part.paragraphs[0]
            assert part.text.startswith(source[place.raw_start : place.raw_end].strip()[:6])
    with closing(open_assistant(settings)) as assistant:
        answer = assistant.ask(Request(question="白鹭大桥夜间限速多少公里？", today=date(2024, 3, 19)))
    assert "四十公里" in answer.text
    assert (answer.citations[0].headline, answer.citations[0].page) == (HEADLINE, "4")


def test_adding_the_files_again_changes_nothing(wenda, tmp_path, settings):
    first, fourth = one_page_a_file(tmp_path, title="")
    for file in (fourth, first, fourth, first):
        wenda("add", file)
    with closing(Archive(settings.data_dir)) as archive:
        texts = by_text(archive)
        assert (texts[BRIDGE].version, texts[REST].version, texts[POOL].version) == (1, 2, 1)
        assert len(Continuations(archive).parts(texts[REST])) == 2


def test_a_page_read_again_without_its_mark_is_linked_no_more(wenda, tmp_path, settings):
    first, fourth = one_page_a_file(tmp_path)
    wenda("add", first)
    wenda("add", fourth)
    wenda("add", edition(tmp_path, "01-corrected.pdf", first_page("（完）")))
    with closing(Archive(settings.data_dir)) as archive:
        second = by_text(archive)[REST]
        assert Continuations(archive).parts(second) == [second]


@pytest.mark.parametrize("named", [BRIDGE, REST], ids=["first", "second"])
def test_removing_or_erasing_a_part_takes_the_whole_article(wenda, tmp_path, settings, named):
    for file in one_page_a_file(tmp_path):
        wenda("add", file)
    with closing(Archive(settings.data_dir)) as archive:
        article_id = by_text(archive)[named].article_id
    assert wenda("remove", article_id)[0] == 0
    with closing(Archive(settings.data_dir)) as archive:
        assert set(by_text(archive)) == {POOL, LIBRARY}


@pytest.mark.parametrize("named", [BRIDGE, REST], ids=["first", "second"])
def test_a_takedown_of_a_part_erases_it_from_both_files(wenda, tmp_path, settings, named):
    for file in one_page_a_file(tmp_path, title=""):
        wenda("add", file)
    with closing(Archive(settings.data_dir)) as archive:
        article_id = by_text(archive)[named].article_id
    assert wenda("takedown", article_id, "--why", "法院要求")[0] == 0
    assert files_with(settings.data_dir, "货车须绕行", "白鹭镇", HEADLINE) == set()
    with closing(Archive(settings.data_dir)) as archive:
        assert set(by_text(archive)) == {POOL, LIBRARY}


# --- what is not linked ---

FIRST = Draft(BRIDGE, HEADLINE, date=date(2024, 3, 18), paper="栖川日报", page="1", jumps=(Jump("to", "4"),))
SECOND = Draft(REST, "", date=date(2024, 3, 18), paper="栖川日报", page="4", jumps=(Jump("from", "1"),))
NEIGHBOUR = Draft(POOL, "市游泳馆今起开放", date=date(2024, 3, 18), paper="栖川日报", page="1")


def changed(draft, **values):
    return Draft(**{name: getattr(draft, name) for name in draft.__dataclass_fields__} | values)


def test_marks_pages_and_words_agree():
    for order in itertools.permutations([FIRST, SECOND, NEIGHBOUR]):
        assert next_parts(order) == {order.index(FIRST): order.index(SECOND)}


@pytest.mark.parametrize(
    "second",
    [
        changed(SECOND, jumps=(Jump("from", "2"),)),  # comes from another page
        changed(SECOND, jumps=(Jump("to", "1"),)),  # leads back
        changed(SECOND, jumps=()),
        changed(SECOND, page="5"),
        changed(SECOND, page=""),
        changed(SECOND, date=date(2024, 3, 19)),
        changed(SECOND, paper="栖川晚报"),
        changed(
            SECOND, text="游泳馆设浅水区和深水区，市民凭身份证购票入场，周一检修。"
        ),  # more like its neighbour
        changed(SECOND, text="Nothing in common."),
    ],
)
def test_a_part_whose_fellow_is_in_doubt_stays_alone(second):
    assert next_parts([FIRST, second, NEIGHBOUR]) == {}


def test_of_two_articles_that_go_on_on_one_page_each_finds_its_own_rest():
    pool = changed(NEIGHBOUR, jumps=(Jump("to", "4"),))
    rest = changed(SECOND, text="游泳馆浅水区水深一米，市民凭身份证购票，周一检修时不开放。")
    assert next_parts([FIRST, pool, rest, SECOND]) == {0: 3, 1: 2}


def test_an_article_on_three_pages_is_followed():
    middle = changed(SECOND, jumps=(Jump("from", "1"), Jump("to", "6")))
    last = changed(SECOND, text="大桥人行道明年建成，货车绕行滨江路。", page="6", jumps=(Jump("from", "4"),))
    assert next_parts([last, FIRST, middle]) == {1: 2, 2: 0}


def test_marks_in_the_text_of_an_e_paper_are_no_words_of_the_article():
    article = read_article(
        f"<title>大桥通车</title><founder-content><p>（上接第1版）{REST}</p><p>（下转第6版）</p></founder-content>",
        "Asia/Shanghai",
    )
    assert article.lines == (REST,)
    assert article.jumps == (Jump("from", "1"), Jump("to", "6"))
