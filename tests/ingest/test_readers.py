"""Files are read into drafts. A bad file or line is reported, and the others are read."""

import json
from datetime import date

import pytest

from ingest.clean import NotText
from ingest.readers import FileUnreadable, read_file
from ingest.readers.articles import LONGEST_TEXT, open_export, read_lines
from ingest.readers.files import find_files
from ingest.readers.options import ReadOptions, calendar_day
from ingest.readers.pages import LARGEST_PAGE, PageUnreadable, read_page

TEXT = "本报讯（记者 方知远）白鹭大桥昨日正式通车，全长612米。"
PAGE = """栖川日报 2024年3月18日 星期一

02 民生

急救站点今年增设一个

本报讯（记者 叶青禾）记者昨日从市

急救中心获悉，今年将在桃岭乡卫生院

增设一个急救站点，配备急救车一辆，

力争六月底前投入使用。市急救中心表

示，拨打电话时要讲清详细地址。
"""


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
    assert read.draft is None
    return read.problem


# --- articles: what is read ---


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
    assert "url ignored" in line.problem


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


# --- articles: what is refused ---


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
    assert [line.number for line in lines if line.draft is None] == [2, 5, 7]
    assert [line.draft.source_id for line in lines if line.draft] == ["0", "1", "2", "3"]


def test_a_line_in_another_encoding_fails_alone(tmp_path):
    path = tmp_path / "mixed.jsonl"
    line = json.dumps({"id": "1", "text": TEXT}, ensure_ascii=False)
    path.write_bytes(f"{line}\n".encode() * 3 + f"{line}\n".encode("gb18030") + f"{line}\n".encode())
    lines = list(read_lines(open_export(path), path, ReadOptions()))
    assert [line.number for line in lines if line.draft is None] == [4]
    assert "not in UTF-8" in lines[3].problem
    assert lines[4].draft.text == TEXT


def test_a_line_without_end_is_not_read_into_memory(tmp_path):
    path = tmp_path / "endless.jsonl"
    good = json.dumps({"id": "1", "text": TEXT}, ensure_ascii=False).encode()
    path.write_bytes(b'{"id": "0", "text": "' + b"x" * (40 << 20) + b'"}\n' + good)
    first, second = read_lines(open_export(path), path, ReadOptions())
    assert "longer than" in first.problem
    assert second.draft.text == TEXT
    assert second.end == path.stat().st_size


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


# --- pages ---


def page_of(tmp_path, name="page.txt", text=PAGE, encoding="utf-8", **given):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_page(path, ReadOptions(**given))


def test_articles_get_their_date_from_the_pages_furniture(tmp_path):
    [draft] = page_of(tmp_path).drafts
    assert (draft.paper, draft.date, draft.page) == ("栖川日报", date(2024, 3, 18), "2")


def test_the_command_line_overrides_a_pages_furniture(tmp_path):
    [draft] = page_of(tmp_path, date=date(2024, 3, 19), paper="永康日报", page="A03").drafts
    assert (draft.paper, draft.date, draft.page) == ("永康日报", date(2024, 3, 19), "A03")


@pytest.mark.parametrize(
    ("name", "day", "page"),
    [
        ("2023-03-20-02.txt", date(2023, 3, 20), "2"),
        ("20230320_A02.txt", date(2023, 3, 20), "A02"),
        ("yk20230320a2.txt", date(2023, 3, 20), "A2"),
        ("2023-03-20.txt", date(2023, 3, 20), ""),
        ("2023-03-20_12.txt", date(2023, 3, 20), "12"),
        ("2023-13-20-02.txt", None, ""),
        ("120230320.txt", None, ""),
        ("page.txt", None, ""),
    ],
)
def test_date_and_page_come_from_the_files_name_if_nothing_else_has_them(tmp_path, name, day, page):
    body = PAGE.split("民生\n", 1)[1]
    [draft] = page_of(tmp_path, name=name, text=body).drafts
    assert (draft.date, draft.page) == (day, page)


def test_printed_date_and_page_override_the_files_name(tmp_path):
    [draft] = page_of(tmp_path, name="2023-01-01-07.txt").drafts
    assert (draft.date, draft.page) == (date(2024, 3, 18), "2")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_page_in_any_usual_encoding_reads_the_same(tmp_path, encoding, end):
    read = page_of(tmp_path, text=PAGE.replace("\n", end), encoding=encoding)
    assert [draft.text for draft in read.drafts] == [draft.text for draft in page_of(tmp_path).drafts]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_raw_places_count_in_the_text_that_the_kept_encoding_gives(tmp_path, encoding):
    read = page_of(tmp_path, encoding=encoding)
    decoded = (tmp_path / "page.txt").read_bytes().decode(read.file.encoding)
    [place] = [p for p in read.drafts[0].paragraphs if p.field == "headline"]
    assert decoded[place.raw_start : place.raw_end] == "急救站点今年增设一个"


def test_an_empty_page_is_refused(tmp_path):
    with pytest.raises(PageUnreadable, match="empty"):
        page_of(tmp_path, text=" \n\n")


def test_a_page_of_more_than_two_megabytes_is_refused(tmp_path):
    with pytest.raises(PageUnreadable, match="too large"):
        page_of(tmp_path, text="x" * (LARGEST_PAGE + 1))


@pytest.mark.parametrize(
    ("data", "what"), [(b"%PDF-1.7\n\x00\x01", "PDF"), (bytes(range(256)) * 20, "binary")]
)
def test_a_binary_page_is_refused_by_name(tmp_path, data, what):
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    with pytest.raises(NotText, match=what):
        read_page(path, ReadOptions())


# --- files and folders ---


def test_a_folder_means_its_pages_and_exports_in_order(tmp_path):
    for name in ("b.txt", "a/2.jsonl", "a/1.TXT", "c.pdf", ".hidden.txt", ".git/x.txt", "questions.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    files, notes = find_files([tmp_path], None)
    assert [(str(f.path.relative_to(tmp_path)), f.format) for f in files] == [
        ("a/1.TXT", "pages"),
        ("a/2.jsonl", "articles"),
        ("b.txt", "pages"),
    ]
    assert "questions.jsonl" in notes[0]


def test_a_file_named_twice_is_read_once(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    files, _ = find_files([tmp_path / "a.txt", tmp_path, tmp_path / "a.txt"], None)
    assert len(files) == 1


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.pdf", "pdftotext"), ("a.docx", "plain text"), ("a.json", ".jsonl"), ("a", "--as")],
)
def test_a_file_of_another_type_is_refused_with_the_supported_ones(tmp_path, name, advice):
    (tmp_path / name).write_text("x")
    [file], _ = find_files([tmp_path / name], None)
    assert advice in file.problem
    assert ".jsonl" in file.problem


def test_the_format_option_overrides_the_files_name(tmp_path):
    (tmp_path / "export.dat").write_text("x")
    [file], _ = find_files([tmp_path / "export.dat"], "articles")
    assert (file.format, file.problem) == ("articles", "")


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(FileUnreadable, match="no such file"):
        read_file(tmp_path / "nowhere.txt", ReadOptions())
