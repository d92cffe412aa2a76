"""How sure an answer is does not hang on how many other articles the archive holds."""

from __future__ import annotations

from datetime import date

import pytest
from proofs import sized

from rag.schema import Request

TODAY = date(2024, 5, 20)
POOL = {
    "id": "pool",
    "title": "市体育馆游泳池6月开放",
    "date": "2024-05-17",
    "text": "市体育馆室外游泳池将于6月8日起对市民开放，门票每人25元，学生凭证半价。开放时间为每天13时至20时。"
    "体育馆副馆长郑海平说，今年新换了过滤设备，水质每天公布两次。",
}
SIZES = sized((1, 10, 60), (1, 10, 300))


def other(number: int) -> dict[str, str]:
    return {
        "id": f"{number}",
        "title": f"{number}号社区更换路灯",
        "date": "2024-05-16",
        "text": f"{number}号社区昨天换好了路灯，共{number + 20}盏，{number * 3 + 40}户居民受益。",
    }


@pytest.fixture(scope="module")
def papers(assistant_for):
    """An assistant for each size of archive; all hold the report of the pool."""
    return {size: assistant_for([POOL, *map(other, range(size - 1))]) for size in SIZES}


@pytest.mark.proof("confidence")
@pytest.mark.parametrize(
    "question",
    [
        "游泳池门票多少钱",  # printed
        "听说体育馆那个池子要开了，哪天啊",
        "游泳池的救生员是谁",  # not printed: a look-alike
        "游泳池去年来了多少人",
    ],
)
def test_a_question_has_the_same_confidence_in_a_small_and_in_a_large_archive(papers, question):
    answers = [papers[size].ask(Request(question=question, today=TODAY)) for size in SIZES]
    assert len({answer.status for answer in answers}) == 1
    confidences = [answer.confidence for answer in answers]
    assert max(confidences) - min(confidences) < 0.02
