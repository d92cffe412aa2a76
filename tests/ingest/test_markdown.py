"""Markdown is read as what its rendered page says, with the fields at its top."""

from datetime import date

import pytest

from ingest.readers.base import FileUnreadable, Problem
from ingest.readers.markdown import Markdown
from ingest.readers.options import ReadOptions
from ingest.readers.registry import reader_of

POST = """---
title: 食堂开张: 每餐补贴三元
date: 2026-05-12 23:30:00 +0000
authors:
  - name: 叶青禾
  - name: 方知远
categories: [民生, 城事]
permalink: /2026/05/canteen/
---
# 食堂开张: 每餐补贴三元

<!-- 给编辑的话
两行 -->
柳荫街**老年食堂**开张，[市民政局](https://example.org/a_(b) "主页")说，*每天*供应`中饭`。
第二行接上。\\
第三行的 snake_case_name 不变 &amp; 5 * 3 * 2。

![食堂](a.png)

## 补贴

- 八十岁以上**五元**[^1]
- [x] 低保免费

1. 先办卡
2. 再用餐

| 岗位 | 人数 |
|------|:----:|
| 厨师 | 6 |

```python
print("代码")
```
> 引用的话
> 没有断。

<div class="x">框里的话</div>
<script>
var a = "脚本";
</script>

[^1]: 脚注。
[名]: https://example.org
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text, name="post.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        assert isinstance(reader_of(path), Markdown)
        _, item = Markdown().read(path, ReadOptions())
        return item

    return read_text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["post.md", "post.md.txt"])
def test_a_post_is_read_as_its_page_shows_it(read, name, end):
    draft = read(POST.replace("\n", end), name).draft
    assert draft.text.split("\n") == [
        "柳荫街老年食堂开张，市民政局说，每天供应中饭。第二行接上。",
        "第三行的 snake_case_name 不变 & 5 * 3 * 2。",
        "补贴",
        "八十岁以上五元",
        "低保免费",
        "1. 先办卡",
        "2. 再用餐",
        "岗位：人数",
        "厨师：6",
        "引用的话没有断。",
        "框里的话",
    ]
    assert (draft.headline, draft.byline, draft.section) == (
        "食堂开张: 每餐补贴三元",
        "叶青禾 方知远",
        "民生",
    )
    assert draft.date == date(2026, 5, 13)  # in the newspaper's time zone
    assert (draft.url, draft.source_id) == ("", "/2026/05/canteen/")


def test_places_count_in_the_file(read):
    text = "# 柳荫街老年食堂月底开张\n\n每天供应**中饭**和晚饭。\n"
    draft = read(text).draft
    assert {place.field: text[place.raw_start : place.raw_end] for place in draft.paragraphs} == {
        "headline": "# 柳荫街老年食堂月底开张",
        "text": "每天供应**中饭**和晚饭。",
    }


@pytest.mark.parametrize(
    "matter",
    [
        'title = "食堂开张"\ndate = 2026-05-12T08:00:00+08:00\nauthor = "叶青禾"',
        "title: 食堂开张\npubDate: 2026/05/12\nauthor: [叶青禾]\nurl: https://example.org/1",
    ],
)
def test_fields_are_read_in_toml_and_under_other_names(read, matter):
    fence = "+++" if " = " in matter else "---"
    draft = read(f"{fence}\n{matter}\n{fence}\n每天供应中饭和晚饭。\n").draft
    assert (draft.headline, draft.date, draft.byline) == ("食堂开张", date(2026, 5, 12), "叶青禾")


def test_without_fields_the_first_heading_is_the_headline(read):
    draft = read("# 柳荫街老年食堂月底开张\n\n记者 叶青禾\n\n## 规模\n\n可以同时坐八十人。\n").draft
    assert (draft.headline, draft.byline, draft.text) == (
        "柳荫街老年食堂月底开张",
        "叶青禾",
        "规模\n可以同时坐八十人。",
    )
    assert draft.date is None


@pytest.mark.parametrize("field", ["draft: true", "published: false"])
def test_a_draft_is_a_problem(read, field):
    item = read(f"---\ntitle: 食堂开张\n{field}\n---\n每天供应中饭和晚饭。\n")
    assert isinstance(item, Problem) and "draft" in item.reason


def test_a_bad_date_is_ignored_with_a_note(read):
    item = read("---\ntitle: 食堂开张\ndate: someday\n---\n每天供应中饭和晚饭。\n")
    assert item.draft.date is None and "date ignored" in item.note


@pytest.mark.parametrize("matter", ["title: [a", "- a\n- b: c", "date: 2026-13-45", "x: " + "[" * 900])
def test_fields_that_cannot_be_read_are_a_problem_that_says_so(read, matter):
    item = read(f"---\n{matter}\n---\n每天供应中饭和晚饭。\n")
    assert isinstance(item, Problem) and "fields at its top" in item.reason


@pytest.mark.parametrize("data", [b"", b"x" * (3 << 20)])
def test_an_empty_or_huge_file_is_refused(tmp_path, data):
    path = tmp_path / "a.md"
    path.write_bytes(data)
    with pytest.raises(FileUnreadable):
        list(Markdown().read(path, ReadOptions()))
