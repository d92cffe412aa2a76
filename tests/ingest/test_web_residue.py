"""What is left of a web page in copied text, and the credits of pictures, are no news."""

import tomllib
from pathlib import Path

import pytest

from ingest.metadata import furniture_kind, web_residue

LINES = tomllib.loads(Path(web_residue.__file__).with_name("web_residue.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("line", [line["example"] for line in LINES["line"]])
def test_residue_of_web_pages_is_furniture(line: str) -> None:
    assert furniture_kind(line, at_edge=False) is not None


@pytest.mark.parametrize(
    "line",
    [
        "（责任编辑：柯敏）",
        "責任編輯：柯敏",
        "[责编：柯敏 审核：温岚]",
        ">>>点击阅读原文",
        "（图源：市水务局）",
    ],
)
def test_brackets_arrows_and_script_make_no_difference(line: str) -> None:
    assert furniture_kind(line, at_edge=False) is not None


@pytest.mark.parametrize(
    "line",
    ["分享会昨日在市图书馆举行", "绘就乡村振兴新蓝图", "来源于生活的灵感", "市民点赞", "更多惠民措施出台", "文/图 记者 王小明", "Read more books, says librarian"],
)  # fmt: skip
def test_news_that_begins_alike_is_no_residue(line: str) -> None:
    assert furniture_kind(line, at_edge=False) is None
