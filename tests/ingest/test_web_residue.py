"""What is left of a web page in copied text, and the credits of pictures, are no news."""

import tomllib
from pathlib import Path

import pytest

from ingest.metadata import furniture_kind, web_residue
from ingest.readers.web_residue import is_residue

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
    ["分享会昨日在市图书馆举行", "绘就乡村振兴新蓝图", "市民点赞", "文/图 记者 王小明", "Read more books, he says"],
)  # fmt: skip
def test_news_that_begins_alike_is_no_residue(line: str) -> None:
    assert furniture_kind(line, at_edge=False) is None


@pytest.mark.parametrize(
    "line",
    [
        "分享到：微信 微博 QQ空间",
        "责任编辑：王某某 校对：李某",
        "（责编：王某、李某）",
        "来源：栖川日报",
        "扫码关注我们",
        "未经授权，不得转载",
        "图片来源：视觉中国",
        "新华社记者 吴越 摄",
        "11月7日，市民在白鹭大桥上散步。（吴越 摄）",
        "Read more: Old mill to close",
        "Share this article",
        "Photo: Tomas Ferreira / Courier",
    ],
)
def test_residue_of_web_sites_is_told_apart(line: str) -> None:
    assert is_residue(line)


@pytest.mark.parametrize(
    "line",
    [
        "分享会昨日在图书馆举行",
        "举报电话：0579-1234567",
        "扫码支付进菜场",
        "小区门禁启用二维码",
        "未经许可不得在桥上摆摊。",
        "市民在桥上拍摄",
        "评论员文章：桥通了，心更近",
        "编辑部搬进新址",
        "大中小学同日开学",
        "比赛项目有书法、绘画、摄影和短视频。",
        "Share this bridge with cyclists, he said.",
        "Editor Mara Quill said yes.",
        "夜间照明由太阳能供电。（记者 林小舟 文/摄）",
    ],
)
def test_sentences_and_subheads_are_no_residue(line: str) -> None:
    assert not is_residue(line)
