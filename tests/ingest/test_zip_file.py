"""The members of a ZIP are read as if they lay in a folder; what cannot be read is named, and the rest goes on."""

import io
import zipfile

import pytest
from epapers import founder_site
from printed import BRIDGE, PAGE, POOL
from reading import Read, read

from ingest.readers.base import Article, FileUnreadable, Problem
from ingest.readers.members import Allowance
from ingest.readers.options import ReadOptions
from ingest.readers.registry import reader_of
from ingest.readers.zip_file import ZipFile


def packed(members, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of names and contents, as bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


LINES = f'{{"id": "a", "text": "{BRIDGE}"}}\noops\n{{"id": "b", "text": "{POOL}"}}\n'


def test_each_member_is_read_by_the_reader_of_its_format(tmp_path):
    found = read(tmp_path, packed({"第1版/2024-03-18-02.txt": PAGE, "export.jsonl": LINES}), name="a.zip")
    assert found.format == "zip"
    assert [file.name for file in found.files] == [
        "a.zip",
        "a.zip/第1版/2024-03-18-02.txt",
        "a.zip/export.jsonl",
    ]
    assert found.files[1].data == PAGE.encode()
    assert [draft.headline for page in found.pages for draft in page.drafts] == ["急救站点今年增设一个"]
    assert [article.where for article in found.articles] == ["export.jsonl, line 1", "export.jsonl, line 3"]
    assert found.problems[0].startswith("export.jsonl, line 2: not JSON")


def test_unknown_members_are_skipped_damaged_ones_problems_and_hidden_ones_nothing(tmp_path):
    members = {
        "a.bin": b"\x00\x01",
        "__MACOSX/._a.txt": b"x",
        ".DS_Store": b"x",
        "b/.git/x.txt": b"x",
        "d.docx": b"no document",
        "e.txt": "",
    }
    found = read(tmp_path, packed(members))
    assert found.notes == ["a.bin: skipped: the format is not known"]
    assert [problem.split(":")[0] for problem in found.problems] == ["d.docx", "e.txt"]


def test_a_zip_that_begins_with_a_pdf_is_a_zip(tmp_path):
    assert read(tmp_path, packed({"a.pdf": b"%PDF-1.7", "b.txt": "x"}, zipfile.ZIP_STORED)).format == "zip"


def test_zips_in_a_zip_are_read_to_a_depth_of_two(tmp_path):
    one = packed({"x.jsonl": LINES})
    three = packed({"3.zip": packed({"2.zip": packed({"1.zip": one}), "y.jsonl": LINES})})
    found = read(tmp_path, packed({"0.zip": one, "4.zip": three}), name="a.zip")
    assert [file.name for file in found.files[1:]] == ["a.zip/0.zip/x.jsonl", "a.zip/4.zip/3.zip/y.jsonl"]
    assert found.articles[0].where == "0.zip, x.jsonl, line 1"
    assert any(p.startswith("4.zip, 3.zip, 2.zip: ") and "depth" in p for p in found.problems)


def test_the_articles_of_a_saved_epaper_are_read_once_with_their_page(tmp_path):
    founder_site(tmp_path / "site")
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    found = read(tmp_path, packed({str(path.relative_to(tmp_path)): path.read_bytes() for path in files}))
    assert [file.name for file in found.files[1:]] == ["made.txt/site/html/2024-11/08/node_188.htm"]
    assert [draft.headline for draft in found.drafts] == ["白鹭大桥 正式通车", "游泳馆重新开放"]
    assert [problem.partition(": ")[0] for problem in found.problems] == [
        "site/html/2024-11/08/node_188.htm, content_401864.htm"  # which was not saved
    ]
    assert "page-1.webp" in found.files[1].beside


def test_names_of_a_chinese_windows_are_decoded(tmp_path):
    data = packed({"AAAA.jsonl": LINES}).replace(b"AAAA", "栖川".encode("gb18030"))
    assert read(tmp_path, data).articles[0].where == "栖川.jsonl, line 1"


def test_names_that_lead_out_of_the_folder_are_only_names(tmp_path):
    found = read(tmp_path, packed({"../../up.jsonl": LINES, "/etc/x.jsonl": LINES, "a\nb.jsonl": LINES}))
    assert len(found.articles) == 6
    assert {path.name for path in tmp_path.iterdir()} == {"made.txt"}
    assert not any("\n" in article.where for article in found.articles)


def test_an_encrypted_a_damaged_and_a_swollen_member_do_not_affect_the_others(tmp_path):
    good = packed({"1.jsonl": LINES, "2.jsonl": LINES * 2, "3.txt": b" " * (11 << 20), "4.jsonl": LINES})
    data = bytearray(good)
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)  # the directory's entry of 2.jsonl
    data[second + 8] |= 1
    data[data.index(b"1.jsonl") + 10] ^= 0xFF
    found = read(tmp_path, bytes(data))
    assert [problem.split(" ")[:2] for problem in found.problems[:3]] == [
        ["1.jsonl:", "damaged"],
        ["2.jsonl:", "encrypted:"],
        ["3.txt:", "looks"],
    ]
    assert "decompression bomb" in found.problems[2]
    assert [article.where for article in found.articles] == ["4.jsonl, line 1", "4.jsonl, line 3"]


def read_within(tmp_path, data, allowance):
    (tmp_path / "made.zip").write_bytes(data)
    items = list(ZipFile(reader_of).read_within(tmp_path / "made.zip", ReadOptions(), allowance))
    problems = [f"{item.where}: {item.reason}" for item in items if isinstance(item, Problem)]
    return [item for item in items if isinstance(item, Article)], problems


def test_a_zip_of_too_many_files_or_bytes_is_read_up_to_the_limit(tmp_path):
    data = packed({f"{i}.jsonl": LINES for i in range(5)})
    articles, problems = read_within(tmp_path, data, Allowance(members=3))
    assert len(articles) == 6
    assert problems[0].startswith(": it holds more than") and "the last 2" in problems[0]
    articles, problems = read_within(tmp_path, data, Allowance(bytes=len(LINES.encode()) + 9))
    assert len(articles) == 2
    assert "decompression bomb" in problems[0]
    assert "the last 3" in problems[1]


@pytest.mark.parametrize(
    ("members", "score"),
    [
        ({"release.docx": packed({"[Content_Types].xml": "x"})}, 0.9),
        ({"[Content_Types].xml": "x", "word/document.xml": "x"}, 0),
        ({"_rels/.rels": "x" * 99, "[Content_Types].xml": "x"}, 0),
        ({"mimetype": "application/epub+zip"}, 0),
        ({"word/a.txt": "x"}, 0.9),
        ({}, 0.9),
    ],
)
def test_documents_that_are_zips_are_left_to_their_readers(members, score):
    assert ZipFile(reader_of).sniff(packed(members, zipfile.ZIP_STORED), "x") == score


class Pipe(io.RawIOBase):
    """A file that can only be written from its beginning to its end, so that sizes follow the members."""

    def __init__(self):
        self.written = b""

    def writable(self):
        return True

    def write(self, data):
        self.written += bytes(data)
        return len(data)


def test_a_document_written_as_a_stream_is_left_to_its_reader():
    with zipfile.ZipFile(pipe := Pipe(), "w") as archive:
        archive.writestr("customXml/item.xml", "x")
        archive.writestr("[Content_Types].xml", "x")
    assert ZipFile(reader_of).sniff(pipe.written, "x") == 0


def test_a_cut_off_zip_is_refused(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed({"x.jsonl": LINES})[:-30])
    with pytest.raises(FileUnreadable, match="damaged or incomplete"):
        Read(tmp_path / "a.zip")


def test_a_page_in_a_zip_that_cannot_be_stored_does_not_keep_the_others_out(tmp_path, add):
    (tmp_path / "a.zip").write_bytes(packed({"1.txt": "02 民生\n", "2.txt": PAGE, "3.jsonl": LINES}))
    report = add(tmp_path / "a.zip")
    assert report.counts["added"] == 3
    assert [(failure.where, failure.reason.split(" ")[0]) for failure in report.failures] == [
        ("1.txt", "no"),
        ("3.jsonl, line 2", "not"),
    ]
