"""Adding pages: a page has one reading, whatever its file is called and however often it is read."""

from datetime import date

import pytest
from printed import PAGE, POOL, UNDATED_PAGE, counts, no_model, page

from ingest import writing


def test_a_page_is_added_with_its_articles(add, archive, tmp_path):
    assert counts(add(page(tmp_path))) == {"added": 1}
    [version] = archive.newest(9)
    assert (version.headline, version.date, version.page) == ("急救站点今年增设一个", date(2024, 3, 18), "2")
    assert version.text.startswith("本报讯（记者 叶青禾）记者昨日从市急救中心获悉")


def test_a_page_read_again_with_another_date_makes_new_versions_not_doubles(add, archive, tmp_path):
    add(page(tmp_path))
    [first] = archive.newest(9)
    report = add(page(tmp_path), date=date(2024, 3, 19))
    [second] = archive.newest(9)
    assert counts(report) == {"replaced": 1}
    assert (second.article_id, second.version, second.date) == (first.article_id, 2, date(2024, 3, 19))


def test_options_of_an_earlier_run_on_a_page_are_reused(add, archive, tmp_path):
    path = page(tmp_path, UNDATED_PAGE)
    add(path, date=date(2024, 3, 19), paper="永康日报", page="A02")
    assert counts(add(path, load=no_model)) == {"skipped": 1}
    [version] = archive.newest(9)
    assert (version.date, version.paper, version.page) == (date(2024, 3, 19), "永康日报", "A02")


def test_a_better_reading_of_a_page_replaces_the_earlier_one(add, archive, tmp_path):
    add(page(tmp_path))
    report = add(page(tmp_path, PAGE.replace("一辆", "两辆"), name="again.txt"))
    assert counts(report) == {"replaced": 1}
    assert "急救车两辆" in archive.newest(9)[0].text


def test_another_page_under_the_same_number_replaces_nothing(add, archive, tmp_path):
    add(page(tmp_path))
    other = PAGE.split("急救站点")[0] + "游泳馆今起对外开放\n\n" + POOL * 3 + "\n"
    report = add(page(tmp_path, other, name="other.txt"))
    assert "page reused" in report.failures[0].reason
    assert [v.headline for v in archive.newest(9)] == ["急救站点今年增设一个"]
    assert report.exit_code == 1


def test_two_files_of_one_run_cannot_be_the_same_page(add, archive, tmp_path):
    report = add(page(tmp_path), page(tmp_path, PAGE.replace("一辆", "两辆"), name="second.txt"))
    assert counts(report) == {"added": 1}
    assert "another file of this run" in report.failures[0].reason


def test_one_page_number_is_not_given_to_many_pages(add, tmp_path):
    with pytest.raises(writing.DuplicatePage):
        add(page(tmp_path), page(tmp_path, name="second.txt"), page="2")


def test_a_gb18030_page_keeps_its_printed_lines(add, archive, tmp_path):
    add(page(tmp_path, encoding="gb18030"))
    [version] = archive.newest(9)
    raw = archive.source_text(version.source_sha256)
    printed = "".join(
        "".join(raw[p.raw_start : p.raw_end].split()) for p in version.paragraphs if p.field == "text"
    )
    assert printed == "".join(version.text.split())


def test_a_page_without_a_date_says_so(add, tmp_path):
    report = add(page(tmp_path, UNDATED_PAGE))
    assert any("--date" in note for note in report.notes)


def test_a_notice_on_each_page_of_one_file_stays_on_its_page(add, archive, tmp_path):
    pages = [PAGE, PAGE.replace("02 民生", "04 民生"), PAGE.replace("18日 星期一", "19日 星期二")]
    path = page(tmp_path, "\f".join(pages))
    assert counts(add(path)) == {"added": 3}
    found = {(version.date.day, version.page) for version in archive.newest(9)}
    assert found == {(18, "2"), (18, "4"), (19, "2")}
    assert counts(add(path, load=no_model)) == {"skipped": 3}
