"""A refresh of the data computed from articles lets other processes write between its batches."""

from __future__ import annotations

import pytest
from newsroom import add, draft
from sqlalchemy import event, text

from rag.archive import Archive, Calendar, Copies, Corrections, calendar, copies, corrections


@pytest.mark.parametrize(
    ("kind", "module", "emptied"),
    [
        (Calendar, calendar, "passage_days"),
        (Copies, copies, "copy_bands"),
        (Corrections, corrections, "corrections"),
    ],
    ids=["days", "copies", "corrections"],
)
def test_a_refresh_is_many_short_transactions(kind, module, emptied, settings, monkeypatch):
    archive = Archive.open(settings)
    add(archive, [draft(str(i), f"2024年3月{i}日，第{i}号站点启用。") for i in range(1, 6)])
    with archive.engine.begin() as connection:
        connection.execute(text(f"DELETE FROM {emptied}"))
    commits: list[object] = []
    event.listen(archive.engine, "commit", commits.append)
    monkeypatch.setattr(module, "BATCH", 2)
    kind(archive).refresh()
    assert len(commits) == 3
    archive.close()
