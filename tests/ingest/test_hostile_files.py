"""Files that are made to harm, or are far from what they claim: each is one clear problem, soon and with little memory."""

from __future__ import annotations

import pytest
from PIL import Image

from ingest.preview import read_file
from ingest.readers.base import FileUnreadable
from ingest.readers.options import ReadOptions
from ingest.readers.recognition import LONGEST_SIDE
from ingest.readers.scan import _smaller


@pytest.mark.parametrize("size", [(1, 20_000), (20_000, 1), (20_000, 600)])
def test_a_picture_that_is_no_page_by_its_shape(tmp_path, size):
    Image.new("1", size, 1).save(tmp_path / "line.png")
    with pytest.raises(FileUnreadable, match="shape of a page"):
        read_file(tmp_path / "line.png", ReadOptions())


@pytest.mark.parametrize("mode", ["1", "P", "L", "RGB", "RGBA", "CMYK", "I;16"])
def test_a_scan_of_many_pixels_is_made_smaller_before_anything_else(mode):
    smaller = _smaller(Image.new(mode, (3 * LONGEST_SIDE, 900)))
    assert smaller.size == (LONGEST_SIDE, 300)


def test_a_mail_of_very_many_parts(tmp_path):
    head = "From: a@b.example\nTo: c@d.example\nSubject: s\nDate: Fri, 8 Nov 2024 10:00:00 +0800\n"
    kind = 'Content-Type: multipart/mixed; boundary="b"\n\n'
    (tmp_path / "a.eml").write_text(head + kind + "--b\n\nx\n" * 10_001 + "--b--\n", encoding="ascii")
    with pytest.raises(FileUnreadable, match="more than 10,000 parts"):
        read_file(tmp_path / "a.eml", ReadOptions())
