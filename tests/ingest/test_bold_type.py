"""Bold type that a file sets by printing twice is read once; a real doubling stays."""

import pytest

from ingest.clean import clean_line
from ingest.clean.doubled import undouble
from ingest.page import split_page

BODY = """本报讯（记者 沈芷兰）昨日上午，白鹭大桥正式通车。大桥全长六百米，
双向四车道，从白鹭镇到市区的车程由四十分钟缩短为十五分钟，
村民盼了十几年。
"""


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("白白鹭鹭大大桥桥正正式式通通车车", "白鹭大桥正式通车"),
        ("停停水水通通知知", "停水通知"),
        ("市市民民开开心心 过过年年", "市民开心 过年"),
        ("白白白白鹭鹭鹭鹭大大大大桥桥桥桥", "白鹭大桥"),
        ("白鹭大桥通车白鹭大桥通车", "白鹭大桥通车"),
        ("22002244年年33月月1188日日 星星期期一一", "2024年3月18日 星期一"),
        ("本本报报讯讯（（记记者者 方方知知远远））昨日，大桥通车", "本报讯（记者 方知远）昨日，大桥通车"),
        ("CCoouunnttyy ttoo eenndd ttoollllss", "County to end tolls"),
        ("白白白鹭鹭鹭大大大桥桥桥", "白鹭大桥"),
        ("天天天天天天向向向上上上", "天天向上"),
        ("大桥通车啦大桥通车啦大桥通车啦", "大桥通车啦"),
        ("谢谢爸爸妈妈", "谢谢爸爸妈妈"),
        ("好好学习 天天向上", "好好学习 天天向上"),
        ("高高兴兴平平安安", "高高兴兴平平安安"),
        ("人人", "人人"),
        ("加油加油", "加油加油"),
        ("11223344", "11223344"),
        ("——————————————", "——————————————"),
        ("哈哈哈哈哈哈哈哈", "哈哈哈哈哈哈哈哈"),
    ],
)
def test_a_line_is_read_once(printed: str, read: str) -> None:
    line = undouble(clean_line(printed, 0, len(printed)))
    assert line.text == read
    assert [printed[at] for at in line.offsets] == list(read)


@pytest.mark.parametrize(
    "headline",
    [
        "白鹭大桥正式通车\n白鹭大桥正式通车",
        "白鹭大桥正式通车\n白鹭大桥正式通车\n白鹭大桥正式通车",
        "白鹭大桥正式\n白鹭大桥正式\n通车\n通车",
        "白鹭大桥\n正式通车\n白鹭大桥\n正式通车",
        "白鹭大桥\n白鹭大桥\n正式通车\n正式通车",
    ],
)
def test_a_headline_that_is_printed_again_is_read_once(headline: str) -> None:
    split = split_page(f"{headline}\n{BODY}")
    assert [article.headline for article in split.articles] == ["白鹭大桥正式通车"]
    assert "".join(left.text for left in split.leftover) in ("白鹭大桥正式通车", "白鹭大桥正式通车" * 2)
