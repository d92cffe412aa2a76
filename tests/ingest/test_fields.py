"""Records of other systems become articles: columns are known by their names and values, or named by the user."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ingest.readers.base import Article, Columns, FileUnreadable, Problem
from ingest.readers.export_columns import FieldsUnusable, load_fields, map_columns
from ingest.readers.fields import PlacedRecord, read_records
from ingest.readers.options import ReadOptions

TEXT = "白鹭大桥六月起封闭维修，市民可绕行二桥。"
HTML = "<p>白鹭大桥六月起封闭维修，</p><p>市民可&ldquo;绕行&rdquo;二桥。</p>"


def articles_of(*records, **given):
    placed = (PlacedRecord(f"row {number}", record) for number, record in enumerate(records, 1))
    return [item for item in read_records(placed, ReadOptions(**given)) if not isinstance(item, Columns)]


def draft_of(record, **given):
    [item] = articles_of(record, **given)
    assert isinstance(item, Article), item
    return item.draft


WORDPRESS = {
    "id": 17,
    "date": "2026-05-06T08:00:00",
    "slug": "bridge",
    "link": "https://example.org/17",
    "title": {"rendered": "白鹭大桥&#8220;封闭&#8221;维修"},
    "content": {"rendered": HTML, "protected": False},
    "excerpt": {"rendered": "<p>白鹭大桥</p>"},
    "author": 3,
    "categories": [4, 5],
}
GUARDIAN = {
    "id": "news/17",
    "webTitle": "Bridge closes",
    "webPublicationDate": "2026-05-06T01:00:00Z",
    "webUrl": "https://example.org/17",
    "sectionName": "Local",
    "fields": {
        "headline": "Bridge closes",
        "bodyText": "The bridge closes in June.",
        "byline": "By Mara Quill",
    },
}
MONGO = {
    "_id": {"$oid": "65f0"},
    "newsTitle": "大桥维修",
    "newsContent": TEXT,
    "publishTime": {"$date": "2026-05-06T00:00:00Z"},
    "authors": [{"name": "柳明"}, {"name": "苏子文"}],
    "image": {"title": "no headline", "url": "https://example.org/a.jpg"},
}
CHINESE = {
    "编号": "x-1",
    "标题": "大桥维修",
    "正文": TEXT,
    "作者": "柳明、苏子文",
    "日期": "2026年5月6日",
    "版次": 3,
    "栏目": "要闻",
}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (WORDPRESS, ("17", "白鹭大桥“封闭”维修", "", "白鹭大桥六月起封闭维修，\n市民可“绕行”二桥。")),
        (GUARDIAN, ("news/17", "Bridge closes", "Mara Quill", "The bridge closes in June.")),
        (MONGO, ("65f0", "大桥维修", "柳明 苏子文", TEXT)),
        (CHINESE, ("x-1", "大桥维修", "柳明 苏子文", TEXT)),
    ],
)
def test_the_fields_of_other_systems_are_known(record, expected):
    draft = draft_of(record)
    assert (draft.source_id, draft.headline, draft.byline, draft.text) == expected
    assert draft.date == date(2026, 5, 6)


def test_page_section_and_address_have_their_columns():
    draft = draft_of({**CHINESE, "链接": "https://example.org/1"})
    assert (draft.page, draft.section, draft.url) == ("3", "要闻", "https://example.org/1")


def test_english_authors_are_joined_with_and():
    assert (
        draft_of({"text": TEXT, "authors": ["Mara Quill", "Li Ming", "Ann Roe"]}).byline
        == "Mara Quill, Li Ming and Ann Roe"
    )


def test_a_text_of_blocks_keeps_its_paragraphs():
    blocks = [
        {"type": "paragraph", "text": "一段。"},
        {"type": "image"},
        {"type": "paragraph", "text": "二段。"},
    ]
    assert draft_of({"title": "大桥", "body": blocks}).text == "一段。\n二段。"


@pytest.mark.parametrize(
    "body",
    [
        {"zh-CN": {"nodeType": "document", "content": [
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "白鹭大桥"},
                                                  {"nodeType": "text", "value": "封闭。"}]},
            {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": "绕行二桥。"}]}]}},
        [{"_type": "block", "children": [{"_type": "span", "text": "白鹭大桥"}, {"_type": "span", "text": "封闭。"}]},
         {"_type": "block", "children": [{"_type": "span", "text": "绕行二桥。"}]}],
        [{"type": "paragraph", "children": [{"text": "白鹭"}, {"text": "大桥封闭。", "bold": True}]},
         {"type": "list", "children": [{"type": "list-item", "children": [{"type": "text", "text": "绕行二桥。"}]}]}],
        {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "白鹭大桥封闭。"}]},
                                    {"type": "paragraph", "content": [{"type": "text", "text": "绕行二桥。"}]}]},
        {"time": 1, "blocks": [{"type": "paragraph", "data": {"text": "白鹭<b>大桥</b>封闭。"}},
                               {"type": "list", "data": {"items": ["绕行二桥。"]}}]},
    ],
    ids=["Contentful", "Sanity", "Slate", "Tiptap", "Editor.js"],
)  # fmt: skip
def test_rich_text_is_joined_to_its_paragraphs(body):
    assert draft_of({"title": "大桥", "body": body}).text == "白鹭大桥封闭。\n绕行二桥。"


@pytest.mark.parametrize(
    "text",
    [
        "&amp;lt;p&amp;gt;白鹭大桥封闭。&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;绕行二桥。&amp;lt;/p&amp;gt;",
        r"\u003cp\u003e白鹭大桥封闭。\u003c/p\u003e\u003cp\u003e绕行二桥。\u003c/p\u003e",
        r"白鹭大桥封闭。\n绕行二桥。\n",
        "**白鹭大桥**封闭。\n\n[绕行二桥。](https://example.org/map)",
        "[b]白鹭大桥[/b]封闭。\n[img]https://example.org/a.jpg[/img]\n绕行二桥。",
        "白鹭\u200b大桥\u00ad封闭。\u2028绕行二桥。",
        "来源：栖川日报 编辑：柳明\n白鹭大桥封闭。\n绕行二桥。\n分享到：微信 微博\n【责任编辑：柳明】",
    ],
)
def test_what_a_system_has_put_around_a_text_is_undone(text):
    assert draft_of({"text": text}).text.strip() == "白鹭大桥封闭。\n绕行二桥。"


def test_rich_text_format_is_a_problem():
    [problem] = articles_of({"text": r"{\rtf1\ansi bridge}"})
    assert "RTF" in problem.reason


def test_a_source_is_the_paper_only_if_it_is_called_like_one():
    assert draft_of({"text": TEXT, "source": "栖川日报"}).paper == "栖川日报"
    assert draft_of({"text": TEXT, "source": "栖川市水务局"}).paper == ""


def test_a_list_of_authors_written_as_text_is_read():
    assert draft_of({"text": TEXT, "authors": "['Mara Quill', 'Ann Roe']"}).byline == "Mara Quill and Ann Roe"


def test_a_text_in_two_columns_is_joined():
    """Joomla keeps what is above "read more" by itself."""
    rest = "维修为期三个月。"
    short, long = articles_of(
        {"id": 1, "title": "大桥", "introtext": HTML, "fulltext": ""},
        {"id": 2, "title": "大桥", "introtext": f"<p>{TEXT}</p>", "fulltext": f"<p>{rest}</p>"},
    )
    assert (short.draft.text, long.draft.text) == (
        "白鹭大桥六月起封闭维修，\n市民可“绕行”二桥。",
        f"{TEXT}\n{rest}",
    )
    assert (
        draft_of({"a": TEXT, "b": rest, "title": "大桥"}, fields={"text": ("a+b",)}).text == f"{TEXT}\n{rest}"
    )


def test_a_summary_is_only_the_text_where_there_is_no_other():
    assert draft_of({"title": "大桥", "summary": "短。" * 9, "content": TEXT}).text == TEXT
    assert draft_of({"title": "大桥", "summary": TEXT}).text == TEXT


def test_the_first_records_decide_for_the_whole_file():
    first = [{"body": TEXT, "headline": str(number)} for number in range(200)]
    *_, late = articles_of(*first, {"content": TEXT})
    assert isinstance(late, Problem) and late.reason == "no text"


def test_a_record_without_id_has_the_same_one_each_time():
    record = {"title": "大桥", "text": TEXT, "date": "2026-05-06"}
    one, same, other = articles_of(record, dict(record), {**record, "title": "小桥"})
    assert one.draft.source_id == same.draft.source_id != other.draft.source_id
    assert draft_of({**record, "url": "https://example.org/1"}).source_id == "https://example.org/1"


def test_an_unknown_text_field_is_one_message_that_lists_the_fields():
    with pytest.raises(FileUnreadable, match=r"it has: kopf, rumpf.*--fields FILE\.yaml"):
        articles_of({"kopf": "大桥", "rumpf": TEXT}, {"kopf": "小桥", "rumpf": TEXT})


def test_the_user_names_the_fields(tmp_path):
    path = tmp_path / "fields.yaml"
    path.write_text("text: rumpf\ntitle: [kopf, titel]\nsection:\n", encoding="utf-8")
    given = load_fields(path)
    draft = draft_of({"rumpf": TEXT, "titel": "大桥", "section": "x", "date": "2026-05-06"}, fields=given)
    assert (draft.text, draft.headline, draft.section, draft.date) == (TEXT, "大桥", "", date(2026, 5, 6))
    with pytest.raises(FileUnreadable, match="'rumpf' that --fields names for text is not there"):
        map_columns([{"text": TEXT}], given)


@pytest.mark.parametrize(
    ("yaml", "why"),
    [
        ("farbe: rot", "no field 'farbe'"),
        ("- text", "not a mapping"),
        ("text: {a: b}", "must be the name of a column"),
        ("text: [a", "not YAML"),
        ("text: a\ntitle: b\nheadline: c", "twice the field"),
        ("", "not a mapping"),
    ],
)
def test_a_mapping_that_is_wrong_says_why(tmp_path, yaml, why):
    path = tmp_path / "fields.yaml"
    path.write_text(yaml, encoding="utf-8")
    with pytest.raises(FieldsUnusable, match=why):
        load_fields(path)


def test_what_is_not_published_is_one_problem_with_counts():
    rows = [
        {"title": "大桥", "text": TEXT, "post_status": status}
        for status in ("publish", "draft", "草稿", {"a": [1, 2]}, "", "draft")
    ]
    *articles, problem = articles_of(*rows)
    assert problem.reason == "not published, so not taken: 2 with status draft, 1 with status 草稿"
    assert len(articles) == 3 and all(isinstance(item, Article) for item in articles)
    assert len(articles_of(*rows, fields={"status": ()})) == 6


@pytest.mark.parametrize(
    ("column", "published", "unpublished"),
    [
        ("status", ["publish", "published", "sent", "已发布", "签发", "已签发", "已见报", "审核通过", "终审", "1", 1, True],
         ["auto-draft", "in_review", "Pending review", "trash", "not published", "草稿", "未发布", "待签发", "已退稿",
          "审核不通过", "回收站", 0, -1, -2, False]),
        ("status", [99], [1, 2, 0]),
        ("state", ["published", 1, 2], [0, -2]),
        ("status", [0, 0], []),
        ("是否发布", ["是", "Y", 1], ["否", "N", 0]),
        ("published", [True, 1], [False, 0]),
        ("is_published", [], [0, 0]),
        ("pubstatus", ["usable"], []),
        ("is_draft", [False, 0, "否", None], [True, 1, "是"]),
        ("deleted_at", [None, "", "0000-00-00 00:00:00"], ["2026-05-06 08:00:00"]),
        ("delete_time", [0], [1778000000]),
        ("del_flag", ["0"], ["2"]),
    ],
)  # fmt: skip
def test_published_is_what_the_system_says(column, published, unpublished):
    rows = [{"id": n, "text": TEXT, column: status} for n, status in enumerate([*published, *unpublished])]
    found = articles_of(*rows)
    assert [a.draft.source_id for a in found if isinstance(a, Article)] == [
        str(n) for n in range(len(published))
    ]
    assert len(found) == len(published) + bool(unpublished)


def test_an_article_that_was_taken_back_is_withdrawn_and_an_embargo_is_kept():
    rows = [
        {"id": "a", "text": TEXT, "pubstatus": "canceled"},
        {"id": "b", "text": TEXT, "pubstatus": "usable", "embargoed": "2199-01-01T08:00:00+08:00"},
        {"id": "c", "text": TEXT, "status": "usable", "embargoed": "tomorrow 2199"},
    ]
    withdrawal, article, problem = articles_of(*rows)
    assert (withdrawal.source_id, withdrawal.reason) == ("a", "canceled, as its status says")
    assert article.until == datetime(2199, 1, 1, tzinfo=UTC)
    assert "embargo whose end cannot be read" in problem.reason


@pytest.mark.parametrize("value", ["0000-00-00 00:00:00", "", None, "null", 0])
def test_a_database_without_a_date_leaves_it_empty(value):
    assert draft_of({"text": TEXT, "date": value}).date is None


@pytest.mark.parametrize("value", ["06/05/2026", "2026-05"])
def test_a_date_that_can_be_two_days_is_a_problem(value):
    [problem] = articles_of({"text": TEXT, "date": value})
    assert "bad date" in problem.reason
