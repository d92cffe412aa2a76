"""Draws answers at random: a few each day for a look at the whole, and a share of all for a second reading.

Each answer has a number below `DRAWS` that a hash draws from its id, so every machine draws the same answers. A day's sample
starts at the day's own number and takes the answers whose numbers come next: an index finds them without reading the others.
"""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Connection, select

from rag.journal.tables import answers, takes_verdicts

DRAWS = 1 << 31
SAMPLE_SIZE = 40
SAMPLE_DAYS = 30
"""A day's sample is drawn from the answers of the days before it, so that it does not change during the day."""


def draw(text: str) -> int:
    """A number from 0 to `DRAWS` - 1 that only depends on the text."""
    return int.from_bytes(sha256(text.encode()).digest()[:4]) >> 1


def is_drawn(number: int, share: float) -> bool:
    """Whether an answer's number is among a share (0–1) of all numbers."""
    return number < share * DRAWS


def daily_sample(
    connection: Connection, day: date, given_from: datetime, given_before: datetime
) -> list[str]:
    """The ids of the answers drawn for a day, from those given between two moments."""
    start = draw(day.isoformat())
    query = (
        select(answers.c.answer_id)
        .where(takes_verdicts, answers.c.given_at >= given_from, answers.c.given_at < given_before)
        .order_by(answers.c.draw)
    )
    later = query.where(answers.c.draw >= start).limit(SAMPLE_SIZE)
    drawn = list(connection.execute(later).scalars())
    if missing := SAMPLE_SIZE - len(drawn):
        drawn += connection.execute(query.where(answers.c.draw < start).limit(missing)).scalars()
    return drawn
