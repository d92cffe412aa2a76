"""Lines of an export are read into drafts. A bad line says why, and the others are read."""

import json
from datetime import date

import pytest

from ingest.clean import NotText
from ingest.readers.base import Article, Columns, Problem
from ingest.readers.fields import LONGEST_TEXT
from ingest.readers.json_lines import JsonLines, open_export, read_lines
from ingest.readers.options import ReadOptions

TEXT = "本报讯（记者 方知远）白鹭大桥昨日正式通车，全长612米。"


def lines_of(tmp_path, *lines, given=None, encoding="utf-8", name="export.jsonl", end="\n"):
    """Write lines (objects as JSON, text as it is) and read them back."""
    path = tmp_path / name
    printed = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_bytes((end.join(printed) + end).encode(encoding))
    return items_of(path, given)


def items_of(path, given=None):
    """What is read of an export, without its columns."""
    read = read_lines(open_export(path), path, given or ReadOptions())
    return [item for item in read if not isinstance(item, Columns)]


def draft_of(tmp_path, **fields):
    return lines_of(tmp_path, {"id": "1", "text": TEXT, **fields})[0].draft


def problem_of(tmp_path, line):
    [read] = lines_of(tmp_path, line)
    assert isinstance(read, Problem)
    return read.reason


# --- what is read ---


def test_id_and_text_are_enough(tmp_path):
    draft = draft_of(tmp_path)
    assert (draft.source_id, draft.text) == ("1", TEXT)
    assert (draft.headline, draft.date, draft.page) == ("", None, "")


def test_all_fields_of_a_line_are_read(tmp_path):
    draft = draft_of(
        tmp_path,
        title="白鹭大桥昨日正式通车",
        date="2024-11-08",
        byline="方知远",
        section="要闻",
        page="A01",
        paper="栖川日报",
        url="https://example.com/1",
        lang="zh-Hans",
    )
    assert (draft.headline, draft.date, draft.byline) == ("白鹭大桥昨日正式通车", date(2024, 11, 8), "方知远")
    assert (draft.section, draft.page, draft.paper) == ("要闻", "A01", "栖川日报")
    assert (draft.url, draft.lang) == ("https://example.com/1", "zh-Hans")


def test_an_empty_title_and_a_null_date_are_valid(tmp_path):
    draft = draft_of(tmp_path, title="", date=None, byline=None)
    assert (draft.headline, draft.date, draft.byline) == ("", None, "方知远")


def test_a_missing_byline_is_read_from_the_text(tmp_path):
    assert (
        draft_of(tmp_path, text="大桥昨日通车，全长612米。\n（记者 方知远 通讯员 徐立）").byline
        == "方知远 徐立"
    )
    assert draft_of(tmp_path, text="大桥昨日通车，全长612米。").byline == ""
    assert draft_of(tmp_path, byline="编辑部").byline == "编辑部"


def test_numbers_as_id_and_page_become_text(tmp_path):
    draft = draft_of(tmp_path, id=17, page=2)
    assert (draft.source_id, draft.page) == ("17", "2")


def test_a_text_that_speaks_of_html_stays_as_it_is_printed(tmp_path):
    text = "办事进度显示‘<b>已受理</b>’ &amp; <script>alert(1)</script>[1]【1】"
    assert draft_of(tmp_path, text=text).text == text


def test_only_line_ends_and_characters_that_nobody_sees_are_changed_in_a_text(tmp_path):
    text = "一\r\n二\r三\x00四\x07五\x85六\t七　八\u200bé\u0301"
    assert draft_of(tmp_path, text=text).text == "一\n二\n三四五\n六\t七　八é\u0301"


def test_a_lone_surrogate_does_not_break_the_archive(tmp_path):
    [line] = lines_of(tmp_path, '{"id": "1", "text": "坏\\ud83d字"}')
    assert line.draft.text == "坏\ufffd字"


def test_an_invalid_address_is_ignored_with_a_note(tmp_path):
    [line] = lines_of(tmp_path, {"id": "1", "text": TEXT, "url": "javascript:alert(1)"})
    assert line.draft.url == ""
    assert "url ignored" in line.note


def test_the_command_line_fills_in_a_lines_missing_fields(tmp_path):
    given = ReadOptions(date=date(2024, 3, 18), paper="永康日报", page="2")
    first, second = lines_of(
        tmp_path,
        {"id": "1", "text": TEXT},
        {"id": "2", "text": TEXT, "date": "2020-01-01", "paper": "栖川日报", "page": "3"},
        given=given,
    )
    assert (first.draft.date, first.draft.paper, first.draft.page) == (date(2024, 3, 18), "永康日报", "2")
    assert (second.draft.date, second.draft.paper, second.draft.page) == (date(2020, 1, 1), "栖川日报", "3")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_article_has_the_place_of_its_line(tmp_path, encoding, end):
    objects = [{"id": str(i), "text": f"第{i}篇：" + TEXT} for i in range(3)]
    lines = lines_of(tmp_path, *objects, encoding=encoding, end=end)
    path = tmp_path / "export.jsonl"
    decoded = path.read_bytes().decode(open_export(path).encoding)
    for line, printed in zip(lines, objects, strict=True):
        [place] = line.draft.paragraphs
        assert json.loads(decoded[place.raw_start : place.raw_end]) == printed


# --- what is refused ---


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("this is not JSON", "not JSON"),
        ('{"id": "1", "text": ', "not JSON"),
        ("[" * 100_000, "not JSON"),
        ('["id", "text"]', "not a JSON object"),
        ({"id": True, "text": TEXT}, "id must be text or a whole number"),
        ({"id": 1.5, "text": TEXT}, "id must be text or a whole number"),
        ({"id": "1", "text": None}, "no text"),
        ({"id": "1", "text": ""}, "empty text"),
        ({"id": "1", "text": " \n　"}, "empty text"),
        ({"id": "1", "text": 5}, "text must be text, not a number"),
        ({"id": "1", "text": TEXT, "title": ["a", "b"]}, "title must be text, not a list"),
        ({"id": "1", "text": TEXT, "page": {"n": 1, "m": 2}}, "page must be text, not an object"),
        ({"id": "1", "text": TEXT, "date": "yesterday"}, "bad date"),
        ({"id": "1", "text": TEXT, "date": "2024-02-30"}, "bad date"),
        ({"id": "1", "text": TEXT, "date": [2024, 3]}, "date must be text"),
        ({"id": "1", "text": "长" * (LONGEST_TEXT + 1)}, "more than 1,000,000"),
    ],
)
def test_a_bad_line_says_why(tmp_path, line, why):
    assert why in problem_of(tmp_path, line)


def test_bad_lines_fail_alone_and_by_number(tmp_path):
    good = [{"id": str(i), "text": TEXT} for i in range(4)]
    lines = lines_of(tmp_path, good[0], "oops", good[1], "", {"id": "9"}, good[2], "[]", good[3])
    assert [line.where for line in lines if isinstance(line, Problem)] == ["line 2", "line 5", "line 7"]
    assert [line.draft.source_id for line in lines if isinstance(line, Article)] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(("most", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("big5", "utf-8")])
def test_a_line_in_another_encoding_fails_alone(tmp_path, most, other):
    path = tmp_path / "mixed.jsonl"
    text = "【本報訊】白鷺大橋昨日通車，全長612米。"
    line = json.dumps({"id": "1", "text": text}, ensure_ascii=False) + "\n"
    path.write_bytes(line.encode(most) * 3 + line.encode(other) + line.encode(most))
    lines = items_of(path)
    assert [line.where for line in lines if isinstance(line, Problem)] == ["line 4"]
    assert "like the rest of the file" in lines[3].reason
    assert lines[4].draft.text == text


def test_a_line_without_end_is_not_read_into_memory(tmp_path):
    path = tmp_path / "endless.jsonl"
    good = json.dumps({"id": "1", "text": TEXT}, ensure_ascii=False).encode()
    path.write_bytes(b'{"id": "0", "text": "' + b"x" * (40 << 20) + b'"}\n' + good)
    first, second = items_of(path)
    assert "longer than" in first.reason
    assert second.draft.text == TEXT
    assert second.done == path.stat().st_size


def test_a_binary_file_named_jsonl_is_refused(tmp_path):
    path = tmp_path / "picture.jsonl"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
    with pytest.raises(NotText):
        open_export(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5"])
def test_an_export_in_another_encoding_of_newsrooms_is_read(tmp_path, encoding):
    text = "【本報訊】白鷺大橋昨日通車，全長612米。"
    objects = [{"id": str(i), "text": text * 3} for i in range(3)]
    lines = lines_of(tmp_path, *objects, encoding=encoding)
    path = tmp_path / "export.jsonl"
    decoded = path.read_bytes().decode(open_export(path).encoding)
    for line, printed in zip(lines, objects, strict=True):
        [place] = line.draft.paragraphs
        assert line.draft.text == printed["text"]
        assert json.loads(decoded[place.raw_start : place.raw_end]) == printed
    assert lines[-1].done == path.stat().st_size


def test_a_damaged_byte_is_noted_and_the_line_is_read(tmp_path):
    path = tmp_path / "export.jsonl"
    line = json.dumps({"id": "1", "text": TEXT}, ensure_ascii=False).encode()
    path.write_bytes(line + b"\n" + line.replace("昨".encode(), b"\xff") + b"\n")
    _, damaged = items_of(path)
    assert damaged.draft.text == TEXT.replace("昨", "\ufffd")
    assert "not valid UTF-8" in damaged.note


def test_lines_that_are_written_while_the_file_is_read_are_left_for_the_next_time(tmp_path):
    lines_of(tmp_path, *({"id": str(i), "text": TEXT} for i in range(3)))
    path = tmp_path / "export.jsonl"
    reading = JsonLines().read(path, ReadOptions())
    _, _, first = next(reading), next(reading), next(reading)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"id": "late", "text": TEXT}))
    *others, problem = reading
    assert isinstance(first, Article) and len(others) == 2
    assert "the file grew" in problem.reason


def test_lines_may_end_with_the_comma_of_a_list(tmp_path):
    lines = [f"{json.dumps({'id': n, 'text': TEXT})}," for n in range(3)]
    read = lines_of(tmp_path, *lines, encoding="utf-8-sig", end="\r\n")
    assert [article.draft.source_id for article in read] == ["0", "1", "2"]
    assert JsonLines().sniff("\r\n".join(lines).encode("utf-8-sig"), "export.txt") > 0.5


def test_in_a_bulk_file_of_elasticsearch_each_record_has_the_id_in_the_line_before_it(tmp_path):
    lines = [
        {"index": {"_index": "news", "_id": "a"}},
        {"text": TEXT},
        {"create": {}},
        {"text": TEXT, "_id": "own"},
        {"index": {"_id": "b"}},
        "oops",
        {"text": f"{TEXT}！"},
    ]
    *articles, problem, last = lines_of(tmp_path, *lines)
    assert [article.draft.source_id for article in articles] == ["a", "own"]
    assert (articles[0].where, problem.where) == ("line 2", "line 6")
    assert last.draft.source_id not in ("", "b")
