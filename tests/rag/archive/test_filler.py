"""Filler articles written straight into the archive's tables: they can be read, dated and indexed like others."""

from __future__ import annotations

from datetime import date, timedelta

from newsroom import add, open_indexes, story, vector

from eval.filler import Filler
from rag.archive import Ledger

NEWEST, DAYS = date(2024, 6, 30), 1000


def test_an_archive_is_filled_up_once_with_articles_that_can_be_found(settings, archive):
    add(archive, [story(number) for number in range(5)])
    indexes = open_indexes(settings, archive)
    indexes.sync()  # filler is made like the passages that are indexed
    Filler(archive, NEWEST, DAYS).fill_up(60)
    Filler(archive, NEWEST, DAYS).fill_up(60)
    assert len(Ledger(archive).live_ids()) == 60
    made = [version for version in archive.newest(100) if version.source == "filler"]
    assert len(made) == 15
    assert all(NEWEST - timedelta(DAYS) <= version.date <= NEWEST for version in made)
    assert indexes.sync().added == 45
    assert len(indexes.dense(vector("雨"), 100)) == 60
    assert indexes.lexical(made[0].text[:20], 1)
    indexes.close()
