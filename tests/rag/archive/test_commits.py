"""Whoever keeps something that hangs on the archive sees that it was written to, by whatever process."""

from __future__ import annotations

from contextlib import closing

from newsroom import add, story

from rag.archive import Ledger


def test_its_number_changes_with_each_write_and_with_nothing_else(archive):
    with closing(archive.commits()) as commits:
        seen = [commits.number()]
        for number in range(3):
            add(archive, [story(number)])
            archive.newest(10)
            seen.append(commits.number())
            assert commits.number() == seen[-1]
        Ledger(archive).mark_indexed(added=[1])
        assert len({*seen, commits.number()}) == 5
