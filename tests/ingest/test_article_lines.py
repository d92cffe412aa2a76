"""Lines of an export are read into drafts. A bad line says why, and the others are read."""

import json
from datetime import date

import pytest

from ingest.clean import NotText
from ingest.readers.base import Article, Problem
from ingest.readers.json_lines import LONGEST_TEXT, JsonLines, open_export, read_lines
from ingest.readers.options import ReadOptions, calendar_day

TEXT = "本报讯（记者 方知远）白鹭大桥昨日正式通车，全长612米。"


def lines_of(tmp_path, *lines, given=None, encoding="utf-8", name="export.jsonl", end="\n"):
    """Write lines (objects as JSON, text as it is) and read them back."""
    path = tmp_path / name
    printed = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_bytes((end.join(printed) + end).encode(encoding))
    return list(read_lines(open_export(path), path, given or ReadOptions()))


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


@pytest.mark.parametrize(
    "printed",
    [
        "2024-03-18",
        "2024-03-18T08:30:00",
        "2024-03-18 08:30",
        "2024-03-17T23:30:00Z",
        "2024-03-18T01:00:00+08:00",
        "2024年3月18日",
        "2024年3月18日 08:30",
        "2024/3/18",
        "2024.3.18",
        " 2024-3-18 ",
    ],
)
def test_a_date_is_read_as_editorial_systems_write_it(printed):
    assert calendar_day(printed, "Asia/Shanghai") == date(2024, 3, 18)


@pytest.mark.parametrize("printed", ["yesterday", "2024-13-01", "2024-02-30", "18/3/2024", "三月", "2024-03"])
def test_text_that_is_not_a_date_is_refused(printed):
    with pytest.raises(ValueError):
        calendar_day(printed, "Asia/Shanghai")


def test_html_stays_as_it_is_printed(tmp_path):
    text = "办事进度显示‘<b>已受理</b>’ &amp; <script>alert(1)</script>[1]【1】"
    assert draft_of(tmp_path, text=text).text == text


def test_only_line_ends_and_control_characters_of_a_text_are_changed(tmp_path):
    text = "一\r\n二\r三\x00四\x07五\x85六\t七　八\u200bé\u0301"
    assert draft_of(tmp_path, text=text).text == "一\n二\n三四五六\t七　八\u200bé\u0301"


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
        ({"text": TEXT}, "no id"),
        ({"id": "", "text": TEXT}, "no id"),
        ({"id": None, "text": TEXT}, "no id"),
        ({"id": True, "text": TEXT}, "id must be text or a whole number"),
        ({"id": 1.5, "text": TEXT}, "id must be text or a whole number"),
        ({"id": "1"}, "no text"),
        ({"id": "1", "text": ""}, "empty text"),
        ({"id": "1", "text": " \n　"}, "empty text"),
        ({"id": "1", "text": 5}, "text must be text, not a number"),
        ({"id": "1", "text": TEXT, "title": ["a"]}, "title must be text, not a list"),
        ({"id": "1", "text": TEXT, "page": {"n": 1}}, "page must be text, not an object"),
        ({"id": "1", "text": TEXT, "date": "yesterday"}, "bad date"),
        ({"id": "1", "text": TEXT, "date": "2024-02-30"}, "bad date"),
        ({"id": "1", "text": TEXT, "date": 20240318}, "date must be text"),
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


def test_a_line_in_another_encoding_fails_alone(tmp_path):
    path = tmp_path / "mixed.jsonl"
    line = json.dumps({"id": "1", "text": TEXT}, ensure_ascii=False)
    path.write_bytes(f"{line}\n".encode() * 3 + f"{line}\n".encode("gb18030") + f"{line}\n".encode())
    lines = list(read_lines(open_export(path), path, ReadOptions()))
    assert [line.where for line in lines if isinstance(line, Problem)] == ["line 4"]
    assert "not in UTF-8" in lines[3].reason
    assert lines[4].draft.text == TEXT


def test_a_line_without_end_is_not_read_into_memory(tmp_path):
    path = tmp_path / "endless.jsonl"
    good = json.dumps({"id": "1", "text": TEXT}, ensure_ascii=False).encode()
    path.write_bytes(b'{"id": "0", "text": "' + b"x" * (40 << 20) + b'"}\n' + good)
    first, second = read_lines(open_export(path), path, ReadOptions())
    assert "longer than" in first.reason
    assert second.draft.text == TEXT
    assert second.done == path.stat().st_size


def test_a_binary_file_named_jsonl_is_refused(tmp_path):
    path = tmp_path / "picture.jsonl"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
    with pytest.raises(NotText):
        open_export(path)


def test_an_export_in_utf16_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "wide.jsonl"
    path.write_bytes('{"id": "1", "text": "文"}\n'.encode("utf-16"))
    with pytest.raises(NotText, match="UTF-8"):
        open_export(path)


def test_lines_that_are_written_while_the_file_is_read_are_left_for_the_next_time(tmp_path):
    lines_of(tmp_path, *({"id": str(i), "text": TEXT} for i in range(3)))
    path = tmp_path / "export.jsonl"
    reading = JsonLines().read(path, ReadOptions())
    _, first = next(reading), next(reading)
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" + json.dumps({"id": "late", "text": TEXT}))
    *others, problem = reading
    assert isinstance(first, Article) and len(others) == 2
    assert "the file grew" in problem.reason
