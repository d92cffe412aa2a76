"""The amounts, days and times of a model's sentence must be printed, in whatever form, and of the same thing."""

from datetime import date

import pytest

from rag.cite.values import wrong_values

PRINTED = (
    "昨日上午9时30分，白鹭大桥正式通车。大桥全长612米，累计完成投资3.05亿元，"
    "首日有8000余辆车通过。公交26路首班6:00，票价2元。建设共用钢材1.2万吨、水泥4.6万吨。"
)
DAY = date(2024, 11, 8)


def wrong(claim):
    return [claim[span.start : span.end] for span in wrong_values(claim, PRINTED, DAY)]


@pytest.mark.parametrize(
    "claim",
    [
        "白鹭大桥于2024年11月7日通车。",
        "白鹭大桥11月通车。",
        "大桥长六百一十二米，投资30500万元。",
        "通车首日约有8000辆车通过。",
        "通车仪式在9:30举行，26路车票两元。",
        "The bridge is 612 metres long and cost 305 million yuan.",
        "The bridge opened at 9:30 am on 7 November 2024.",
    ],
)
def test_a_value_may_be_written_in_another_form(claim):
    assert wrong(claim) == []


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("白鹭大桥全长621米。", "621米"),
        ("累计投资3.05万元。", "3.05万元"),
        ("大桥于11月9日通车。", "11月9日"),
        ("大桥2023年通车。", "2023年"),
        ("通车仪式在下午3点举行。", "下午3点"),
        ("首日正好有8000辆车通过。", "8000辆"),
        ("The bridge cost 3.05 million yuan.", "3.05 million yuan"),
    ],
)
def test_a_value_that_is_not_printed_is_found(claim, fault):
    assert wrong(claim) == [fault]


def test_two_values_may_not_change_places():
    assert wrong("建设用了钢材1.2万吨、水泥4.6万吨。") == []
    assert wrong("建设用了钢材4.6万吨、水泥1.2万吨。") == ["4.6万吨", "1.2万吨"]
