"""Scanned pages are recognised line by line, each page as if it were the only one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from ingest.page.printed import PrintedLine, Rect
from ingest.preview import read_file
from ingest.readers.options import ReadOptions
from ingest.readers.recognised_lines import whole_lines

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc")
TEXT = ("白鹭大桥昨日正式通车，全长六百一十二米。", "大桥连接城南与城北两个片区，方便往来。")


def page_picture():
    """A page with an upright headline beside its text."""
    picture = Image.new("RGB", (900, 700), "white")
    draw = ImageDraw.Draw(picture)
    for n, char in enumerate("白鹭大桥通车"):
        draw.text((60, 60 + n * 62), char, "black", ImageFont.truetype(FONT, 56))
    for n in range(4):
        draw.text((180, 70 + n * 50), TEXT[n % 2], "black", ImageFont.truetype(FONT, 30))
    return picture


@pytest.mark.skipif(not FONT.exists(), reason=f"{FONT} is missing: `apt install fonts-noto-cjk`")
def test_a_page_after_one_with_an_upright_headline_is_read(tmp_path):
    first, second = page_picture(), page_picture()
    first.save(tmp_path / "scan.tif", save_all=True, append_images=[second])
    drafts = read_file(tmp_path / "scan.tif", ReadOptions()).drafts
    assert [draft.headline for draft in drafts] == ["白鹭大桥通车"] * 2


def row(top, *words):
    """Words of 10 points, each with its left and right side."""
    return [PrintedLine(text, Rect(left, top, right, top + 12), 10) for text, left, right in words]


def test_words_far_apart_are_of_one_line_if_the_next_line_has_no_gap_there():
    pieces = [
        *row(0, ("teachers register", 0, 90), ("days", 110, 140), ("to the surrounding", 155, 290)),
        *row(15, ("ahead of the usual time in", 0, 140), ("streets of the old town.", 155, 290)),
    ]
    assert {line.text for line in whole_lines(pieces)} == {
        "teachers register days",
        "to the surrounding",
        "ahead of the usual time in",
        "streets of the old town.",
    }


def test_columns_stay_apart():
    pieces = [
        piece
        for n in range(8)
        for piece in row(n * 15, (f"left column {n}", 0, 140), (f"right column {n}", 155, 290))
    ]
    assert len(whole_lines(pieces)) == len(pieces)
