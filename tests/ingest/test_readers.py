"""Files are read into drafts. A bad file is reported, and the others are read."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from printed import PAGE, UNDATED_PAGE

import ingest
from ingest.clean import NotText
from ingest.preview import read_file
from ingest.readers.base import FileUnreadable, Problem
from ingest.readers.files import find_files
from ingest.readers.markdown import Markdown
from ingest.readers.options import ReadOptions
from ingest.readers.page_text import LARGEST_FILE, PageText
from ingest.readers.release import Release

# --- pages ---


def page_of(tmp_path, name="page.txt", text=PAGE, encoding="utf-8", **given):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_page(path, **given)


def read_page(path, **given):
    """The page of a file."""
    _, page = PageText().read(path, ReadOptions(**given))
    return page


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
    [draft] = page_of(tmp_path, name=name, text=UNDATED_PAGE).drafts
    assert (draft.date, draft.page) == (day, page)


@pytest.mark.parametrize("reader", [PageText(), Release(), Markdown()], ids=lambda reader: reader.name)
def test_a_damaged_byte_is_told_and_the_rest_is_read(tmp_path, reader):
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode() + b"\xff\n")
    _, note, page = reader.read(path, ReadOptions())
    assert note == Problem("", "1 character is not valid UTF-8 and shown as \ufffd")
    assert not isinstance(page, Problem)


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
    page_of(tmp_path, encoding=encoding)
    file, page = PageText().read(tmp_path / "page.txt", ReadOptions())
    decoded = file.data.decode(file.encoding)
    [place] = [p for p in page.drafts[0].paragraphs if p.field == "headline"]
    assert decoded[place.raw_start : place.raw_end] == "急救站点今年增设一个"


def test_an_empty_page_is_refused(tmp_path):
    with pytest.raises(FileUnreadable, match="empty"):
        page_of(tmp_path, text=" \n\n")


def test_a_page_of_more_than_two_megabytes_is_refused(tmp_path):
    with pytest.raises(FileUnreadable, match="too large"):
        page_of(tmp_path, text="x" * (LARGEST_FILE + 1))


@pytest.mark.parametrize(
    ("data", "what"), [(b"%PDF-1.7\n\x00\x01", "PDF"), (bytes(range(256)) * 20, "binary")]
)
def test_a_binary_page_is_refused_by_name(tmp_path, data, what):
    path = tmp_path / "page.txt"
    path.write_bytes(data)
    with pytest.raises(NotText, match=what):
        read_page(path)


# --- files and folders ---


def test_a_folder_means_its_files_in_order_and_what_is_no_news_is_skipped(tmp_path):
    for name in (
        "b.txt",
        "a/2.jsonl",
        "a/1.TXT",
        "c.exe",
        "d.PDF",
        ".hidden.txt",
        ".git/x.txt",
        "questions.jsonl",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "gone.jsonl").symlink_to("nowhere")
    files = {str(f.path.relative_to(tmp_path)): f for f in find_files([tmp_path], "")}
    assert {name: file.format for name, file in files.items() if file.format} == {
        "a/1.TXT": "pages",
        "a/2.jsonl": "articles",
        "b.txt": "pages",
    }
    assert "format is not known" in files["c.exe"].skipped
    assert "not that of a .PDF file" in files["d.PDF"].problem
    assert "questions" in files["questions.jsonl"].skipped
    assert "leads nowhere" in files["gone.jsonl"].problem
    assert len(files) == 7


def test_links_to_folders_are_followed_once(tmp_path):
    news, elsewhere = tmp_path / "news", tmp_path / "elsewhere"
    news.mkdir()
    elsewhere.mkdir()
    (elsewhere / "a.jsonl").write_text('{"text": "x"}\n')
    (news / "~$a.docx").write_bytes(b"x")
    (news / "pages").symlink_to(elsewhere)
    (elsewhere / "back").symlink_to(news)
    (news / "self").symlink_to(news)
    found = {file.path.name: (file.format, file.skipped) for file in find_files([news], "")}
    assert found == {"~$a.docx": ("", "a lock file of Office"), "a.jsonl": ("articles", "")}


def test_a_file_named_twice_is_read_once(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    assert len(find_files([tmp_path / "a.txt", tmp_path, tmp_path / "a.txt"], "")) == 1


def test_a_file_of_an_unknown_format_is_refused_with_the_known_ones(tmp_path):
    (tmp_path / "a.exe").write_bytes(b"MZ\x90\x00")
    [file] = find_files([tmp_path / "a.exe"], "")
    assert "pages, text, markdown" in file.problem and "--as" in file.problem


def test_the_format_option_overrides_the_content(tmp_path):
    (tmp_path / "export.dat").write_text("x")
    [file] = find_files([tmp_path / "export.dat"], "articles")
    assert (file.format, file.problem) == ("articles", "")


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(FileUnreadable, match="no such file"):
        read_file(tmp_path / "nowhere.txt", ReadOptions())


# --- the process that reads ---


def test_a_script_that_reads_files_is_not_run_again_by_the_process_that_reads(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from ingest.preview import read_file\n"
        "from ingest.readers.options import ReadOptions\n"
        "print(len(read_file(Path('page.txt'), ReadOptions()).drafts))\n",
        encoding="utf-8",
    )
    root = Path(ingest.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, env=environment, capture_output=True, timeout=60, check=True
    )
    assert done.stdout == b"1\n"
