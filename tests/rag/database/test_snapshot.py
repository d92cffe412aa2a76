"""A snapshot of a database is its state at one moment, whoever writes to it meanwhile."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from newsroom import add, held, story

from rag.archive import Archive
from rag.archive.tables import ArchiveUnusable, meta, writing
from rag.database.snapshot import read_snapshot, snapshot_bytes, write_snapshot


def test_it_has_all_of_a_transaction_or_nothing(archive, tmp_path):
    stop = threading.Event()

    def write():
        for number in itertools.count(0, 2):
            if stop.is_set():
                return
            add(archive, [story(number), story(number + 1)])  # one transaction

    counts = []
    with ThreadPoolExecutor() as pool:
        writing = pool.submit(write)
        try:
            for number in itertools.count():
                if len(set(counts)) > 3 or writing.done():
                    break
                (tmp_path / str(number)).mkdir()
                file = tmp_path / str(number) / "archive.sqlite3"
                write_snapshot(archive.engine, file, lambda _: None)
                counts.append(read_snapshot(file).rows["articles"])
        finally:
            stop.set()
        writing.result()
    assert len(set(counts)) > 3  # snapshots of different moments
    for number, count in enumerate(counts):
        with closing(Archive(tmp_path / str(number))) as copy:
            assert count % 2 == 0 and copy.status()["articles"] == count
            assert len(held(copy)) == 3 * count


def test_its_progress_ends_at_about_its_size(archive, tmp_path, monkeypatch):
    monkeypatch.setattr("rag.database.snapshot.INSTRUCTIONS", 100)
    with writing(archive.engine) as connection:
        connection.execute(meta.insert(), [{"key": f"{n}", "value": "字" * 2000} for n in range(2000)])
    seen = []
    write_snapshot(archive.engine, tmp_path / "copy", seen.append)
    size = (tmp_path / "copy").stat().st_size
    assert seen == sorted(seen) and 0 < seen[-1] <= size
    assert 0.8 < snapshot_bytes(archive.engine) / size < 1.2


def test_it_can_be_stopped(archive, tmp_path):
    def ctrl_c(_):
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("rag.database.snapshot.INSTRUCTIONS", 10)
        write_snapshot(archive.engine, tmp_path / "copy", ctrl_c)


def test_a_damaged_database_has_none(archive, tmp_path):
    add(archive, map(story, range(300)))
    archive.close()
    file = archive.data_dir / "archive.sqlite3"
    content = bytearray(file.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 20_000] = bytes(20_000)
    file.write_bytes(content)
    with closing(Archive(archive.data_dir)) as opened, pytest.raises(ArchiveUnusable, match="is damaged"):
        write_snapshot(opened.engine, tmp_path / "copy", lambda _: None)
