"""How fast the desk's queues are in a journal of many answers."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from rag.database import writing
from rag.journal import VIEWS, Journal
from rag.journal.rows import answer_row
from rag.journal.tables import answers, verdicts
from rag.schema import Answer, Request, Statement, Understood

BATCH = 5000
ROUNDS = 30
CHECKED = 0.5  # of the answers, the older ones
PER_DAY = 300


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one call."""

    name: str
    p50: float
    p95: float


def measure_queues(count: int) -> list[Timing]:
    """Fill a journal with `count` answers, half of them checked, and time what the desk reads and writes."""
    with (
        TemporaryDirectory() as folder,
        closing(Journal(Path(folder), days=36500, second_reader=0.1)) as journal,
    ):
        _fill(journal, count)
        middle = journal.answers("newest", 1, count // 3)[0].answer_id
        today = journal.today()
        calls: dict[str, Callable[[], Any]] = {
            "counts of all queues": lambda: journal.counts(reader="b"),
            **{f"list: {view}": lambda view=view: journal.answers(view, 51, reader="b") for view in VIEWS},
            **{f"next: {view}": lambda view=view: journal.next_unchecked(middle, view, reader="b") for view in VIEWS},
            "one answer": lambda: journal.get(middle),
            "a verdict": lambda: journal.verdict(middle, 0, "right", name="a"),
            "agreement": lambda: journal.agreement(),
            "checked in 30 days": lambda: journal.checked(today - timedelta(days=29), today),
        }  # fmt: skip
        return [_time(name, call) for name, call in calls.items()]


def _time(name: str, call: Callable[[], Any]) -> Timing:
    took = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        took.append((time.perf_counter() - start) * 1000)
    p50, p95 = np.quantile(took, (0.5, 0.95))
    return Timing(name, float(p50), float(p95))


def _fill(journal: Journal, count: int) -> None:
    draw = random.Random(0)
    now = datetime.now(UTC)
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        rows = [
            _row(n, now - timedelta(days=(count - n) / PER_DAY), draw, n < count * CHECKED) for n in numbers
        ]
        given = [verdict for row in rows if row["unjudged"] == 0 for verdict in _verdicts(row, draw)]
        with writing(journal._engine) as connection:
            connection.execute(answers.insert(), rows)
            if given:
                connection.execute(verdicts.insert(), given)


def _row(number: int, given_at: datetime, draw: random.Random, is_checked: bool) -> dict[str, Any]:
    declined = draw.random() < 0.3
    answer = Answer(
        answer_id=f"a{number}",
        question=f"第{number}问：救援队去年开展了多少次救援行动？",
        status="not_reported" if declined else "answered",
        confidence=draw.random(),
        text="",
        statements=() if declined else (Statement(text="共1052次。", kind="quoted", citations=()),) * 2,
        understood=Understood(question="救援队去年开展了多少次救援行动？"),
    )
    row = answer_row(answer, Request(question=answer.question, today=given_at.date()), [], "", given_at)
    row["struck"] = int(draw.random() < 0.1)
    row["last_report"] = number if draw.random() < 0.02 else None
    if is_checked:
        row |= {"unjudged": 0, "first_reader": "a", "second_unjudged": int(row["draw"] % 20 == 0)}
    return row


def _verdicts(row: dict[str, Any], draw: random.Random) -> list[dict[str, Any]]:
    statements = [None] if row["status"] == "not_reported" else [0, 1]
    readings = ("first", "second") if row["draw"] % 10 == 0 else ("first",)
    return [
        {
            "answer_id": row["answer_id"],
            "statement": statement,
            "verdict": "right" if draw.random() < 0.9 else "wrong_content",
            "name": reading,
            "note": "",
            "judged_at": row["given_at"],
            "reading": reading,
            "is_last": 1,
            "stands": int(reading == "first"),
        }
        for statement in statements
        for reading in readings
    ]
