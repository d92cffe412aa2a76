"""Answers to record in a journal, as the service gives them to it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from rag.journal import Journal
from rag.schema import Answer, Citation, Found, Request, Statement, Understood

TODAY = date(2024, 3, 20)
MOMENT = datetime(2024, 3, 20, 8, 30, tzinfo=UTC)


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        return self.now


def citation(n: int, quote: str) -> Citation:
    return Citation(
        n=n,
        article_id=f"article{n}",
        version=1,
        source_id="",
        field="text",
        quote=quote,
        start=0,
        end=len(quote),
        headline="市应急管理局走访社会应急救援队",
        paper="永康日报",
        date=date(2024, 3, 18),
        page="2",
        byline="胡美樱子",
        url="",
    )


def answered(answer_id: str, *sentences: str) -> Answer:
    return Answer(
        answer_id=answer_id,
        question="救援队去年开展了多少次救援行动？",
        status="answered",
        confidence=0.91,
        text="".join(sentences),
        statements=tuple(
            Statement(text=text, kind="quoted", citations=(n,)) for n, text in enumerate(sentences, 1)
        ),
        citations=tuple(citation(n, text) for n, text in enumerate(sentences, 1)),
        understood=Understood(question="救援队2023年开展了多少次救援行动？", period="2023"),
        timings_ms={"total": 12.5},
    )


def declined(answer_id: str) -> Answer:
    return Answer(
        answer_id=answer_id,
        question="方岩门票多少钱？",
        status="not_reported",
        confidence=0.12,
        text="收录的报道里没有答案。",
        understood=Understood(question="方岩门票多少钱？"),
    )


def found(rank: int) -> Found:
    return Found(
        rank=rank,
        score=1 / rank,
        article_id=f"article{rank}",
        version=1,
        source_id="",
        headline="",
        date=None,
        text=f"第{rank}段",
        start=0,
        end=3,
    )


def record(journal: Journal, *answers: Answer) -> None:
    for answer in answers:
        request = Request(question=answer.question, today=TODAY)
        journal.record(answer, request, [found(rank) for rank in range(1, 13)], "e5|reader:none")


def judge_all(journal: Journal, answer_id: str) -> None:
    for place in journal.get(answer_id).unjudged:
        journal.verdict(answer_id, place, "right", name="李敏")
