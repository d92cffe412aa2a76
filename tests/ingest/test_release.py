"""A press release as plain text is one article, however it numbers its parts; a page of a newspaper is a page."""

import json
from datetime import date
from pathlib import Path

import pytest
from printed import PAGE, UNDATED_PAGE

from ingest.page import split_page
from ingest.readers.base import FileUnreadable
from ingest.readers.options import ReadOptions
from ingest.readers.registry import reader_named, reader_of
from ingest.readers.release import Release, is_one_article

SAMPLE = Path(__file__).parents[2] / "ingest" / "sample"
LEAD = "为解决老年人吃饭难，栖川市民政局说，柳荫街老年食堂5月30日开张，每天供应中饭和晚饭。"
PARTS = (
    "一、食堂规模\n\n　　食堂面积二百二十平方米，可以同时坐八十人，厨房有六名厨师。\n\n"
    "二、补贴办法\n\n　　八十岁以上老人每餐补贴五元，老人凭身份证到社区办卡，当天可用。"
)
RELEASE = (
    f"栖川市民政局新闻通稿\n\n柳荫街老年食堂月底开张\n\n2026年5月12日\n\n　　{LEAD}\n\n{PARTS}\n\n"
    "联系人：方知远\n电话：0570-5550188\n"
)
ENGLISH = """FOR IMMEDIATE RELEASE

Riverside canteen opens its doors to seniors
Subsidy covers half of every lunch, city says

QICHUAN, May 12, 2026 — The city opened a canteen for seniors on Willow
Street on Monday, offering lunch and dinner every day at reduced prices.
A lunch costs twelve yuan, of which the city pays six.

Residents who are older than eighty get a larger subsidy, and can apply
for it at the community office with their identity card.

###
"""


def write(tmp_path, text, name="press.txt", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def read(path, **given):
    _, *items = Release().read(path, ReadOptions(**given))
    [item] = items
    return item.draft


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_release_is_one_article_with_all_its_parts(tmp_path, encoding, end):
    path = write(tmp_path, RELEASE.replace("\n", end), encoding=encoding)
    assert isinstance(reader_of(path), Release)
    draft = read(path)
    assert (draft.headline, draft.column) == ("柳荫街老年食堂月底开张", "栖川市民政局新闻通稿")
    assert draft.date == date(2026, 5, 12)
    assert draft.text.split("\n")[:2] == [LEAD, "一、食堂规模"]
    assert "二、补贴办法\n八十岁以上老人每餐补贴五元" in draft.text
    assert draft.source_id.startswith("press.txt#")


def test_raw_places_are_where_the_words_are_in_the_file(tmp_path):
    path = write(tmp_path, RELEASE)
    file, item = Release().read(path, ReadOptions())
    decoded = file.data.decode(file.encoding)
    for place in item.draft.paragraphs:
        printed = decoded[place.raw_start : place.raw_end]
        assert getattr(item.draft, place.field)[place.start : place.end] == printed


def test_a_release_read_as_a_page_is_not_cut_at_its_numbered_parts():
    [draft] = split_page(RELEASE).articles
    assert draft.headline == "柳荫街老年食堂月底开张"
    assert "一、食堂规模\n" in draft.text and "二、补贴办法\n" in draft.text


def test_an_english_release_is_joined_from_its_wrapped_lines(tmp_path):
    path = write(tmp_path, ENGLISH)
    assert isinstance(reader_of(path), Release)
    draft = read(path)
    assert draft.headline == "Riverside canteen opens its doors to seniors"
    assert draft.subheadline == "Subsidy covers half of every lunch, city says"
    assert draft.date == date(2026, 5, 12)
    assert "for seniors on Willow Street on Monday" in draft.text
    assert len(draft.text.split("\n")) == 2


@pytest.mark.parametrize(
    ("below", "byline", "day"),
    [
        ("记者 叶青禾\n" + LEAD, "叶青禾", None),
        ("发布时间：2026-05-12 08:30 来源：栖川市民政局 作者：叶青禾\n" + LEAD, "叶青禾", date(2026, 5, 12)),
        (f"栖川日报讯（记者 叶青禾）{LEAD}", "叶青禾", None),
        (f"{LEAD}\n（通讯员 方知远）", "方知远", None),
        (f"{LEAD}\n栖川市民政局\n2026年5月12日", "", date(2026, 5, 12)),
        (f"时间：2026年5月30日\n地点：柳荫街12号\n{LEAD}", "", None),
    ],
)
def test_byline_and_date_are_those_that_the_article_gives_as_its_own(tmp_path, below, byline, day):
    draft = read(write(tmp_path, f"柳荫街老年食堂月底开张\n{below}\n"))
    assert (draft.headline, draft.byline, draft.date) == ("柳荫街老年食堂月底开张", byline, day)


@pytest.mark.parametrize(
    "head",
    [
        "发件人: 柳明 <a@example.org>\n发送时间: 2024年3月18日 8:15\n收件人: 编辑部\n主题: 转发: 白鹭大桥今日通车",
        "From: Liu Ming\nSent: Monday, March 18, 2024 8:15 AM\nTo: Desk\nSubject: 白鹭大桥今日通车",
    ],
)
def test_the_head_of_a_mail_saved_as_text_gives_headline_and_date(tmp_path, head):
    path = tmp_path / "made.txt"
    path.write_text(
        f"{head}\n\n白鹭大桥今日上午建成通车，全长六百米，双向四车道。\n市民可免费通行。\n", encoding="utf-8"
    )
    draft = read(path)
    assert (draft.headline, str(draft.date)) == ("白鹭大桥今日通车", "2024-03-18")
    assert draft.text.startswith("白鹭大桥今日上午")


def test_options_and_the_files_name_give_the_date_that_the_text_does_not(tmp_path):
    text = f"柳荫街老年食堂月底开张\n{LEAD}\n"
    assert read(write(tmp_path, text, name="2026-05-12.txt")).date == date(2026, 5, 12)
    assert read(write(tmp_path, text), date=date(2026, 5, 13), paper="栖川日报").date == date(2026, 5, 13)


def test_a_corrected_release_has_the_same_id(tmp_path):
    corrected = RELEASE.replace("五元", "六元")
    assert read(write(tmp_path, RELEASE)).source_id == read(write(tmp_path, corrected)).source_id


# --- pages ---


@pytest.mark.parametrize("text", [PAGE, UNDATED_PAGE, PAGE.replace("\n\n", "\n")])
def test_the_text_of_a_page_is_not_a_release(text):
    assert not is_one_article(text)


def test_all_sample_pages_are_pages_and_all_sample_articles_are_releases(tmp_path):
    assert {reader_of(path).name for path in (SAMPLE / "pages").glob("*.txt")} == {"pages"}
    for line in (SAMPLE / "articles.jsonl").read_text("utf-8").splitlines():
        fields = json.loads(line)
        assert isinstance(
            reader_of(write(tmp_path, f"{fields.get('title', '')}\n{fields['text']}\n")), Release
        )


def test_articles_of_a_page_whose_lines_are_not_wrapped_are_a_page():
    articles = [f"柳荫街第{n}个食堂月底开张\n本报讯（记者 叶青禾）{LEAD}" for n in (1, 2)]
    assert not is_one_article("\n".join(articles))


# --- what is no plain text ---

MARKUP = {
    "a web page": f"<!DOCTYPE html>\n<html><head><title>食堂</title></head><body><p>{LEAD}</p></body></html>",
    "web page": f"{LEAD}<br/><p class='x'>{LEAD[:9]}</p><div class='share'><a href='/x'>分享</a></div>",
    "RSS": f'<?xml version="1.0"?><rss version="2.0"><channel><item><title>{LEAD}</title></item></channel></rss>',
    "XML": f"<?xml version='1.0'?><story><p>{LEAD}</p></story>",
    "mail": f"From: a@example.org\nTo: b@example.org\nSubject: 食堂\nMIME-Version: 1.0\n\n{LEAD}",
    "Markdown": f"---\ntitle: 食堂\n---\n{LEAD}",
    "JSON": json.dumps([{"title": "食堂", "text": LEAD}], ensure_ascii=False),
    "RTF": "{\\rtf1\\ansi hello}",
}


@pytest.mark.parametrize("name", ["text", "pages"])
@pytest.mark.parametrize("kind", MARKUP)
def test_markup_in_a_text_file_is_refused_by_name(tmp_path, kind, name):
    path = write(tmp_path, MARKUP[kind])
    reader = reader_named(name)
    assert reader.sniff(path.read_bytes(), path.name) == 0
    with pytest.raises(FileUnreadable, match=kind):
        list(reader.read(path, ReadOptions()))


@pytest.mark.parametrize(
    "text",
    [
        "气温<5℃时关闭，>30℃时开放，a<b>c。" * 3,
        "To: 各位编辑\nFrom: 市民政局\nDate: 5月12日\n\n正文在此，一句话。",
    ],
)
def test_a_few_angle_brackets_or_a_memo_are_plain_text(tmp_path, text):
    assert Release().sniff(text.encode(), "a.txt") > 0


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "empty"), (b" \n\n", "empty"), (b"x" * (3 << 20), "too large")]
)
def test_an_empty_or_huge_file_is_refused(tmp_path, data, reason):
    path = tmp_path / "press.txt"
    path.write_bytes(data)
    with pytest.raises(FileUnreadable, match=reason):
        list(Release().read(path, ReadOptions()))
