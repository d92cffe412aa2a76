"""Articles are found in JSON documents of any shape, each with its place."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ingest.readers.base import Article, Columns, FileUnreadable, Problem
from ingest.readers.json_documents import JsonDocuments
from ingest.readers.options import ReadOptions
from ingest.readers.registry import reader_of

TEXT = "白鹭大桥六月起封闭维修，市民可绕行二桥。"
ARTICLES = [{"id": str(number), "title": f"第{number}条", "text": TEXT * (number + 1)} for number in range(3)]


def read(tmp_path, document, encoding="utf-8", **layout):
    path = tmp_path / "export.json"
    printed = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False, **layout)
    path.write_bytes(printed.encode(encoding))
    assert reader_of(path).name == "json"
    file, *items = JsonDocuments().read(path, ReadOptions())
    decoded = path.read_bytes().decode(file.encoding)
    return decoded, [item for item in items if not isinstance(item, Columns)]


@pytest.mark.parametrize(
    "document",
    [
        ARTICLES,
        {"total": 3, "tags": [{"name": "x"}], "articles": ARTICLES},
        {"title": "栖川日报", "description": "本地新闻的全部文章。", "data": {"items": ARTICLES}},
        {"db": [{"meta": {}, "data": {"posts": ARTICLES}}]},
        {"content": ARTICLES, "page": 1},
        {"hits": {"hits": [{"_id": a["id"], "_index": "news", "_source": {"n": 1, **a}} for a in ARTICLES]}},
        [{**a, "comments": [{"body": "说得好，说得好。"}]} for a in ARTICLES],
    ],
)
@pytest.mark.parametrize("layout", [{}, {"indent": 2}])
def test_a_list_of_articles_is_found_wherever_it_is(tmp_path, document, layout):
    decoded, items = read(tmp_path, document, **layout)
    assert [item.draft.text for item in items] == [article["text"] for article in ARTICLES]
    for item, article in zip(items, ARTICLES, strict=True):
        [place] = item.draft.paragraphs
        printed = json.loads(decoded[place.raw_start : place.raw_end])
        assert article["text"] in (printed.get("text"), printed.get("_source", {}).get("text"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_document_in_another_encoding_is_read(tmp_path, encoding):
    _, items = read(tmp_path, ARTICLES, encoding)
    assert [item.draft.source_id for item in items] == ["0", "1", "2"]


def test_two_lists_of_articles_are_both_read(tmp_path):
    _, items = read(tmp_path, {"news": ARTICLES[:1], "briefs": ARTICLES[1:]})
    assert [item.where for item in items] == ["news 1", "briefs 1", "briefs 2"]


def test_a_document_can_be_one_article(tmp_path):
    _, [item] = read(
        tmp_path, {"headline": "大桥", "body": TEXT, "related": [{"title": "x", "text": TEXT}]}, indent=1
    )
    assert item.draft.headline == "大桥"


def test_the_paragraphs_of_one_article_are_no_articles(tmp_path):
    blocks = [{"_id": f"{n}", "type": "text", "content": f"{n}、{TEXT}"} for n in "一二"]
    story = {
        "_id": "a-1",
        "headlines": {"basic": "大桥"},
        "credits": {"by": [{"name": "柳明"}]},
        "content_elements": [*blocks, {"type": "image", "url": "https://example.org/a.jpg"}],
    }
    for document in (story, {"count": 1, "content_elements": [story]}):
        _, [item] = read(tmp_path, document)
        assert item.draft.text == f"一、{TEXT}\n二、{TEXT}"
        assert (item.draft.headline, item.draft.byline, item.draft.source_id) == ("大桥", "柳明", "a-1")


def test_the_articles_before_damage_are_read(tmp_path):
    whole = json.dumps(ARTICLES, ensure_ascii=False)
    _, items = read(tmp_path, whole[:-20])
    assert [type(item) for item in items] == [Article, Article, Problem]
    assert "not JSON" in items[-1].reason


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"rows": [{"kopf": "a", "rumpf": TEXT}]}, "it has: kopf, rumpf"),
        ('{"articles": [', "not JSON"),
        ('{"a": ' * 100_000, "nested too deeply"),
        ([{"a": 1}, {"a": 2}], "it has: a"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, document, why):
    with pytest.raises(FileUnreadable, match=why):
        read(tmp_path, document)


def test_articles_may_be_named_by_their_ids(tmp_path):
    keyed = {f"-N{a['id']}": {"title": a["title"], "text": a["text"]} for a in ARTICLES}
    decoded, items = read(tmp_path, {"site": {"name": "栖川在线"}, "posts": keyed})
    assert [(item.where, item.draft.source_id) for item in items] == [
        (f"posts {n + 1}", f"-N{n}") for n in range(len(ARTICLES))
    ]
    [place] = items[2].draft.paragraphs
    assert json.loads(decoded[place.raw_start : place.raw_end]) == keyed["-N2"]


def test_articles_may_follow_each_other_without_a_list(tmp_path):
    printed = "\n".join(json.dumps(a, ensure_ascii=False, indent=2) for a in ARTICLES)
    _, items = read(tmp_path, f"{printed}\nthe end")
    assert [item.draft.source_id for item in items[:3]] == ["0", "1", "2"]
    assert (items[3].where, items[3].reason.partition(" from")[0]) == ("item 4", "not JSON")


def test_what_the_mongodb_shell_prints_and_superfluous_commas_are_read(tmp_path):
    printed = (
        '{"list": [{"_id": ObjectId("65f7a1c2"), "title": "a", "date": ISODate("2026-05-05T22:30:00Z"), '
        f'"n": NumberLong(3), "text": "{TEXT}, ] ISODate(3)",}},\n]}}'
    )
    decoded, [item] = read(tmp_path, printed)
    assert (item.draft.source_id, item.draft.date) == ("65f7a1c2", date(2026, 5, 6))
    assert item.draft.text == f"{TEXT}, ] ISODate(3)"
    [place] = item.draft.paragraphs
    assert decoded[place.raw_start : place.raw_end].endswith('ISODate(3)",}')
