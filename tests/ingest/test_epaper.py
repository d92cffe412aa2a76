"""A saved e-paper page is read with its articles, their places on the page's picture, and nothing twice."""

from contextlib import suppress
from datetime import date
from io import BytesIO

import pytest
from epapers import BRIDGE, POOL, SCHOOL, cloud_site, founder_site, people_site, picture, write
from PIL import Image

from ingest.readers.base import FileUnreadable, Page, Problem
from ingest.readers.epaper import PICTURE, EPaper
from ingest.readers.files import find_files
from ingest.readers.options import ReadOptions
from rag.archive.layout import Layout
from rag.archive.source_file import LAYOUT, TEXT


def read(path, **given):
    """The source file, the page and the problems of a page's file."""
    file, page, *problems = EPaper().read(path, ReadOptions(**given))
    assert isinstance(page, Page) and all(isinstance(problem, Problem) for problem in problems)
    return file, page, problems


def test_a_founder_page_has_its_articles_with_all_fields(tmp_path):
    _, page, _ = read(founder_site(tmp_path))
    bridge, pool = page.drafts
    assert bridge.headline == "白鹭大桥 正式通车"
    assert bridge.subheadline == "历时三年 全长一点二公里 东西两岸八分钟可达"
    assert bridge.text == "\n".join(BRIDGE) and pool.text == "\n".join(POOL)
    assert bridge.byline == "林小舟"
    fields = (date(2024, 11, 8), "栖川日报", "A02", "要闻")
    assert all((d.date, d.paper, d.page, d.section) == fields for d in page.drafts)


def test_captions_and_articles_without_text_are_left_over(tmp_path):
    _, page, _ = read(founder_site(tmp_path))
    assert page.leftover == ("通车现场。", "广告")


def test_a_missing_article_is_a_problem_with_its_name_and_headline(tmp_path):
    _, _, [problem] = read(founder_site(tmp_path))
    assert problem.where == "content_401864.htm" and "明日天气" in problem.reason


def test_fields_and_areas_are_in_the_kept_text(tmp_path):
    file, page, _ = read(founder_site(tmp_path))
    kept = file.beside[TEXT].decode(file.encoding)
    for draft in page.drafts:
        for place in draft.paragraphs:
            printed = getattr(draft, place.field)[place.start : place.end]
            assert kept[place.raw_start : place.raw_end] == printed
    layout = Layout.from_json(file.beside[LAYOUT])
    [outline] = layout.outline([(p.raw_start, p.raw_end) for p in page.drafts[0].paragraphs])
    assert (outline.left, outline.top) == (round(5 / 700, 5), 0.072)
    assert (outline.right, outline.bottom) == (round(228 / 700, 5), 0.207)
    assert layout.pictures == (PICTURE,)


def test_a_site_with_folders_for_pages_articles_and_pictures(tmp_path):
    file, page, problems = read(cloud_site(tmp_path))
    [draft] = page.drafts
    assert problems == []
    assert (draft.headline, draft.subheadline) == ("游泳馆重新开放", "便民服务 票价不变")
    assert draft.text == "\n".join(POOL)
    assert draft.byline == "苏小满 周宁"
    assert (draft.date, draft.page, draft.section, draft.paper) == (
        date(2024, 11, 8),
        "3",
        "民生",
        "栖川晚报",
    )
    assert draft.url == "http://epaper.example.cn/pc/content/202411/08/content_77.html"
    [area] = Layout.from_json(file.beside[LAYOUT]).areas
    assert (area.box.left, area.box.top, area.box.right, area.box.bottom) == (0.1, 0.1, 0.5, 0.5)


def test_two_areas_of_one_article_are_one_box(tmp_path):
    file, page, _ = read(people_site(tmp_path))
    [draft] = page.drafts
    assert (draft.headline, draft.text, draft.byline) == ("北岸小学增开两个班", SCHOOL[0], "田野")
    assert (draft.date, draft.page, draft.section) == (date(2024, 11, 8), "1", "头版")
    [area] = Layout.from_json(file.beside[LAYOUT]).areas
    assert (area.box.top, area.box.bottom) == (0.02, 0.18)


def test_options_override_what_the_page_says(tmp_path):
    _, page, _ = read(people_site(tmp_path), date=date(2024, 11, 9), paper="栖川商报", page="B1")
    assert [(d.date, d.paper, d.page) for d in page.drafts] == [(date(2024, 11, 9), "栖川商报", "B1")]


def test_the_kept_picture_has_at_most_two_thousand_pixels_a_side(tmp_path):
    node = people_site(tmp_path)
    picture(tmp_path, "p1.jpg", 1400, 2500)
    file, _, _ = read(node)
    assert Image.open(BytesIO(file.beside[PICTURE])).size == (1120, 2000)


@pytest.mark.parametrize("data", [None, b"", b"GIF89a", b"\xff\xd8\xff\xe0broken"])
def test_a_page_without_its_picture_is_read_and_said_to_lack_it(tmp_path, data):
    node = people_site(tmp_path)
    (tmp_path / "p1.jpg").unlink()
    if data is not None:
        (tmp_path / "p1.jpg").write_bytes(data)
    file, page, [problem] = read(node)
    assert len(page.drafts) == 1 and LAYOUT not in file.beside
    assert problem.where == "p1.jpg"


@pytest.mark.parametrize("site", [founder_site, cloud_site, people_site])
def test_articles_of_a_page_are_not_read_a_second_time(tmp_path, site):
    node = site(tmp_path)
    files = find_files([tmp_path], "")
    assert [f.path for f in files if f.format == "epaper" and not f.skipped] == [node]
    articles = [f for f in files if f.path.name.startswith(("content_", "nw."))]
    assert articles and all(f.skipped == f"read with {node.name}" for f in articles)


def test_an_article_that_no_page_links_is_read_by_itself(tmp_path):
    node = founder_site(tmp_path)
    node.unlink()
    path = node.parent / "content_401862.htm"
    [found] = find_files([path], "")
    assert (found.format, found.skipped) == ("epaper", "")
    file, article = EPaper().read(path, ReadOptions(date=date(2024, 11, 8)))
    draft = article.draft
    assert (draft.headline, draft.text, draft.date) == (
        "白鹭大桥 正式通车",
        "\n".join(BRIDGE),
        date(2024, 11, 8),
    )
    assert draft.source_id.startswith("content_401862.htm#")
    decoded = file.data.decode(file.encoding)
    texts = [decoded[p.raw_start : p.raw_end] for p in draft.paragraphs if p.field == "text"]
    assert texts == list(BRIDGE)


def test_files_outside_the_site_are_never_read(tmp_path):
    outside = write(
        tmp_path,
        "content_9.htm",
        "<founder-title>秘密</founder-title><founder-content>秘密。</founder-content>",
    )
    node = write(
        tmp_path / "site",
        "node_2.htm",
        f'<html><map><area href="../content_9.htm" coords="0,0,1,1"><area href="file://{outside}">'
        '<area href="content_1.htm" coords="x"></map><img usemap="#m" src="../../../../etc/passwd"></html>',
    )
    (tmp_path / "site" / "content_1.htm").symlink_to(outside)
    _, page, problems = read(node)
    assert page.drafts == ()
    assert {p.where for p in problems} >= {"../content_9.htm", "content_1.htm"}


def test_a_page_that_is_no_epaper_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(FileUnreadable, match="--as web"):
        list(EPaper().read(write(tmp_path, "a.html", "<html><p>x</p></html>"), ReadOptions()))


def test_articles_of_a_map_are_known_by_the_map_whatever_they_are_called(tmp_path):
    node = people_site(tmp_path)
    article = tmp_path / "nw.D110000qcrb_20241108_1-01.htm"
    article.rename(tmp_path / "4711.html")
    node.write_text(node.read_text("utf-8").replace(article.name, "4711.html"), encoding="utf-8")
    assert [draft.headline for draft in read(node)[1].drafts] == ["北岸小学增开两个班"]
    files = {file.path.name: file.skipped for file in find_files([tmp_path], "")}
    assert files["4711.html"] == f"read with {node.name}"


def test_a_folder_of_a_site_is_added_once_and_again_without_change(archive, add, tmp_path):
    site = tmp_path / "site"
    founder_site(site)
    first, second = add(site), add(site)
    assert first.counts == {"added": 2} and second.counts == {"skipped": 2}
    statuses = {file.file.rpartition("/")[2]: file.status for file in first.files}
    assert statuses == {
        "node_188.htm": "read",
        "content_401862.htm": "skipped",
        "content_401863.htm": "skipped",
        "content_401865.htm": "skipped",
        "p.jpg": "skipped",
    }
    assert "content_401864.htm" in str(first.failures[0])


@pytest.mark.parametrize(
    "html",
    [
        "<html><map>" + '<area href="content_1.htm" coords="1,1,2,2">' * 50_000,
        "<html><map><area " * 100_000,
        '<html><map><area href="content_1.htm" coords="' + "9" * 500_000,
        '<html><a href="content_1.htm">' * 20_000,
        "<html><!--enpproperty" * 50_000 + '<area href="content_1.htm">',
        "<html><img usemap=x width=99999999999999999999><map><area href='content_1.htm' coords='-9,nan,9e9,9'>",
    ],
    ids=("areas", "unclosed areas", "coordinates", "links", "comments", "numbers"),
)
def test_hostile_pages_are_read_soon(tmp_path, html):
    with suppress(FileUnreadable):
        read(write(tmp_path, "node_2.htm", html))
    find_files([write(tmp_path, "content_1.htm", "<founder-title>x</founder-title>")], "")
